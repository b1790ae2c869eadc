"""The employer's red seal: where it is, and its ring unrolled into a strip that can be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from anzhu.papers.geometry import Box
from anzhu.papers.reading.find import DOTS, Pixels, Points

#: Round seals are 38 to 45 mm across; pressed askew or unevenly they look a little smaller.
_SMALLEST, _LARGEST = 26.0, 54.0
#: How much redder than the paper beside it.
_RED = 0.12
#: Red is taken together over a disc that holds a seal; so many discs of a page are tried, the one
#: with the most red first, their middles this far apart. Millimetres, and square millimetres.
_REACH, _TRIED, _APART, _LEAST_AREA = 27.0, 3, 18.0, 40.0
#: Red is counted in cells of so many pixels; one that is fuller is a surface (a photo's), no rim.
_COARSE, _MOST_FILLED = 8, 0.8
#: The outermost red is taken in so many directions, and so many circles are laid through three of
#: these points; once more around the middle that was found.
_DIRECTIONS, _CIRCLES, _ROUNDS = 180, 100, 2
#: A point lies on a circle within this; red ends there if there is none up to so far outside (mm).
_NEAR, _OUTSIDE = 0.6, 2.5
#: Paper bends: the rim lies within this of its circle, and is so wide (mm).
_STRAY, _RIM = 0.5, 1.0
#: In so many directions the red ends at the rim. A square's corners lie outside, writing's
#: ends anywhere; a worn seal lacks some.
_LEAST_RIM = 0.6
#: The letters of a ring lie between these shares of its radius.
_INNER, _OUTER = 0.5, 0.99
_STRIP_HEIGHT = 96


@dataclass(frozen=True)
class Seal:
    """A seal on the page: its middle and radius in millimetres, how much of its rim is seen (0 to
    1)."""

    x: float
    y: float
    radius: float
    rim: float

    @property
    def box(self) -> Box:
        """The square around it."""
        side = 2 * self.radius
        return Box(self.x - self.radius, self.y - self.radius, side, side)


def find(page: Pixels, dots: float = DOTS) -> Seal | None:
    """The round seal of a straightened page (of several the one with the most red), or none.

    A rim may have gaps: it is where the red ends in most directions, whether connected or not.
    """
    step = 2
    small = cv2.resize(page, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    down, along = np.nonzero(_redness(small) > _RED)
    red = np.column_stack([along, down]) * (step / dots)
    high, wide = (side / dots for side in page.shape[:2])
    masses = _masses(red, wide, high, (step / dots) ** 2)
    return next((seal for middle in masses if (seal := _seal(red, middle)) is not None), None)


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


def _masses(red: Points, wide: float, high: float, area: float) -> Iterator[Points]:
    """The middles of the discs that hold the most red (mm); each point stands for an ``area``."""
    cells = _COARSE * np.sqrt(area)
    size = (int(high / cells) + 1, int(wide / cells) + 1)
    amount = np.zeros(size, dtype=np.float32)
    np.add.at(amount, tuple((red[:, ::-1] / cells).astype(int).T), area)
    amount[amount > _MOST_FILLED * cells**2] = 0
    side = round(2 * _REACH / cells) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)).astype(np.float32)
    held = cv2.filter2D(amount, -1, disc, borderType=cv2.BORDER_CONSTANT)
    for _ in range(_TRIED):
        _, most, _, at = cv2.minMaxLoc(held)
        if most < _LEAST_AREA:
            return
        cv2.circle(held, at, round(_APART / cells), 0.0, -1)
        yield (np.array(at) + 0.5) * cells


def _seal(red: Points, middle: Points) -> Seal | None:
    """The red around this middle as a seal, if it ends along a circle as large as one."""
    chance = np.random.default_rng(0)
    mass = red[_away(red, middle) < _REACH]
    middle, radius = mass.mean(axis=0), 0.0
    for _ in range(_ROUNDS):
        fitted = _circle(_outermost(mass, middle), chance)
        if fitted is None:
            return None
        middle, radius = fitted
        # What is written or printed beside it is left out the next time.
        mass = red[_away(red, middle) < radius + _RIM]
    rim = _rim(red, middle, radius)
    if rim < _LEAST_RIM or not _SMALLEST / 2 < radius < _LARGEST / 2:
        return None
    return Seal(float(middle[0]), float(middle[1]), radius, round(rim, 3))


def _outermost(red: Points, middle: Points) -> Points:
    """The point farthest from the middle in each direction in which there is any."""
    outwards = red[np.argsort(_away(red, middle))]
    # Of the last of each direction, found as the first from behind.
    _, last = np.unique(_direction(outwards, middle)[::-1], return_index=True)
    return outwards[::-1][last]


def _circle(points: Points, chance: np.random.Generator) -> tuple[Points, float] | None:
    """Middle and radius of the circle with the most of these points on it (RANSAC)."""
    first, second, third = points[chance.integers(len(points), size=(_CIRCLES, 3))].swapaxes(0, 1)
    # The middle is as far from the first as from the two others: two linear equations.
    sides = np.stack([second - first, third - first], axis=1)
    apart = np.linalg.det(sides) != 0
    sides, first = sides[apart], first[apart]
    offset = np.linalg.solve(sides, (sides**2).sum(axis=2, keepdims=True) / 2)[..., 0]
    radius = np.hypot(*offset.T)
    fit = (radius > _SMALLEST / 2) & (radius < _LARGEST / 2)
    if not fit.any():
        return None
    middle = (first + offset)[fit]
    away = np.hypot(*(points - middle[:, None]).transpose(2, 0, 1))
    on = np.abs(away - radius[fit, None]) < _NEAR
    return _fitted(points[on[on.sum(axis=1).argmax()]])


def _fitted(points: Points) -> tuple[Points, float]:
    """The circle through these points by least squares."""
    system = np.column_stack([2 * points, np.ones(len(points))])
    (x, y, rest), *_ = np.linalg.lstsq(system, (points**2).sum(axis=1))
    return np.array([x, y]), float(np.sqrt(max(rest + x**2 + y**2, 0.0)))


def _rim(red: Points, middle: Points, radius: float) -> float:
    """The share of directions in which red ends at the circle."""
    off, direction = _away(red, middle) - radius, _direction(red, middle)
    rim = np.zeros(_DIRECTIONS, dtype=bool)
    rim[direction[(off > -_RIM) & (off < _STRAY)]] = True
    rim[direction[(off >= _STRAY) & (off < _OUTSIDE)]] = False
    return float(rim.mean())


def _away(points: Points, middle: Points) -> Any:
    return np.hypot(*(points - middle).T)


def _direction(points: Points, middle: Points) -> Any:
    """In which of the directions from the middle each point lies."""
    x, y = (points - middle).T
    turn = np.arctan2(y, x) / (2 * np.pi)
    return np.floor(turn * _DIRECTIONS).astype(int) % _DIRECTIONS


def _emptiest(redness: Any) -> int:
    """The column in the middle of the widest stretch with the least red."""
    amount = np.maximum(redness, 0).sum(axis=0)
    width = max(3, len(amount) // 9)
    around = np.concatenate([amount, amount[:width]])
    sums = np.convolve(around, np.ones(width), mode="valid")[: len(amount)]
    return int(sums.argmin() + width // 2) % len(amount)
