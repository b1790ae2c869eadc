"""Ink on paper: scribbled words, written dates, a tick, and round red seals.

Everything is drawn on pixels of a page; ``dots`` is the number of pixels to a millimetre.
"""

from datetime import date
from functools import cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from anzhu.ops.demo.canvas import Pixels, open_curve
from anzhu.papers import defaults
from anzhu.papers.geometry import Box, date_slots

_INK = np.array((28, 32, 58), dtype=np.float32)
_RED = np.array((205, 32, 36), dtype=np.float32)
SEAL_MM = 41.0
#: The strokes of the ten digits in a unit square.
_DIGITS = {
    "0": (((0.5, 0.05), (0.15, 0.4), (0.3, 0.9), (0.7, 0.85), (0.82, 0.4), (0.52, 0.05)),),
    "1": (((0.35, 0.2), (0.55, 0.05), (0.5, 0.95)),),
    "2": (((0.18, 0.28), (0.45, 0.05), (0.78, 0.3), (0.2, 0.92), (0.85, 0.88)),),
    "3": (((0.2, 0.12), (0.7, 0.12), (0.45, 0.45), (0.78, 0.7), (0.45, 0.96), (0.18, 0.82)),),
    "4": (((0.55, 0.05), (0.15, 0.62), (0.88, 0.6)), ((0.64, 0.35), (0.6, 0.98))),
    "5": (((0.75, 0.08), (0.32, 0.1), (0.28, 0.45), (0.72, 0.55), (0.66, 0.9), (0.2, 0.9)),),
    "6": (((0.68, 0.05), (0.28, 0.45), (0.25, 0.85), (0.65, 0.92), (0.72, 0.6), (0.3, 0.62)),),
    "7": (((0.15, 0.12), (0.82, 0.1), (0.45, 0.97)),),
    "8": (
        (
            (0.72, 0.15),
            (0.3, 0.15),
            (0.7, 0.6),
            (0.5, 0.95),
            (0.25, 0.75),
            (0.72, 0.3),
            (0.7, 0.12),
        ),
    ),
    "9": (((0.75, 0.3), (0.45, 0.08), (0.25, 0.35), (0.55, 0.48), (0.76, 0.3), (0.65, 0.97)),),
}


def write_date(page: Pixels, where: Box, day: date, dots: float, chance: Generator) -> None:
    """Write a date into the three slots of its box."""
    slots = date_slots(where)
    for slot, number in zip(slots, (day.year, day.month, day.day), strict=True):
        _digits(page, slot, str(number), dots, chance)


def scribble(page: Pixels, where: Box, words: str, dots: float, chance: Generator) -> None:
    """Something that looks like ``words`` in a hurried hand: six or seven strokes a character."""
    size = min(where.height * 0.72, where.width / max(len(words), 1))
    x, y = where.x + size * 0.2, where.y + where.height - size * 1.12
    for index in range(len(words)):
        for stroke in character(chance):
            points = [(x + size * (index + 0.86 * a), y + size * b) for a, b in stroke]
            pen(page, points, 0.22 + size * 0.016, dots, chance)


def tick(page: Pixels, where: Box, dots: float, chance: Generator) -> None:
    """A tick in a small box, a little too large, as people make it."""
    side = where.width
    points = [(0.1, 0.45), (0.4, 0.95), (0.7, 0.35), (1.25, -0.35)]
    pen(page, [(where.x + a * side, where.y + b * side) for a, b in points], 0.5, dots, chance)


def stamp(page: Pixels, where: Box, employer: str, dots: float, chance: Generator) -> None:
    """Press the employer's round seal into the middle of a box, a little askew and uneven."""
    size = round(SEAL_MM * dots)
    print_ = Image.fromarray(seal(employer, size)).rotate(float(chance.uniform(-9, 9)))
    ink = np.asarray(print_, dtype=np.float32) / 255
    worn = cv2.resize(chance.random((14, 14)).astype(np.float32), (size, size))
    ink = ink * (0.72 + 0.28 * np.clip(worn * 1.6, 0, 1)) * 0.86
    x = where.x + (where.width - SEAL_MM) / 2 + chance.uniform(-2.5, 2.5)
    y = where.y + (where.height - SEAL_MM) / 2 - 4 + chance.uniform(-2, 2)
    inked(page, x, y, ink, dots)


def inked(page: Pixels, x: float, y: float, ink: Pixels, dots: float) -> None:
    """Lay red ink (0 to 1, a square) on a page, its corner at this place in millimetres."""
    left, top = max(round(x * dots), 0), max(round(y * dots), 0)
    under = page[top : top + ink.shape[0], left : left + ink.shape[1]]
    ink = ink[: under.shape[0], : under.shape[1], None]
    # Ink is transparent: what is printed below stays visible.
    under *= 1 - ink * (1 - _RED / 255)


