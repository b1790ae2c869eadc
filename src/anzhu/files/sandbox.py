"""Have the bounded child do one file, wait for it, and read what it left: the parent's side.

Nothing the child does can hurt the parent: it has its own process group, is killed when its time
is up, and what it leaves is read without following links and up to a fixed size. It is forked from
a stem (``stems``), so that nothing has to be loaded for it.
"""

import json
import logging
import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from anzhu.files import child, stems, walls
from anzhu.files.stems import End, end_all
from anzhu.files.troubles import Trouble

__all__ = ["Bounds", "Broken", "Outcome", "end_all", "run"]

log = logging.getLogger(__name__)

_PATH = [stems.HOUSE]
_MIB = 1024 * 1024
_MOST_ANSWER = 2 * _MIB
_MOST_COMPLAINT = 2000


@dataclass(frozen=True)
class Bounds:
    """What one child may use: bytes of memory, seconds of processor and of wall clock. Who is
    ``patient`` lets everybody else's work go first. With ``loads_itself`` the child loads the
    trade: its libraries keep threads, which no fork takes along, or look for a network."""

    memory: int = 640 * _MIB
    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    file_bytes: int = 32 * _MIB
    patient: bool = False
    loads_itself: bool = False


class Broken(RuntimeError):
    """The child could not do its work for a reason that is not the file's: try again later."""


@dataclass(frozen=True)
class Outcome:
    """What the child answered and the folder with what it wrote."""

    done: Mapping[str, Any]
    walls: tuple[str, ...]
    #: the most memory that the child held, and its seconds of processor; its stem's not counted
    peak_kib: int
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
    for is_last in (False, True):
        with _folder() as (folder, opened):
            try:
                end = _end_of_child(trade, source, _laid(asked, folder), bounds, opened)
            except stems.Gone as why:
                if is_last:
                    raise Broken(str(why)) from why
                continue
            yield _outcome(end, opened)
            return


@contextmanager
def _folder() -> Iterator[tuple[Path, int]]:
    """An empty folder of the child's, also opened."""
    folder = Path(tempfile.mkdtemp(prefix="anzhu-"))
    if os.geteuid() == 0:
        os.chown(folder, walls.NOBODY, walls.NOBODY)
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield folder, opened
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


def _end_of_child(
    trade: str, source: BinaryIO, asked: Mapping[str, Any], bounds: Bounds, folder: int
) -> End:
    """Have the file done and the child gone; raises what an end without an answer means."""
    request = {
        "trade": trade,
        "asked": dict(asked),
        "memory": bounds.memory,
        "cpu_seconds": bounds.cpu_seconds,
        "file_bytes": bounds.file_bytes,
        "patient": bounds.patient,
    }
    source.seek(0)
    with _told(request) as told, tempfile.TemporaryFile() as complaints:
        files = (told.fileno(), source.fileno(), folder, complaints.fileno())
        loaded = "" if bounds.loads_itself else trade
        end = stems.have_done(loaded, _PATH, files, bounds.wall_seconds)
        if end.late:
            raise _costing(Trouble("file.too_slow"), end)
        if end.status != 0:
            complaints.seek(0)
            raise _what_happened(end, complaints.read(_MOST_COMPLAINT * 4))
    return end


@contextmanager
def _told(request: Mapping[str, Any]) -> Iterator[BinaryIO]:
    """The request as a file that is on no disk; names of people may stand in it."""
    with os.fdopen(os.memfd_create("request"), "w+b") as told:
        told.write(json.dumps(request).encode())
        told.seek(0)
        yield told


def _outcome(end: End, folder: int) -> Outcome:
    try:
        answer = _answer(folder)
    except Trouble as trouble:
        raise _costing(trouble, end) from None
    return Outcome(answer["done"], tuple(answer["walls"]), end.peak_kib, end.cpu, folder)


def _what_happened(end: End, complaint: bytes) -> Exception:
    """What an end without an answer means: the file's fault, or ours."""
    said = complaint.decode(errors="replace")[-_MOST_COMPLAINT:]
    log.warning("the child ended with status %s: %s", end.status, said)
    if end.status == -signal.SIGXCPU:
        return _costing(Trouble("file.too_slow"), end)
    if end.status == -signal.SIGXFSZ:
        return _costing(Trouble("file.too_heavy"), end)
    if "MemoryError" in said or end.status in (-signal.SIGKILL, -signal.SIGABRT):
        return _costing(Trouble("file.too_heavy"), end)
    if end.status < 0:
        return _costing(Trouble("file.damaged"), end)
    return Broken(f"the child ended with status {end.status}")


def _costing(trouble: Trouble, end: End) -> Trouble:
    trouble.peak_kib, trouble.cpu = end.peak_kib, end.cpu
    return trouble


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
