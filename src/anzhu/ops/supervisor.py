"""Several processes under one command: restart what dies, stop all when told to."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)

LOOKS_A_SECOND = 10
TELL = Callable[[str, int], None]
SECONDS_TO_STOP = 25.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""A child that lived so long is restarted without any pause when it dies."""


@dataclass
class Child:
    """One process that should always be there."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        # A session of its own: Ctrl+C reaches only the supervisor, which stops all in order.
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_parent,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self.started = time.monotonic()

    def died(self) -> int | None:
        """The exit code of a child that is no longer there, once; else None."""
        code = self.process.poll() if self.process else None
        if code is None:
            return None
        self.sweep()
        self.process = None
        lived = time.monotonic() - self.started
        self.pause = (
            0.0 if lived > STEADY_SECONDS else min(LONGEST_PAUSE, max(FIRST_PAUSE, self.pause * 2))
        )
        self.due = time.monotonic() + self.pause
        return code

    def sweep(self) -> None:
        """End what a killed child left behind in its session (a server's own workers)."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Supervisor:
    """Runs until SIGINT or SIGTERM; ``tell(name, exit code)`` hears of every death."""

    children: Sequence[Child]
    tell: TELL
    also: Callable[[], object] = lambda: None
    """Called every second: what else has to be kept alive."""
    _stopping: bool = field(default=False, init=False)

    def start(self) -> None:
        for sent in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sent, self._asked_to_stop)
        for child in self.children:
            child.start()

    @property
    def stopping(self) -> bool:
        return self._stopping

    def watch(self) -> None:
        """Keep all of them running; returns when all have stopped."""
        looks = 0
        while not self._stopping:
            if looks % LOOKS_A_SECOND == 0:
                self.also()
            self.look()
            looks += 1
            time.sleep(1 / LOOKS_A_SECOND)
        self.stop()

    def look(self) -> None:
        """Restart, after a growing pause, what is not there."""
        for child in self.children:
            code = child.died()
            if code is not None and not self._stopping:
                self.tell(child.name, code)
            if child.process is None and time.monotonic() >= child.due and not self._stopping:
                child.start()

    def stop(self) -> None:
        """Ask all to finish, give them time, then end them."""
        self._stopping = True
        alive = [child.process for child in self.children if child.process is not None]
        for process in alive:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in alive:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for child in self.children:
            child.sweep()

    def _asked_to_stop(self, number: int, frame: object) -> None:
        self._stopping = True


def _end_with_parent() -> None:
    """A supervisor that is killed cannot stop its children: the kernel does it then."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def anzhu(*arguments: str) -> list[str]:
    """The command that runs `anzhu` with this very Python."""
    return [sys.executable, "-m", "anzhu.ops", *arguments]