@cache
def seal(employer: str, size: int) -> NDArray[np.uint8]:
    """The print of a round seal, 255 where ink is: ring, star, and the name around it."""
    wide = size * 2
    picture = Image.new("L", (wide, wide), 0)
    draw = ImageDraw.Draw(picture)
    middle, ring = wide / 2, wide * 0.026
    draw.ellipse((ring, ring, wide - ring, wide - ring), outline=255, width=round(ring))
    draw.polygon(_star(middle, wide * 0.145), fill=255)
    font = ImageFont.truetype(
        str(defaults.font_file("NotoSerifSC", "Bold")), round(_letter(employer, wide))
    )
    spread = np.radians(min(252.0, 26.0 * len(employer)))
    for index, letter in enumerate(employer):
        share = index / (len(employer) - 1) - 0.5 if len(employer) > 1 else 0.0
        _letter_on_ring(picture, letter, font, float(share * spread), wide)
    return np.asarray(picture.resize((size, size), Image.Resampling.LANCZOS))


def _letter(employer: str, wide: int) -> float:
    """Letters as large as the ring has room for."""
    return min(wide * 0.135, wide * 0.355 * np.radians(252) / max(len(employer), 1) * 1.02)


def _letter_on_ring(
    picture: Image.Image, letter: str, font: ImageFont.FreeTypeFont, angle: float, wide: int
) -> None:
    box = round(font.size * 1.6)
    one = Image.new("L", (box, box), 0)
    ImageDraw.Draw(one).text((box / 2, box / 2), letter, 255, font, anchor="mm")
    one = one.rotate(-np.degrees(angle), resample=Image.Resampling.BICUBIC)
    radius = wide * 0.365
    x = wide / 2 + radius * np.sin(angle) - box / 2
    y = wide / 2 - radius * np.cos(angle) - box / 2
    picture.paste(255, (round(x), round(y)), one)


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for index in range(10):
        length = radius if index % 2 == 0 else radius * 0.382
        angle = np.pi * index / 5
        points.append((middle + length * np.sin(angle), middle - length * np.cos(angle)))
    return points


def _digits(page: Pixels, slot: Box, digits: str, dots: float, chance: Generator) -> None:
    high = slot.height * 0.52
    wide = min(high * 0.55, slot.width / len(digits) * 0.8)
    x = slot.x + (slot.width - wide * 1.2 * len(digits)) / 2
    y = slot.y + slot.height - 2.6 - high + chance.uniform(-0.3, 0.3)
    for index, digit in enumerate(digits):
        for stroke in _DIGITS[digit]:
            points = [(x + wide * (1.2 * index + a), y + high * b) for a, b in stroke]
            pen(page, points, 0.42, dots, chance)


def character(chance: Generator) -> list[list[tuple[float, float]]]:
    """Strokes of a made-up character: rising horizontals, verticals, sweeps, a box or a dot."""
    strokes: list[list[tuple[float, float]]] = []
    middle = float(chance.uniform(0.3, 0.7))
    for y in np.sort(chance.uniform(0.08, 0.9, chance.integers(1, 5))):
        a, b = chance.uniform(0.0, 0.4), chance.uniform(0.6, 1.0)
        strokes.append([(a, y), ((a + b) / 2, y - 0.06), (b, y - 0.08)])
    if chance.random() < 0.7:
        top, foot = chance.uniform(0.0, 0.3), chance.uniform(0.8, 1.0)
        strokes.append([(middle, top), (middle - 0.02, 0.5), (middle - 0.04, foot)])
    if chance.random() < 0.6:
        strokes.append([(middle, 0.35), (middle - 0.2, 0.7), (0.0, 0.95)])
        strokes.append([(middle, 0.4), (middle + 0.2, 0.75), (1.0, 0.98)])
    if chance.random() < 0.4:
        x, y, side = chance.uniform(0.0, 0.5), chance.uniform(0.1, 0.5), chance.uniform(0.3, 0.45)
        strokes.append([(x, y), (x + 0.01, y + side)])
        strokes.append([(x, y), (x + side, y - 0.04), (x + side - 0.05, y + side)])
        strokes.append([(x, y + side), (x + side, y + side - 0.03)])
    if chance.random() < 0.5:
        a, b = chance.uniform(0.0, 0.8), chance.uniform(0.0, 0.3)
        strokes.append([(a, b), (a + 0.1, b + 0.12)])
    return strokes


def pen(
    page: Pixels, points: list[tuple[float, float]], width: float, dots: float, chance: Generator
) -> None:
    """One stroke in millimetres, with a trembling hand and a pressure that fades."""
    shaken = np.array(points) + chance.normal(0, 0.07, (len(points), 2))
    line = open_curve([(float(a), float(b)) for a, b in shaken]) * dots
    low = np.maximum(np.floor(line.min(axis=0) - 8), 0).astype(int)
    high = np.ceil(line.max(axis=0) + 8).astype(int)
    under = page[low[1] : high[1], low[0] : high[0]]
    if not under.size:
        return
    mask = np.zeros(under.shape[:2], dtype=np.uint8)
    fixed = np.round((line - low) * 16).astype(np.int32)
    for index in range(len(fixed) - 1):
        press = 1.15 - 0.5 * index / len(fixed)
        thick = max(1, round(width * dots * press))
        cv2.polylines(mask, [fixed[index : index + 2]], False, 255, thick, cv2.LINE_AA, 4)  # noqa: FBT003
    weight = (mask.astype(np.float32) / 255 * 0.9)[..., None]
    under += weight * (_INK - under)
