"""The walls around the child that decodes hostile files; Linux only, standard library only.

Each wall is put up by the child itself, before it has seen a byte of the file; a fork inherits
none of them. Memory, processor
time and file size are limits of the kernel; the network is taken away twice, by a name space of
its own where the kernel permits one and by a filter of system calls everywhere. The filter also
denies starting programs and processes.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from collections.abc import Mapping

NOBODY = 65534

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_CLONE_NEWNET, _CLONE_NEWUSER, _CLONE_THREAD = 0x40000000, 0x10000000, 0x00010000

# Classic BPF: load a word, compare, return. Offsets are those of ``struct seccomp_data``.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000

# System calls by name: x86-64, arm64 (None where the machine has no such call).
_DENIED: Mapping[str, tuple[int, int | None]] = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "io_uring_setup": (425, 425),
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "kill": (62, 129),
    "tkill": (200, 130),
    "pidfd_send_signal": (424, 424),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "open_by_handle_at": (304, 265),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
}
_CLONE, _CLONE3 = (56, 220), (435, 435)
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_libc = ctypes.CDLL(None, use_errno=True)


class Breach(RuntimeError):
    """A wall that must stand could not be put up; nothing may be decoded here."""


def keep_to_oneself() -> None:
    """Let nobody of the same user look into this process, nor into what it forks."""
    _libc.prctl(_PR_SET_DUMPABLE, 0)


def die_with(parent: int) -> None:
    """End when the parent does; at once, if it already has."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def stand_alone(memory: int, cpu_seconds: int, file_bytes: int) -> None:
    """Limits on memory and file size in bytes, on time in seconds; nobody looks in."""
    keep_to_oneself()
    os.umask(0o077)
    # Address space is reserved far more than used by numerical libraries; what counts is data.
    limits = {
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_AS: 4 * memory,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in limits.items():
        hard = resource.getrlimit(which)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))
    # The first limit ends the child with a signal that says why; the second one just ends it.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 2))
    # Python would turn a full quota into an exception that a decoder might swallow.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def leave_the_network() -> list[str]:
    """Take the network and new processes away; returns the walls that stand, or raises Breach."""
    standing = []
    wanted = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    if _libc.unshare(wanted) == 0:
        standing.append("namespace")
        # Counted per name space of users, so the owner's other processes do not matter here.
        resource.setrlimit(resource.RLIMIT_NPROC, (64, 64))
    if _filter_system_calls():
        standing.append("filter")
    if not standing:
        raise Breach("neither a network name space nor a system-call filter is available")
    return standing


def become_nobody() -> None:
    """Where started as root: keep no right over anybody's files. After imports, before decoding."""
    if os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # Changing the user clears the wish to die with the parent.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _filter_system_calls() -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = _program(*machine)
    code = ctypes.create_string_buffer(b"".join(program), 8 * len(program))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(_libc.prctl(_PR_SET_SECCOMP, 2, head, 0, 0) == 0)


def _program(column: int, arch: int) -> list[bytes]:
    """The filter: other machines' calls kill, denied ones fail, threads are the only clones."""
    denied = _ERROR | errno.EPERM
    code = [
        _line(_LOAD, _ARCH),
        _line(_EQUAL, arch, 1, 0),
        _line(_RETURN, _KILL),
        _line(_LOAD, _NUMBER),
        _line(_AT_LEAST, _X32, 0, 1),
        _line(_RETURN, _KILL),
    ]
    for numbers in _DENIED.values():
        number = numbers[column]
        if number is not None:
            code += [_line(_EQUAL, number, 0, 1), _line(_RETURN, denied)]
    # The C library falls back to the older call, whose flags a filter can read.
    code += [_line(_EQUAL, _CLONE3[column], 0, 1), _line(_RETURN, _ERROR | errno.ENOSYS)]
    code += [
        _line(_EQUAL, _CLONE[column], 0, 3),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_ANY_BIT, _CLONE_THREAD, 1, 0),
        _line(_RETURN, denied),
    ]
    return [*code, _line(_RETURN, _ALLOW)]


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
