"""Start the bounded child for one file, wait for it, and read what it left: the parent's side.

Nothing the child does can hurt the parent: it has its own process group, is killed when its time
is up, and what it leaves is read without following links and up to a fixed size.
"""

import json
import logging
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from anzhu.files import child, walls
from anzhu.files.troubles import Trouble

log = logging.getLogger(__name__)

_PROGRAM = str(Path(child.__file__).resolve())
_PATH = [str(Path(_PROGRAM).parents[2])]
_MIB = 1024 * 1024
_MOST_ANSWER = 2 * _MIB
_MOST_COMPLAINT = 2000


@dataclass(frozen=True)
class Bounds:
    """What one child may use: bytes of memory, seconds of processor and of wall clock. Who is
    ``patient`` lets everybody else's work go first."""

    memory: int = 640 * _MIB
    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    file_bytes: int = 32 * _MIB
    patient: bool = False


class Broken(RuntimeError):
    """The child could not do its work for a reason that is not the file's: try again later."""


@dataclass(frozen=True)
class Outcome:
    """What the child answered and the folder with what it wrote."""

    done: Mapping[str, Any]
    walls: tuple[str, ...]
    peak_kib: int
    #: seconds of processor that the work took, without starting the child
    cpu: float
    _folder: int

    def read(self, name: str, most: int = 32 * _MIB) -> bytes:
        """A file that the child wrote, at most ``most`` bytes."""
        return _read(self._folder, name, most)


@contextmanager
def run(
    trade: str, source: BinaryIO, asked: Mapping[str, Any], bounds: Bounds | None = None
) -> Iterator[Outcome]:
    """Have a child do ``trade`` (a module with ``work``) on a file on disk; its files are gone
    at the end of the block. What is bytes in ``asked`` lies as a file in the child's folder; the
    child is told its name.

    Raises Trouble (what is wrong with the file; also when it took the child down) or Broken.
    """
    bounds = bounds or Bounds()
    folder = Path(tempfile.mkdtemp(prefix="anzhu-"))
    if os.geteuid() == 0:
        os.chown(folder, walls.NOBODY, walls.NOBODY)
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _run_child(trade, source, _laid(asked, folder), bounds, folder)
        answer = _answer(opened)
        yield Outcome(answer["done"], tuple(answer["walls"]), *_cost(answer), opened)
    finally:
        os.close(opened)
        shutil.rmtree(folder, ignore_errors=True)


def _laid(asked: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write what is too long to be said into the child's folder."""
    told = dict(asked)
    for name, value in asked.items():
        if isinstance(value, bytes):
            (folder / name).write_bytes(value)
            # The child becomes nobody, who must still be able to read it.
            (folder / name).chmod(0o644)
            told[name] = name
    return told


def _run_child(
    trade: str, source: BinaryIO, asked: Mapping[str, Any], bounds: Bounds, folder: Path
) -> None:
    request = {
        "trade": trade,
        "path": _PATH,
        "asked": dict(asked),
        "memory": bounds.memory,
        "cpu_seconds": bounds.cpu_seconds,
        "file_bytes": bounds.file_bytes,
        "patient": bounds.patient,
    }
    source.seek(0)
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-W", "ignore", _PROGRAM, json.dumps(request)],
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            cwd=folder,
            # One thread only: numerical libraries reserve memory for each.
            env={"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            close_fds=True,
            start_new_session=True,
            umask=0o077,
        )
        try:
            status = process.wait(timeout=bounds.wall_seconds)
        except subprocess.TimeoutExpired as late:
            raise Trouble("file.too_slow") from late
        finally:
            _kill(process)
        if status != 0:
            complaints.seek(0)
            raise _what_happened(status, complaints.read(_MOST_COMPLAINT * 4))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group, also when the child itself is gone already."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _what_happened(status: int, complaint: bytes) -> Exception:
    """What an end without an answer means: the file's fault, or ours."""
    said = complaint.decode(errors="replace")[-_MOST_COMPLAINT:]
    log.warning("the child ended with status %s: %s", status, said)
    if status == -signal.SIGXCPU:
        return Trouble("file.too_slow")
    if status == -signal.SIGXFSZ:
        return Trouble("file.too_heavy")
    if "MemoryError" in said or status in (-signal.SIGKILL, -signal.SIGABRT):
        return Trouble("file.too_heavy")
    if status < 0:
        return Trouble("file.damaged")
    return Broken(f"the child ended with status {status}")


def _cost(answer: Mapping[str, Any]) -> tuple[int, float]:
    return int(answer["peak_kib"]), float(answer["cpu"])


def _answer(folder: int) -> dict[str, Any]:
    try:
        answer = json.loads(_read(folder, child.ANSWER, _MOST_ANSWER))
    except (OSError, ValueError) as unreadable:
        raise Broken("the child left no readable answer") from unreadable
    if refused := answer.get("refused"):
        raise Trouble(str(refused["code"]), **refused["params"])
    return dict(answer)


def _read(folder: int, name: str, most: int) -> bytes:
    """A plain file in the folder: no link, no device, nothing larger than announced."""
    opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(opened, "rb") as file:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most or found.st_nlink != 1:
            raise Broken(f"the child left something odd as {name}")
        return file.read(most)
