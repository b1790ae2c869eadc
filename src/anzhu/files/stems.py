"""Stems: processes that have loaded what a trade needs and fork a child for every file.

Each process that has files read starts its own, one for each trade, on first use. Threads share
them; a forked process does not. A stem ends with whoever started it, or when it was idle for long.
"""

import atexit
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from anzhu.files import stem

log = logging.getLogger(__name__)

_PROGRAM = str(Path(stem.__file__).resolve())
#: Where the modules of the house are.
HOUSE = str(Path(_PROGRAM).parents[2])
#: Seconds: that a stem is kept idle; that it may take to load and fork; that a child may take to
#: be gone once it is killed.
IDLE, LOADING, ENDING = 60.0, 60.0, 10.0
_LONGEST, _MOST_WORDS = 4096, 2000
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    # One thread only: numerical libraries reserve memory for each.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # Pictures are large, and a child takes each page of memory for the first time.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


class Gone(RuntimeError):
    """The stem died or does not answer, which is not the file's fault."""


@dataclass(frozen=True)
class End:
    """How a child ended: exit status, negative for a signal; the most memory that it held, and its
    seconds of processor; ``late`` if it was killed because its time was up."""

    status: int
    peak_kib: int = 0
    cpu: float = 0.0
    late: bool = False


class Stem:
    """One stem as seen by whoever started it; for the trade "" it has loaded none."""

    def __init__(self, trade: str, path: Sequence[str]) -> None:
        self._control, theirs = _pair()
        self._control.settimeout(LOADING)
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the stem
        asked = {"trade": trade, "path": list(path), "idle": IDLE}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-W", "ignore", _PROGRAM, json.dumps(asked)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                cwd="/",
                env=_ENVIRONMENT,
                close_fds=True,
                start_new_session=True,
                umask=0o077,
            )

    def have_done(self, files: Sequence[int], wall_seconds: float) -> End:
        """Have a child do one file; it is gone when this ends, however it ends. Raises Gone."""
        ours, theirs = _pair()
        with ours:
            with theirs:
                self._ask([*files, theirs.fileno()])
            self._wait_for_a_child(ours)
            try:
                return End(**self._heard(ours, wall_seconds))
            except TimeoutError:
                return replace(self._killed(ours), late=True)
            except BaseException:
                self._killed(ours)
                raise

    @property
    def has_ended(self) -> bool:
        """Is it gone? If so it is reaped."""
        return self._process.poll() is not None

    def last_words(self) -> str:
        """What it complained of; only of loading, since it does nothing else that could fail."""
        with suppress(OSError, ValueError):
            self._complaints.seek(max(0, self._complaints.seek(0, os.SEEK_END) - _MOST_WORDS))
            return self._complaints.read().decode(errors="replace")
        return ""

    def ask_no_more(self) -> None:
        """It ends by itself when its children have."""
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)

    def end(self) -> None:
        """Wait until it and its children have ended; what does not end is killed."""
        self.ask_no_more()
        try:
            self._process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self._kill()

    def let_go(self) -> None:
        """In a process forked from the one that started it: hold nothing of it."""
        self._control.close()

    def _ask(self, files: Sequence[int]) -> None:
        try:
            socket.send_fds(self._control, [stem.WORD], files)
        except OSError as dead:
            raise Gone("the stem takes nothing") from dead

    def _wait_for_a_child(self, ours: socket.socket) -> None:
        try:
            self._heard(ours, LOADING)
        except TimeoutError as hanging:
            self._kill()
            raise Gone("the stem does not answer") from hanging

    def _killed(self, ours: socket.socket) -> End:
        """Have the child killed, together with the stem if that does not do it."""
        try:
            ours.shutdown(socket.SHUT_WR)
            return End(**self._heard(ours, ENDING))
        except (OSError, Gone):
            self._kill()
            return End(-signal.SIGKILL)

    def _heard(self, ours: socket.socket, seconds: float) -> dict[str, Any]:
        ours.settimeout(seconds)
        try:
            said = ours.recv(_LONGEST)
        except ConnectionError:
            said = b""
        if not said:
            raise Gone("the stem has died")
        return dict(json.loads(said))

    def _kill(self) -> None:
        """Its children die with it."""
        self._process.kill()
        self._process.wait()


class _Stems:
    """The stems of this process by what they load, and those that are on their way out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._living: dict[tuple[str, tuple[str, ...]], Stem] = {}
        self._leaving: list[Stem] = []

    def of(self, trade: str, path: tuple[str, ...]) -> Stem:
        with self._lock:
            self._bury()
            if (trade, path) not in self._living:
                self._living[trade, path] = Stem(trade, path)
            return self._living[trade, path]

    def give_up(self, one: Stem) -> None:
        with self._lock:
            one.ask_no_more()
            self._leaving += [other for other in self._living.values() if other is one]
            self._living = {key: other for key, other in self._living.items() if other is not one}

    def end(self) -> None:
        with self._lock:
            for one in (*self._living.values(), *self._leaving):
                one.end()
            self._living, self._leaving = {}, []

    def let_go(self) -> None:
        for one in (*self._living.values(), *self._leaving):
            one.let_go()

    def _bury(self) -> None:
        """Reap what has ended."""
        self._living = {key: one for key, one in self._living.items() if not one.has_ended}
        self._leaving = [one for one in self._leaving if not one.has_ended]


_stems = _Stems()


def have_done(trade: str, path: Sequence[str], files: Sequence[int], wall_seconds: float) -> End:
    """Have a child of this trade's stem do one file; ``files`` are those of ``child.run``, open.

    Raises Gone; the next one who asks gets another stem.
    """
    used = _stems.of(trade, tuple(path))
    try:
        ended = used.have_done(files, wall_seconds)
    except Gone as why:
        log.warning("%s: %s", why, used.last_words())
        _stems.give_up(used)
        raise
    if ended.status < 0:
        # Its children lie alike in memory: a file that tried once must not try again there.
        _stems.give_up(used)
    return ended


def end_all() -> None:
    """End and reap the stems of this process, also for the time of their starts to be counted."""
    _stems.end()


def _begin_anew() -> None:
    """In a forked process, in which nobody could release the lock any more."""
    global _stems
    _stems.let_go()
    _stems = _Stems()


def _pair() -> tuple[socket.socket, socket.socket]:
    """Two ends that carry whole messages."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(end_all)
