"""The two stores, quarantine and clean: a folder or a bucket, as the settings say.

Keys are a day and a random number; they say nothing about people or cases. What was written is
read back and compared, because an upload that was acknowledged must not be lost.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

QUARANTINE = "quarantine"
CLEAN = "clean"


class Away(Exception):
    """The store cannot be asked at the moment; nothing is known about what it holds."""


_CHUNK = 256 * 1024


class NotKept(OSError):
    """The store gave back something else than it was given; it has been removed again."""


@contextmanager
def _asking(alias: str) -> Iterator[None]:
    """Whatever the library of a bucket raises while it is away becomes ``Away``."""
    try:
        yield
    except (BotoCoreError, ClientError) as why:
        raise Away(alias) from why


def store(alias: str) -> Storage:
    """The store of this name."""
    return storages[alias]


def put(alias: str, content: "File[bytes]", *, digest: str, now: datetime) -> str:
    """Write under a new key and read back; ``digest`` is the SHA-256 in hex. Raises NotKept."""
    wanted = f"{_folder(now.astimezone(UTC).date())}/{secrets.token_hex(16)}"
    with _asking(alias):
        key = store(alias).save(wanted, content)
    _to_disk(alias, key)
    if digest_of_key(alias, key) != digest:
        store(alias).delete(key)
        raise NotKept(f"{alias} did not keep {key}")
    return key


def _to_disk(alias: str, key: str) -> None:
    """In a folder, wait until the disk has it: a power cut must not take what was acknowledged."""
    try:
        path = Path(store(alias).path(key))
    except NotImplementedError:
        return
    for written in (path, path.parent):
        opened = os.open(written, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def put_bytes(alias: str, content: bytes, *, now: datetime) -> tuple[str, str]:
    """Write bytes; their key and their SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    return put(alias, ContentFile(content), digest=digest, now=now), digest


def open_key(alias: str, key: str) -> BinaryIO:
    """The stored bytes as an open file; FileNotFoundError when there are none."""
    with _asking(alias):
        opened: BinaryIO = store(alias).open(key, "rb")  # type: ignore[assignment]
    return opened


def digest_of_key(alias: str, key: str) -> str:
    """The SHA-256, in hex, of what the store gives back."""
    found = hashlib.sha256()
    with open_key(alias, key) as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def delete(alias: str, key: str) -> None:
    """Remove the bytes; silent if they are gone already."""
    store(alias).delete(key)


def written_at(alias: str, key: str) -> datetime:
    """When the bytes were written, by the store's own clock."""
    return store(alias).get_modified_time(key)


def keys_of_day(alias: str, day: date) -> Iterator[str]:
    """Every key that was written on a day (UTC)."""
    folder = _folder(day)
    try:
        _, names = store(alias).listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)


def must_answer(alias: str) -> None:
    """Ask the store for something that is not there; whatever is wrong with it is raised."""
    store(alias).exists("nothing-here")
    try:
        folder = Path(store(alias).path(""))
    except NotImplementedError:
        return
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(f"{alias} cannot be written")


def _folder(day: date) -> str:
    return f"{day:%Y%m%d}"
