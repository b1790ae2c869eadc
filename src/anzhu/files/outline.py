"""Where a sheet of paper lies in a picture, found by its brightness alone. Child only."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

#: 8-bit grey pixels; OpenCV's types say no more of them.
Grey = NDArray[Any]

_LOOKED_AT = 480
_FOUR = 4
#: A sheet takes up at least this share of a picture of it; more than the other is the picture.
_LEAST_SHARE, _MOST_SHARE = 0.2, 0.97
_LEAST_CONTRAST = 25
#: Print alone darkens no part of a page by so many levels: it is what the page lies on.
_BACKGROUND = 60
#: Sides are looked at so many pixels from the edge: the blur reaches in.
_NEAR = 2


@dataclass(frozen=True)
class Sheet:
    """The corners of a sheet in pixels, clockwise from the top left, and the share it covers."""

    corners: NDArray[Any]
    share: float


@dataclass(frozen=True)
class Rim:
    """Is there anything but paper in the picture, and over how much of a side (0 to 1), at most,
    does the paper run out of it."""

    background: bool
    crossed: float


def found_in(grey: Grey) -> tuple[Sheet | None, Rim]:
    """The one bright sheet with four corners; None where the picture is the sheet, or is none.
    And how the paper meets the sides of the picture."""
    mask, contrast, shrunk = _bright(grey)
    return _sheet(mask, contrast, shrunk), _rim(mask, contrast)


def _sheet(mask: Grey, contrast: float, shrunk: float) -> Sheet | None:
    if contrast < _LEAST_CONTRAST:
        return None
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not found:
        return None
    hull = cv2.convexHull(max(found, key=cv2.contourArea))
    share = float(cv2.contourArea(hull)) / mask.size
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, closed=True), closed=True)
    if len(corners) != _FOUR or not _LEAST_SHARE <= share <= _MOST_SHARE:
        return None
    return Sheet(_clockwise(corners.reshape(_FOUR, 2) / shrunk), share)


def _rim(mask: Grey, contrast: float) -> Rim:
    sides = (mask[_NEAR], mask[-1 - _NEAR], mask[:, _NEAR], mask[:, -1 - _NEAR])
    return Rim(contrast >= _BACKGROUND, max(float((side > 0).mean()) for side in sides))


def _bright(grey: Grey) -> tuple[Grey, float, float]:
    """Where the picture is bright, by how many levels more than elsewhere, and the scale."""
    shrunk = min(1.0, _LOOKED_AT / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 2)
    _, mask = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright, dark = small[mask > 0], small[mask == 0]
    contrast = float(bright.mean() - dark.mean()) if bright.size and dark.size else 0.0
    # What is printed on the sheet does not tear it apart.
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)), contrast, shrunk


def _clockwise(corners: NDArray[Any]) -> NDArray[Any]:
    """From the top left on."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(*(corners - middle).T[::-1])
    ordered = corners[np.argsort(angles)]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.roll(ordered, -first, axis=0)
