"""Pictures of the demonstration, laid into the clean store as a worker would have cleaned them."""

from datetime import datetime
from functools import lru_cache
from io import BytesIO

from PIL import Image

from anzhu.files import storage
from anzhu.files.models import StoredFile, Variant
from anzhu.ops.demo import drawing, portraits
from anzhu.photos.models import Photo
from anzhu.rules.photos import PROFILE

_SIZES = {Variant.FULL: 1300, Variant.PREVIEW: 1000, Variant.THUMBNAIL: 320}
_QUALITY = 72
_PORTRAIT_QUALITY = 92
#: So many faces where nobody compares pictures; in a world with pictures everybody has one.
FACES = 8
#: Hundreds of people are drawn quickly when they are drawn as small as an electronic portrait is.
_SMALLER = 0.5


def lay(picture: Image.Image | bytes, *, purpose: str, now: datetime) -> StoredFile:
    """Keep a picture in its three sizes, as cleaning would have done."""
    image = picture if isinstance(picture, Image.Image) else Image.open(BytesIO(picture))
    smaller, full = image.convert("RGB"), None
    content, size = b"", (0, 0)
    for variant, side in _SIZES.items():
        # Each size from the one before it: most of the pixels are looked at once.
        smaller.thumbnail((side, side), reducing_gap=2.0)
        if smaller.size != size:
            content, size = _encoded(smaller, _QUALITY), smaller.size
        kept = _keep(content, size, purpose, now, variant=variant, of=full)
        full = full or kept
    assert full is not None  # noqa: S101 - there are sizes
    return full


def in_hand(seed: int, *, woman: bool, now: datetime) -> StoredFile:
    """A person holding up a card, drawn."""
    drawn = drawing.id_in_hand(
        seed,
        "（样件）",
        woman=woman,
        sitting=portraits.sitting_of(seed),
        scale=_SMALLER,
    )
    return lay(drawn, purpose="material.id_in_hand", now=now)


def photo_for(person_id: int, seed: int, *, woman: bool, now: datetime) -> Photo:
    """A passed portrait of a person, drawn."""
    profile = PROFILE.on(now.date())
    size = (profile.width, profile.height)
    drawn, whole, cut, box = _portrait(seed, size, woman=woman)
    original = _keep(drawn, whole, "photo.original", now, variant=Variant.FULL, of=None)
    portrait = _keep(cut, size, "photo.portrait", now, variant=Variant.FULL, of=None)
    return Photo.objects.create(
        person_id=person_id,
        original=original,
        portrait=portrait,
        crop=[box[0], box[1], box[2] - box[0], box[3] - box[1]],
        profile=profile.version,
        digest=portrait.digest,
        created_at=now,
    )


@lru_cache(maxsize=4 * FACES)
def _portrait(
    seed: int, size: tuple[int, int], *, woman: bool
) -> tuple[bytes, tuple[int, int], bytes, tuple[int, int, int, int]]:
    """A face: the picture and its size, the portrait cut from it, and where it was cut."""
    sitting = portraits.sitting_of(seed)
    scale = portraits.PORTRAIT_SCALE * _SMALLER
    whole = portraits.drawn(seed, woman=woman, sitting=sitting, scale=scale)
    seen = portraits.seated(whole, sitting)
    drawn = Image.fromarray(seen.clip(0, 255).astype("uint8"))
    box = _middle(drawn.size, size[0] / size[1])
    cut = drawn.crop(box).resize(size, Image.Resampling.LANCZOS)
    return _encoded(drawn, _QUALITY), drawn.size, _encoded(cut, _PORTRAIT_QUALITY), box


def _middle(size: tuple[int, int], ratio: float) -> tuple[int, int, int, int]:
    """The largest box of this width-to-height ratio in the middle."""
    width, height = size
    wide = min(width, round(height * ratio))
    high = min(height, round(wide / ratio))
    left, top = (width - wide) // 2, (height - high) // 2
    return left, top, left + wide, top + high


def _encoded(image: Image.Image, quality: int) -> bytes:
    kept = BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return kept.getvalue()


def _keep(
    content: bytes,
    size: tuple[int, int],
    purpose: str,
    now: datetime,
    *,
    variant: Variant,
    of: StoredFile | None,
) -> StoredFile:
    key, digest = storage.put_bytes(storage.CLEAN, content, now=now)
    return StoredFile.objects.create(
        of=of,
        variant=variant,
        purpose=purpose,
        key=key,
        digest=digest,
        size=len(content),
        media_type="image/jpeg",
        width=size[0],
        height=size[1],
        created_at=now,
    )
