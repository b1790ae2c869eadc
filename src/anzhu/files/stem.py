"""The program of a stem: load once what a trade needs, then fork a child for every file.

Run by ``stems`` as ``python -I stem.py '{"path": …, "trade": …, "idle": …}'`` with a socket as its
standard input. A stem has one thread, and learns nothing but that there is a file: the file and
what is asked about it come as open files, which only the child reads. So the last child begins
like the first. Whoever asked hears on a socket of its own that there is a child, and how it ended;
to give up is to close that socket, and then the child is killed.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

#: The one word of a request, and what comes with it: request, file, folder, complaints, and where
#: to answer.
WORD, FILES = b"!", 5


@dataclass(frozen=True)
class _Child:
    pid: int
    handle: int
    asker: socket.socket


class _Stem:
    """Waits for requests, for the ends of its children, and for those who give up on one."""

    def __init__(self, control: socket.socket, run: Callable[..., object]) -> None:
        self._control, self._run = control, run
        self._poll = select.poll()
        self._then: dict[int, Callable[[], object]] = {}
        self._children: dict[int, _Child] = {}
        self._is_asked = True
        self._watch(control.fileno(), self._take)
        self._watch(os.pidfd_open(os.getppid()), self._leave)

    def serve(self, idle: float) -> None:
        """Until nobody can ask any more, or nobody has for ``idle`` seconds."""
        while self._is_asked or self._children:
            ready = self._poll.poll(None if self._children else idle * 1000)
            if not ready:
                return
            # One at a time: what is done about it may close another.
            self._then[ready[0][0]]()

    def _watch(self, handle: int, then: Callable[[], object]) -> None:
        self._poll.register(handle, select.POLLIN)
        self._then[handle] = then

    def _forget(self, handle: int) -> None:
        if self._then.pop(handle, None):
            self._poll.unregister(handle)

    def _take(self) -> None:
        word, files, _, _ = socket.recv_fds(self._control, len(WORD), FILES)
        if not word:
            # Nobody asks any more; the children there are may finish.
            self._is_asked = False
            self._forget(self._control.fileno())
        elif len(files) == FILES:
            self._fork(files)

    def _fork(self, files: list[int]) -> None:
        *given, answer_to = files
        pid = os.fork()
        if pid == 0:
            self._run(*given)
        for file in given:
            os.close(file)
        child = _Child(pid, os.pidfd_open(pid), socket.socket(fileno=answer_to))
        self._children[pid] = child
        self._watch(child.handle, lambda: self._ended(child))
        self._watch(answer_to, lambda: self._given_up(child))
        _tell(child.asker, {"pid": pid})

    def _ended(self, child: _Child) -> None:
        # Before it is reaped: until then nobody else can have its number.
        _kill(child.pid)
        _, status, used = os.wait4(child.pid, 0)
        self._forget(child.handle)
        self._forget(child.asker.fileno())
        del self._children[child.pid]
        os.close(child.handle)
        _tell(
            child.asker,
            {
                "status": os.waitstatus_to_exitcode(status),
                "peak_kib": used.ru_maxrss,
                "cpu": used.ru_utime + used.ru_stime,
            },
        )
        child.asker.close()

    def _given_up(self, child: _Child) -> None:
        self._forget(child.asker.fileno())
        _kill(child.pid)

    def _leave(self) -> None:
        """Whoever started this is gone: nobody waits for the children."""
        for child in self._children.values():
            _kill(child.pid)
        sys.exit()


def _kill(pid: int) -> None:
    """End a child and its group, which it may not have made yet."""
    for end in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            end(pid, signal.SIGKILL)


def _tell(asker: socket.socket, said: dict[str, Any]) -> None:
    with suppress(OSError):
        asker.send(json.dumps(said).encode(), socket.MSG_DONTWAIT)


def _alone() -> None:
    """A thread would be missing in every child, with whatever it held at that moment."""
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise RuntimeError("what the trade loads keeps threads: its child has to load it itself")


def main() -> int:
    """Serve until the other end of the socket is closed, or nothing was asked for a while."""
    asked = json.loads(sys.argv[1])
    sys.path[:0] = asked["path"]
    # Ctrl+C is for whoever started this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = importlib.import_module("anzhu.files.child")
    trade: ModuleType | None = importlib.import_module(asked["trade"]) if asked["trade"] else None
    _alone()
    importlib.import_module("anzhu.files.walls").keep_to_oneself()
    # Memory that the collector leaves alone stays shared with the children.
    gc.collect()
    gc.freeze()
    begin = partial(child.run, os.getpid(), trade)
    _Stem(socket.socket(fileno=0), begin).serve(asked["idle"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
