"""The trade of the child that takes a picture's fingerprint: the same picture, saved anew, scaled
or brightened, has nearly the same one. Child only.

The fingerprint is the sign of the low frequencies of a cosine transform against their median:
64 bits to look things up by, 256 bits to compare them with.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray

from anzhu.files import copies

cv2.setNumThreads(1)

_SMALL = 64
_COARSE, _FINE = 8, 16
#: A picture of nothing has a fingerprint of noise; its grey levels differ by less than this.
_LEAST_CONTRAST = 6.0


def work(source: BinaryIO, _asked: Mapping[str, Any]) -> dict[str, Any]:
    """``coarse`` and ``fine`` in hex; both empty where there is nothing to see."""
    return fingerprint(np.asarray(copies.picture(source).convert("L")))


def fingerprint(grey: NDArray[Any]) -> dict[str, str]:
    """Both fingerprints of a picture in grey."""
    small = cv2.resize(grey, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA).astype(np.float32)
    if float(small.std()) < _LEAST_CONTRAST:
        return {"coarse": "", "fine": ""}
    waves = cv2.dct(cv2.GaussianBlur(small, (0, 0), 1.0))
    return {"coarse": _bits(waves, _COARSE), "fine": _bits(waves, _FINE)}


def _bits(waves: NDArray[Any], side: int) -> str:
    # Not the first row and column: they tell of the light that fell on the picture.
    low = waves[1 : side + 1, 1 : side + 1].ravel()
    return np.packbits(low > np.median(low)).tobytes().hex()
