"""Pictures of the demonstration, laid into the clean store as a worker would have cleaned them."""

from datetime import datetime
from functools import cache
from io import BytesIO

from PIL import Image

from anzhu.files import storage
from anzhu.files.models import StoredFile, Variant
from anzhu.ops.demo import drawing
from anzhu.photos.models import Photo
from anzhu.rules.photos import PROFILE

_SIZES = {Variant.FULL: 1300, Variant.PREVIEW: 1000, Variant.THUMBNAIL: 320}
_QUALITY = 72
#: So many different faces and hands; the crowd shares them.
FACES = 8


def lay(picture: Image.Image | bytes, *, purpose: str, now: datetime) -> StoredFile:
    """Keep a picture in its three sizes, as cleaning would have done."""
    image = picture if isinstance(picture, Image.Image) else Image.open(BytesIO(picture))
    full = _keep(image, purpose, now, variant=Variant.FULL, of=None)
    for variant in (Variant.PREVIEW, Variant.THUMBNAIL):
        _keep(image, purpose, now, variant=variant, of=full)
    return full


def photo_for(person_id: int, seed: int, *, woman: bool, now: datetime) -> Photo:
    """A passed portrait of a person, drawn."""
    drawn = Image.open(BytesIO(_portrait(seed % FACES, woman=woman)))
    profile = PROFILE.on(now.date())
    box = _middle(drawn.size, profile.width / profile.height)
    cut = drawn.crop(box).resize((profile.width, profile.height), Image.Resampling.LANCZOS)
    original = _keep(drawn, "photo.original", now, variant=Variant.FULL, of=None)
    portrait = _keep(cut, "photo.portrait", now, variant=Variant.FULL, of=None, quality=92)
    return Photo.objects.create(
        person_id=person_id,
        original=original,
        portrait=portrait,
        crop=[box[0], box[1], box[2] - box[0], box[3] - box[1]],
        profile=profile.version,
        digest=portrait.digest,
        created_at=now,
    )


@cache
def _portrait(seed: int, *, woman: bool) -> bytes:
    return drawing.portrait(seed, woman=woman)


def _middle(size: tuple[int, int], ratio: float) -> tuple[int, int, int, int]:
    """The largest box of this width-to-height ratio in the middle."""
    width, height = size
    wide = min(width, round(height * ratio))
    high = min(height, round(wide / ratio))
    left, top = (width - wide) // 2, (height - high) // 2
    return left, top, left + wide, top + high


def _keep(
    image: Image.Image,
    purpose: str,
    now: datetime,
    *,
    variant: Variant,
    of: StoredFile | None,
    quality: int = _QUALITY,
) -> StoredFile:
    copy = image.convert("RGB")
    if purpose.startswith("material"):
        copy.thumbnail((_SIZES[variant], _SIZES[variant]), reducing_gap=2.0)
    kept = BytesIO()
    copy.save(kept, "JPEG", quality=quality)
    key, digest = storage.put_bytes(storage.CLEAN, kept.getvalue(), now=now)
    return StoredFile.objects.create(
        of=of,
        variant=variant,
        purpose=purpose,
        key=key,
        digest=digest,
        size=len(kept.getvalue()),
        media_type="image/jpeg",
        width=copy.width,
        height=copy.height,
        created_at=now,
    )
