"""Laying one picture of an impression exactly over another: are they one picture or two?

Two signatures of one hand are never the same. Two careful stampings of one seal are, as far as a
camera can see; but nobody stamps twice at the same place and the same turn. So a seal is compared
as it lies, a signature wherever it lies. Pictures are as ``impressions`` cuts them, grey.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anzhu.papers.reading.impressions import SEAL, SEAL_DOTS

Ink = NDArray[Any]
#: As dark as full ink: so many in a hundred pixels with ink are not darker.
_FULL = 90
#: A place counts where one of two impressions has so much ink, of full ink.
_INKED, _STROKE = 0.4, 0.25
#: The finest grain that is compared, in pixels: the camera saw no finer. A coarse one to begin.
_GRAIN, _COARSE = 1.5, 4.0
#: What is less alike as it lies, coarsely seen, is not looked at more closely.
_LEAST_ALIKE = 0.45
#: One signature is larger than the other by less than this.
_MOST_LARGER = 1.25
_NOT_ALIKE = 1.0
_BACK = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


@dataclass(frozen=True)
class Laid:
    """Two impressions one over the other, both as ink from 0 to 1.

    ``apart``: how much of the ink lies elsewhere, 0 to 1. ``moved`` millimetres and ``turned``
    degrees: by how much a seal had to be; of a signature 0, it may lie anywhere.
    """

    apart: float
    one: Ink
    over: Ink
    moved: float = 0.0
    turned: float = 0.0


def laid(what: str, one: Ink, other: Ink) -> Laid:
    """The second of two pictures of ``what`` laid over the first."""
    mine, theirs = (1 - picture.astype(np.float32) / 255 for picture in (one, other))
    return _seals(mine, theirs) if what == SEAL else _signatures(mine, theirs)


def _seals(ink: Ink, theirs: Ink) -> Laid:
    if ink.shape != theirs.shape or _alike(ink, theirs) < _LEAST_ALIKE:
        return Laid(_NOT_ALIKE, ink, theirs)
    to = _fitted(ink, theirs, np.eye(2, 3), _GRAIN)
    over = _bent(cv2.warpAffine(theirs, to, ink.shape[::-1], flags=_BACK), ink)
    middle = np.argwhere(ink > _STROKE).mean(axis=0)[::-1]
    moved = float(np.hypot(*(to @ (*middle, 1.0) - middle))) / SEAL_DOTS
    turned = float(np.degrees(np.arctan2(to[1, 0] - to[0, 1], to[0, 0] + to[1, 1])))
    return Laid(_differing(ink, over), ink, over, moved, abs(turned))


def _alike(ink: Ink, theirs: Ink) -> float:
    """Coarsely, as they lie; 1 where they are the same."""
    one, other = (picture - picture.mean() for picture in (_soft(ink, 3.0), _soft(theirs, 3.0)))
    return float((one * other).sum() / max(np.linalg.norm(one) * np.linalg.norm(other), 1e-6))


def _bent(over: Ink, ink: Ink) -> Ink:
    """Laid over place by place: paper bends. Only slowly from one place to the next, so that no
    stroke is drawn onto another."""
    seen, moving = ((_soft(one, 1.0) * 255).clip(0, 255).astype(np.uint8) for one in (ink, over))
    start = np.zeros((*ink.shape, 2), dtype=np.float32)
    flow = cv2.calcOpticalFlowFarneback(seen, moving, start, 0.5, 2, 21, 3, 7, 1.5, 0)
    weight = _soft(np.maximum(ink, over), 2.0) + 1e-3
    x, y = (_soft(flow[..., axis] * weight, 10.0) / _soft(weight, 10.0) for axis in (0, 1))
    down, along = np.mgrid[: ink.shape[0], : ink.shape[1]].astype(np.float32)
    return np.asarray(cv2.remap(over, along + x, down + y, cv2.INTER_LINEAR))


def _differing(ink: Ink, over: Ink) -> float:
    """How much two seals differ in ink where one of them has some, of full ink."""
    pair = [_soft(one, _GRAIN) / _full(one) for one in (ink, over)]
    inked = np.maximum(*pair) > _INKED
    return float((pair[0] - pair[1])[inked].std()) if inked.any() else _NOT_ALIKE


def _full(ink: Ink) -> float:
    dark = ink[ink > _STROKE / 2]
    return float(np.percentile(dark, _FULL)) if dark.size else 1.0


def _signatures(ink: Ink, theirs: Ink) -> Laid:
    to = _there(ink, theirs)
    for grain in (_COARSE, _GRAIN):
        to = _fitted(ink, theirs, to, grain)
    if not 1 / _MOST_LARGER**2 < np.linalg.det(to[:, :2]) < _MOST_LARGER**2:
        return Laid(_NOT_ALIKE, ink, theirs)
    over = _bent(cv2.warpAffine(theirs, to, ink.shape[::-1], flags=_BACK), ink)
    mine, laid_over = (_soft(picture, 0.8) > _STROKE for picture in (ink, over))
    common, all_ = int((mine & laid_over).sum()), int((mine | laid_over).sum())
    return Laid(1 - common / max(all_, 1), ink, over)


def _there(ink: Ink, theirs: Ink) -> Any:
    """The shift with which theirs lies over ``ink`` best, coarsely seen."""
    one, other = (
        cv2.resize(_soft(picture, _COARSE), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        for picture in (ink, theirs)
    )
    high, wide = one.shape
    around = cv2.copyMakeBorder(other, high, high, wide, wide, cv2.BORDER_CONSTANT, value=0)
    _, _, _, at = cv2.minMaxLoc(cv2.matchTemplate(around, one, cv2.TM_CCORR))
    return np.array([[1, 0, 2.0 * (at[0] - wide)], [0, 1, 2.0 * (at[1] - high)]])


def _fitted(ink: Ink, theirs: Ink, guess: Any, grain: float) -> Any:
    """The guess improved until theirs lies over ``ink`` as well as it can."""
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    start = np.asarray(guess, dtype=np.float32)
    everywhere = np.full(ink.shape, 255, dtype=np.uint8)
    try:
        _, found = cv2.findTransformECC(
            _soft(ink, grain), _soft(theirs, grain), start, cv2.MOTION_AFFINE, until, everywhere, 1
        )
    except cv2.error:
        # So unlike that no fit is found.
        return start
    return found


def _soft(picture: Any, grain: float) -> Any:
    return cv2.GaussianBlur(picture, (0, 0), grain)
