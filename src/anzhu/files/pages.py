"""The trade of the child for materials: every page of a file as three clean JPEGs. Child only."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

import cv2

from anzhu.files import codes, decode, measure, sizes

cv2.setNumThreads(1)


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
    copies = sizes.copies_of(full)
    # The preview is of the size at which all pages are measured.
    measured = sizes.at_most(copies["preview"], measure.MEASURED_AT)
    return {
        "sizes": sizes.write(number, copies),
        "measures": measure.measures_of(measured, picture.long_side),
        "codes": [asdict(code) for code in found],
    }
