"""The employer's red seal: where it is, and its ring unrolled into a strip that can be read."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from anzhu.papers.geometry import Box
from anzhu.papers.reading.find import DOTS, Pixels

#: Round seals are 38 to 45 mm across; pressed askew or unevenly they look a little smaller.
_SMALLEST, _LARGEST = 26.0, 54.0
#: 4π · area / circumference²: 1 for a circle. Blobs of red light lie far below.
LEAST_ROUND = 0.6
#: How much redder than the paper beside it, and how large a gap in the ring is bridged (mm).
_RED, _GAP = 0.12, 2.2
#: Red lies all along the ring: so much of its circumference at least.
_LEAST_RING = 0.45
#: The letters of a ring lie between these shares of its radius.
_INNER, _OUTER = 0.5, 0.99
_STRIP_HEIGHT = 96


@dataclass(frozen=True)
class Seal:
    """A seal on the page: its middle and radius in millimetres, how round it is (0 to 1)."""

    x: float
    y: float
    radius: float
    roundness: float

    @property
    def box(self) -> Box:
        """The square around it."""
        side = 2 * self.radius
        return Box(self.x - self.radius, self.y - self.radius, side, side)


def find(page: Pixels, dots: float = DOTS) -> Seal | None:
    """The roundest red ring of a straightened page, or none."""
    step = 2
    small = cv2.resize(page, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    red = _redness(small) > _RED
    grain = dots / step
    gap = round(_GAP * grain) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap))
    closed = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, disc)
    edges, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = [seal for edge in edges if (seal := _seal(edge, red, grain)) is not None]
    return max(found, key=lambda seal: seal.roundness, default=None)


def unrolled(page: Pixels, seal: Seal, dots: float) -> Pixels:
    """The ring as a strip, read from left to right; ``page`` has its own ``dots`` to a millimetre.

    The strip begins where the ring is emptiest, which is at the foot of a seal pressed upright.
    """
    radius = seal.radius * dots
    turns = round(2 * np.pi * radius * 0.75)
    polar = cv2.warpPolar(
        page,
        (round(radius), turns),
        (seal.x * dots, seal.y * dots),
        radius,
        cv2.WARP_POLAR_LINEAR | cv2.INTER_LINEAR,
    )
    # Angles run clockwise from three o'clock; letters stand with their heads outwards.
    ring = polar[:, round(_INNER * radius) : round(_OUTER * radius)]
    strip = np.rot90(ring)
    begin = _emptiest(_redness(strip)[round(0.12 * strip.shape[0]) :])
    strip = np.ascontiguousarray(np.roll(strip, -begin, axis=1))
    wide = round(strip.shape[1] * _STRIP_HEIGHT / strip.shape[0])
    return np.asarray(cv2.resize(strip, (wide, _STRIP_HEIGHT), interpolation=cv2.INTER_CUBIC))


def _redness(picture: Pixels) -> Any:
    """How much redder than the paper around it each pixel is: 0 for paper, black and grey."""
    small = cv2.resize(picture, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((9, 9), dtype=np.uint8)), (0, 0), 6.0)
    high, wide = picture.shape[:2]
    light = cv2.resize(paper, (wide, high), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    balanced = picture.astype(np.float32) / np.maximum(light, 12.0)
    return balanced[..., 0] - np.maximum(balanced[..., 1], balanced[..., 2])


def _seal(edge: Any, red: Any, grain: float) -> Seal | None:
    """A contour as a seal, if it is round, as large as one, and red all along its rim."""
    hull = cv2.convexHull(edge)
    area, around = cv2.contourArea(hull), cv2.arcLength(hull, closed=True)
    if around == 0:
        return None
    radius = float(np.sqrt(area / np.pi))
    if not _SMALLEST / 2 < radius / grain < _LARGEST / 2:
        return None
    round_ = 4 * np.pi * area / around**2 * _filled(edge, area)
    (x, y), (wide, high), _ = cv2.minAreaRect(hull)
    if round_ < LEAST_ROUND or min(wide, high) < 0.75 * max(wide, high):
        return None
    if _rim(red, x, y, radius) < _LEAST_RING:
        return None
    return Seal(x / grain, y / grain, radius / grain, round(float(min(round_, 1.0)), 3))


def _filled(edge: Any, hull_area: float) -> float:
    """How much of its hull an outline encloses: a ring with gaps much, a scatter of red little."""
    return float(min(1.0, cv2.contourArea(edge) / max(hull_area, 1.0)))


def _rim(red: Any, x: float, y: float, radius: float) -> float:
    """The share of directions in which the rim is red."""
    high, wide = red.shape
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    met = np.zeros(len(angles), dtype=bool)
    for share in np.linspace(0.86, 1.02, 9):
        across = np.clip(np.round(x + share * radius * np.cos(angles)).astype(int), 0, wide - 1)
        down = np.clip(np.round(y + share * radius * np.sin(angles)).astype(int), 0, high - 1)
        met |= red[down, across]
    return float(met.mean())


def _emptiest(redness: Any) -> int:
    """The column in the middle of the widest stretch with the least red."""
    amount = np.maximum(redness, 0).sum(axis=0)
    width = max(3, len(amount) // 9)
    around = np.concatenate([amount, amount[:width]])
    sums = np.convolve(around, np.ones(width), mode="valid")[: len(amount)]
    return int(sums.argmin() + width // 2) % len(amount)
