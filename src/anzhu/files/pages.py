"""The trade of the child for materials: every page of a file as three clean JPEGs. Child only."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

import cv2
from PIL import Image

from anzhu.files import codes, decode, measure

cv2.setNumThreads(1)

#: Name and long side in pixels of the copies, largest first; the full size is as decoded.
SMALLER = (("preview", 1600), ("thumbnail", 320))
_QUALITY = {"full": 88, "preview": 82, "thumbnail": 75}


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Write ``page-<n>-<variant>.jpg`` for every page; what was found on each. Raises Trouble."""
    limits = decode.Limits(asked["pixels"], asked["pages"], asked["long_side"])
    return {
        "pages": [
            _page(number, picture)
            for number, picture in enumerate(decode.pictures(source, limits), start=1)
        ]
    }


def _page(number: int, picture: decode.Picture) -> dict[str, Any]:
    full, found = codes.upright_with_codes(picture.image)
    copies = {"full": full}
    for variant, long_side in SMALLER:
        copies[variant] = _at_most(list(copies.values())[-1], long_side)
    # The preview is of the size at which all pages are measured.
    measured = _at_most(copies["preview"], measure.MEASURED_AT)
    for variant, image in copies.items():
        image.save(f"page-{number}-{variant}.jpg", "JPEG", quality=_QUALITY[variant])
    return {
        "sizes": {variant: image.size for variant, image in copies.items()},
        "measures": measure.measures_of(measured, picture.long_side),
        "codes": [asdict(code) for code in found],
    }


def _at_most(image: Image.Image, long_side: int) -> Image.Image:
    """A copy within ``long_side``; the picture itself where it is small enough already."""
    if max(image.size) <= long_side:
        return image
    smaller = image.copy()
    smaller.thumbnail((long_side, long_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return smaller
