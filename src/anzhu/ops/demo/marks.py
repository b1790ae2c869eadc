"""What a hand leaves on paper more than once: one seal pressed, one name signed, again and again.

No two impressions and no two signatures are alike; a picture of one, laid on another sheet, is.
"""

import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from anzhu.ops.demo import handwriting
from anzhu.ops.demo.canvas import Pixels
from anzhu.papers.geometry import Box

#: Around a picture that is cut out of a sheet, in millimetres.
_MARGIN = 2.0
#: A seal is a little larger or smaller than it was cut, as the hand that pressed it gave way.
_GIVES = 0.004
#: Between these lies how unevenly seals are pressed, and those that are pressed with care.
_UNEVEN, _EVEN = (0.1, 1.0), (0.05, 0.25)


@dataclass(frozen=True)
class Cutting:
    """A picture cut out of a sheet: what light is left of each colour, at ``dots`` a millimetre."""

    left: Pixels
    dots: float


def press(
    page: Pixels,
    where: Box,
    employer: str,
    dots: float,
    chance: Generator,
    *,
    evenly: bool = False,
) -> Box:
    """Press the employer's round seal into a box by hand; where it came to lie.

    ``evenly``: inked well and pressed with care, as few are.
    """
    side = handwriting.SEAL_MM
    uneven = float(chance.uniform(*(_EVEN if evenly else _UNEVEN)))
    ink = impression(employer, round(side * dots), uneven, chance)
    x = where.x + (where.width - side) / 2 + chance.uniform(-2.5, 2.5)
    y = where.y + (where.height - side) / 2 - 4 + chance.uniform(-2, 2)
    handwriting.inked(page, x, y, ink, dots)
    return Box(x, y, side, side)


def impression(employer: str, size: int, uneven: float, chance: Generator) -> Pixels:
    """How much ink (0 to 1) lies where when a seal is pressed: turned, uneven, with bare spots.

    The worn places of the seal itself are in every impression of it. ``uneven`` (0 to 1) says how
    unlike they are: a well inked seal on a soft pad leaves hardly a bare spot.
    """
    own = np.random.default_rng(zlib.crc32(employer.encode()))
    seal = handwriting.seal(employer, size).astype(np.float32) / 255
    seal = seal * np.clip(1.4 - _patches(own, size, 40, 1.0), 0.0, 1.0)
    amount = chance.uniform(-0.35, 0.35)
    seal = cv2.GaussianBlur(seal, (0, 0), size / 400)
    seal = np.clip((seal - 0.5 + 0.3 * amount) * 3 + 0.5, 0, 1)
    lean = _lean(chance, size) * uneven * chance.uniform(0.1, 0.5)
    pressed = 0.95 + 0.25 * amount - lean
    for across, much in ((7, 0.24), (22, 0.26), (60, 0.22)):
        pressed = pressed - uneven * much * _patches(chance, size, across, 1.0)
    pressed = pressed - uneven * 0.12 * chance.normal(0, 1, (size, size))
    ink = seal * np.clip(pressed, 0.0, 1.0) * 0.92
    return _given_way(ink.astype(np.float32), chance)


def sign(page: Pixels, where: Box, name: str, dots: float, chance: Generator) -> None:
    """Sign with one's own hand: the strokes are the signer's, how they fall is new every time."""
    own = np.random.default_rng(zlib.crc32(name.encode()))
    size = min(where.height * 0.72, where.width / max(len(name), 1)) * chance.uniform(0.9, 1.08)
    x = where.x + size * 0.2 + chance.uniform(-1.0, 3.0)
    y = where.y + where.height - size * 1.12 + chance.uniform(-0.8, 0.8)
    rise, slant, steady = chance.normal(0, 0.03), chance.normal(0, 0.06), chance.uniform(0.02, 0.05)
    wide = chance.uniform(0.2, 0.26) + size * 0.016
    for index in range(len(name)):
        off = chance.normal(0, 0.03, 2)
        for stroke in handwriting.character(own):
            moved = np.array(stroke) + off + chance.normal(0, steady, 2)
            moved = moved + chance.normal(0, steady, moved.shape)
            a, b = index + 0.86 * moved[:, 0] + slant * (1 - moved[:, 1]), moved[:, 1]
            points = np.stack([x + size * a, y + size * (b - rise * a)], axis=1)
            handwriting.pen(page, [(float(p), float(q)) for p, q in points], wide, dots, chance)


def cut(page: Pixels, box: Box, dots: float, bare: Pixels | None = None) -> Cutting:
    """Cut a picture out of a scanned sheet as somebody would who wants the ink alone.

    What is printed below goes, where the ``bare`` sheet is known: one looks for a clean place.
    """
    x0, y0 = (round(max(0.0, at - _MARGIN) * dots) for at in (box.x, box.y))
    x1 = round((box.x + box.width + _MARGIN) * dots)
    y1 = round((box.y + box.height + _MARGIN) * dots)
    left = page[y0:y1, x0:x1] / (255.0 if bare is None else np.maximum(bare[y0:y1, x0:x1], 60.0))
    return Cutting(np.clip(left / 0.97, 0.0, 1.0).astype(np.float32), dots)


def paste(
    page: Pixels,
    cutting: Cutting,
    middle: tuple[float, float],
    dots: float,
    *,
    turn: float = 0.0,
    size: float = 1.0,
) -> None:
    """Lay a cut-out picture over a sheet, its middle at this place in millimetres.

    ``turn`` in degrees; ``size`` relative to what it was.
    """
    high, wide = cutting.left.shape[:2]
    scale = size * dots / cutting.dots
    to = cv2.getRotationMatrix2D((wide / 2, high / 2), turn, scale)
    to[:, 2] += np.array(middle) * dots - (wide / 2, high / 2)
    laid = cv2.warpAffine(
        cutting.left,
        to,
        (page.shape[1], page.shape[0]),
        flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
        borderValue=(1.0, 1.0, 1.0),
    )
    page *= np.clip(laid, 0.0, 1.0)


def _patches(chance: Generator, size: int, across: int, much: float) -> Pixels:
    """Places here and there, so many across, from 0 on; most of the sheet is without."""
    coarse = np.abs(chance.normal(0, 1, (across, across))).astype(np.float32) ** 2 / 2
    smooth = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(smooth - 0.4, 0.0, None) * much, dtype=np.float32)


def _lean(chance: Generator, size: int) -> Pixels:
    """A hand presses one side less than the other."""
    x, y = np.meshgrid(np.linspace(-1, 1, size), np.linspace(-1, 1, size))
    angle = chance.uniform(0, 2 * np.pi)
    return np.asarray(np.clip(np.cos(angle) * x + np.sin(angle) * y, 0, 1), dtype=np.float32)


def _given_way(ink: Pixels, chance: Generator) -> Pixels:
    """Turned by a few degrees, and a little out of shape: paper and rubber are soft."""
    size = ink.shape[0]
    turn, scale = float(chance.uniform(-9, 9)), float(1 - abs(chance.normal(0, _GIVES)))
    to = cv2.getRotationMatrix2D((size / 2, size / 2), turn, scale)
    given: Pixels = np.zeros((2, 3), dtype=np.float32)
    given[:, :2] = chance.normal(0, _GIVES, (2, 2))
    return np.asarray(cv2.warpAffine(ink, to + given, (size, size)), dtype=np.float32)
