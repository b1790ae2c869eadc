"""Lay seals and signatures of several forms over each other. Child only."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray

from anzhu.papers.reading import laid, page
from anzhu.papers.reading.impressions import SEAL

cv2.setNumThreads(1)

_RED, _BLACK = (205, 32, 36), (28, 32, 58)
#: Pixels shown for one that is kept, white around the ink, and a grey rule between two pictures.
_LARGER, _AROUND, _BETWEEN, _INKED = 2, 10, 3, 0.25


def work(_source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Of ``pairs`` (number, what, our file, their file, how far apart at most) those that are
    alike, with ``<number>.jpg``: ours, and theirs as it lies over ours, beside each other."""
    return {"alike": [found for pair in asked["pairs"] if (found := _compared(*pair))]}


def _compared(
    number: int, what: str, ours: str, theirs: str, most_apart: float
) -> dict[str, Any] | None:
    found = laid.laid(what, _grey(ours), _grey(theirs))
    if found.apart > most_apart:
        return None
    shown = _beside(what, found)
    name = f"{number}.jpg"
    Path(name).write_bytes(page.as_jpeg(shown))
    return {
        "number": number,
        "what": what,
        "apart": found.apart,
        "moved": found.moved,
        "turned": found.turned,
        "picture": name,
        "size": shown.shape[1::-1],
    }


def _grey(name: str) -> NDArray[Any]:
    read = cv2.imdecode(np.frombuffer(Path(name).read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    if read is None:
        raise ValueError(f"{name} is no picture")
    return read


def _beside(what: str, found: laid.Laid) -> NDArray[Any]:
    colour = np.array(_RED if what == SEAL else _BLACK, dtype=np.float32)
    down, along = np.nonzero(np.maximum(found.one, found.over) > _INKED)
    inside = tuple(slice(max(0, at.min() - _AROUND), at.max() + _AROUND) for at in (down, along))
    drawn = []
    for ink in (found.one[inside], found.over[inside]):
        large = cv2.resize(ink, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
        share = np.clip(large, 0.0, 1.0)[..., None]
        drawn.append(255 + share * (colour - 255))
    between = np.full((drawn[0].shape[0], _BETWEEN, 3), 190, dtype=np.float32)
    return np.hstack([drawn[0], between, drawn[1]]).astype(np.uint8)
