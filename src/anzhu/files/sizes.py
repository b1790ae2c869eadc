"""The three sizes in which a page is kept, written by the child. Child only."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

#: Name and long side in pixels of the smaller copies, largest first.
SMALLER = (("preview", 1600), ("thumbnail", 320))
#: As long as it stays larger than half, so much smoothing (sigma in pixels) is enough.
_HALF, _SOFT = 2, 0.5
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
    part = long_side / max(image.size)
    size = (max(1, round(image.width * part)), max(1, round(image.height * part)))
    return Image.fromarray(shrunk(np.asarray(image), size))


def shrunk(pixels: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """8-bit pixels made smaller, without patterns where there were strokes; width and height."""
    if pixels.shape[1] < _HALF * size[0]:
        # Looks the same as the mean of each area, in half of the time.
        soft = cv2.GaussianBlur(pixels, (3, 3), _SOFT)
        return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def write(number: int, copies: dict[str, Image.Image]) -> dict[str, tuple[int, int]]:
    """Write ``page-<n>-<variant>.jpg`` of each; their sizes in pixels."""
    for variant, image in copies.items():
        image.save(f"page-{number}-{variant}.jpg", "JPEG", quality=_QUALITY[variant])
    return {variant: image.size for variant, image in copies.items()}
