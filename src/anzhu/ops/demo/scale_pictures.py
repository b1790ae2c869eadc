"""Pictures of a world for measuring: one sheet for all pages, portraits where they are seen."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageOps

from anzhu.files import storage
from anzhu.files.models import StoredFile
from anzhu.ops.demo import drawing, scans
from anzhu.rules.photos import PROFILE

#: So many portraits have bytes on the disk; all others are metadata only.
MOST_PORTRAITS = 1200


@dataclass(frozen=True)
class Stored:
    """Where a picture lies, and what it is known by."""

    key: str
    digest: str
    size: int


class Pictures:
    """The shared sheet, and portraits by turns of the demonstration's faces."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        plain = Image.new("RGB", (600, 848), "white")
        self.sheet: StoredFile = scans.lay(plain, purpose="material.plain", now=now)
        self._laid = 0

    def portrait(self, seed: int, at: datetime) -> Stored:
        """A portrait with its bytes on the disk, as long as there are not too many of them."""
        content = _drawn(seed % scans.FACES, self.now)
        self._laid += 1
        if self._laid > MOST_PORTRAITS:
            digest = hashlib.sha256(content).hexdigest()
            return Stored(f"scale/portrait-{seed}", digest, len(content))
        key, digest = storage.put_bytes(storage.CLEAN, content, now=self.now)
        return Stored(key, digest, len(content))

    def no_portrait(self, name: UUID) -> Stored:
        """A portrait that nobody will look at: its bytes are not there."""
        return Stored(f"scale/{name.hex}", hashlib.sha256(name.bytes).hexdigest(), 20_000)


@cache
def _drawn(face: int, now: datetime) -> bytes:
    profile = PROFILE.on(now.date())
    picture = Image.open(BytesIO(drawing.portrait(face, woman=face % 2 == 0)))
    cut = ImageOps.fit(picture.convert("RGB"), (profile.width, profile.height))
    kept = BytesIO()
    cut.save(kept, "JPEG", quality=92)
    return kept.getvalue()
