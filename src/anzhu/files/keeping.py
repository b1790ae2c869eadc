"""Keep what a bounded child wrote: pictures as clean copies, nothing but JPEG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anzhu.files import kinds, sandbox, storage
from anzhu.files.models import StoredFile, Variant
from anzhu.files.sandbox import Outcome
from anzhu.files.storage import CLEAN


@dataclass(frozen=True)
class NewCopy:
    """A picture the child wrote, to be kept: the name of its file and its size in pixels."""

    name: str
    width: int
    height: int


def keep_copy(
    outcome: Outcome,
    copy: NewCopy,
    *,
    purpose: str,
    now: datetime,
    of: StoredFile | None = None,
    variant: Variant = Variant.FULL,
) -> StoredFile:
    """Store a JPEG that the child wrote; anything but a JPEG is ``sandbox.Broken``."""
    content = outcome.read(copy.name)
    return keep_bytes(content, copy, purpose=purpose, now=now, of=of, variant=variant)


def keep_bytes(
    content: bytes,
    copy: NewCopy,
    *,
    purpose: str,
    now: datetime,
    of: StoredFile | None = None,
    variant: Variant = Variant.FULL,
) -> StoredFile:
    """Store a JPEG that was read from the child; anything but a JPEG is ``sandbox.Broken``."""
    if kinds.sniff(content[: kinds.HEAD]) != kinds.JPEG:
        raise sandbox.Broken(f"the child wrote something odd as {copy.name}")
    key, digest = storage.put_bytes(CLEAN, content, now=now)
    return StoredFile.objects.create(
        of=of,
        variant=variant,
        purpose=purpose,
        key=key,
        digest=digest,
        size=len(content),
        media_type=kinds.JPEG,
        width=copy.width,
        height=copy.height,
        created_at=now,
    )


def keep_sizes(
    outcome: Outcome,
    number: int,
    sizes: Mapping[str, Sequence[int]],
    *,
    purpose: str,
    now: datetime,
) -> StoredFile:
    """Store a page that the child wrote in all its ``sizes``; the full one."""

    def keep(variant: Variant, of: StoredFile | None) -> StoredFile:
        width, height = sizes[variant]
        copy = NewCopy(f"page-{number}-{variant}.jpg", int(width), int(height))
        return keep_copy(outcome, copy, purpose=purpose, now=now, of=of, variant=variant)

    full = keep(Variant.FULL, None)
    keep(Variant.PREVIEW, full)
    keep(Variant.THUMBNAIL, full)
    return full
