"""The three sizes in which a page is kept, written by the child. Child only."""

from PIL import Image

#: Name and long side in pixels of the smaller copies, largest first.
SMALLER = (("preview", 1600), ("thumbnail", 320))
_QUALITY = {"full": 88, "preview": 82, "thumbnail": 75}


def copies_of(full: Image.Image) -> dict[str, Image.Image]:
    """The page in every size, each made from the one before it."""
    copies = {"full": full}
    for variant, long_side in SMALLER:
        copies[variant] = at_most(list(copies.values())[-1], long_side)
    return copies


def at_most(image: Image.Image, long_side: int) -> Image.Image:
    """A copy within ``long_side``; the picture itself where it is small enough already."""
    if max(image.size) <= long_side:
        return image
    smaller = image.copy()
    smaller.thumbnail((long_side, long_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return smaller


def write(number: int, copies: dict[str, Image.Image]) -> dict[str, tuple[int, int]]:
    """Write ``page-<n>-<variant>.jpg`` of each; their sizes in pixels."""
    for variant, image in copies.items():
        image.save(f"page-{number}-{variant}.jpg", "JPEG", quality=_QUALITY[variant])
    return {variant: image.size for variant, image in copies.items()}
