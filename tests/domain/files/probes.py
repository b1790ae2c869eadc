"""Trades for the child that try to break out of it, or to take everything; not for real files."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO


def _connect() -> None:
    socket.socket().connect(("127.0.0.1", 9))


def _talk_locally() -> None:
    socket.socketpair()


def _start_a_program() -> None:
    subprocess.run(["/bin/true"], check=True)


def _fork() -> None:
    os.fork()


def _signal_the_parent() -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def _look_into_the_stem() -> None:
    Path(f"/proc/{os.getppid()}/mem").open("rb").close()


def _read_a_secret() -> None:
    Path("/etc/shadow").read_bytes()


ATTEMPTS: Mapping[str, Callable[[], None]] = {
    "connect": _connect,
    "talk_locally": _talk_locally,
    "start_a_program": _start_a_program,
    "fork": _fork,
    "signal_the_parent": _signal_the_parent,
    "look_into_the_stem": _look_into_the_stem,
    "read_a_secret": _read_a_secret,
}


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Do what ``asked["try"]`` names; in the answer, what came of it."""
    name = asked["try"]
    if name == "look_around":
        return {
            "environment": sorted(os.environ),
            "folder": [path.name for path in Path().iterdir()],
            "arguments": len(sys.argv),
            "fed": source.read().decode(),
        }
    if name in ANSWERS:
        return ANSWERS[name](source)
    if name in ATTEMPTS:
        try:
            ATTEMPTS[name]()
        except OSError as stopped:
            return {"stopped": type(stopped).__name__}
        return {"stopped": ""}
    MISDEEDS[name]()
    return {}


def _tell_apart(_source: BinaryIO) -> dict[str, Any]:
    return {
        "process": os.getpid(),
        "stem": os.getppid(),
        "leads": [os.getsid(0), os.getpgrp()],
    }


def _nap(source: BinaryIO) -> dict[str, Any]:
    time.sleep(2)
    return _tell_apart(source)


def _count_open_files(_source: BinaryIO) -> dict[str, Any]:
    return {"open": [number for number in range(4096) if _is_open(number)]}


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


_seen: list[str] = []


def _remember(source: BinaryIO) -> dict[str, Any]:
    before = "".join(_seen)
    _seen.append(source.read().decode())
    return {"before": before}


ANSWERS: Mapping[str, Callable[[BinaryIO], dict[str, Any]]] = {
    "tell_apart": _tell_apart,
    "nap": _nap,
    "count_open_files": _count_open_files,
    "remember": _remember,
}


def _eat_memory() -> None:
    hoard = [bytearray(16 * 1024 * 1024) for _ in range(200)]
    raise AssertionError(f"ate {len(hoard)} times 16 MiB")


def _spin() -> None:
    while True:
        pass


def _crash() -> None:
    ctypes.string_at(0)


def _fill_the_disk() -> None:
    Path("page.jpg").write_bytes(b"x" * 4_000_000)


def _fail() -> None:
    raise RuntimeError("a mistake of ours")


def _leave_a_link() -> None:
    Path("page.jpg").symlink_to("/etc/passwd")


MISDEEDS: Mapping[str, Callable[[], object]] = {
    "eat_memory": _eat_memory,
    "spin": _spin,
    "sleep": signal.pause,
    "crash": _crash,
    "fill_the_disk": _fill_the_disk,
    "fail": _fail,
    "leave_a_link": _leave_a_link,
}
