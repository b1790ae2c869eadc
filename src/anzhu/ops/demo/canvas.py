"""A small canvas: smooth shapes with soft edges, blended in place.

Lengths are units of the drawing, scaled to pixels once; colours are RGB from 0 to 255.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Colour = tuple[float, float, float]
Points = Sequence[tuple[float, float]]
Pixels = NDArray[np.float32]
_SHIFT = 4


class Canvas:
    """A picture of ``width`` × ``height`` units, ``scale`` pixels to a unit."""

    def __init__(self, width: float, height: float, scale: float, ground: Colour) -> None:
        self.scale = scale
        size = (round(height * scale), round(width * scale), 3)
        self.pixels: Pixels = np.full(size, ground, dtype=np.float32)
        self._inside: Pixels | None = None

    @contextmanager
    def inside(self, points: Points) -> Iterator[None]:
        """What is drawn meanwhile stays inside the smooth closed curve."""
        mask = np.zeros(self.pixels.shape[:2], dtype=np.uint8)
        line = np.round(closed_curve(points) * self.scale * 2**_SHIFT).astype(np.int32)
        cv2.fillPoly(mask, [line], 255, cv2.LINE_AA, _SHIFT)
        self._inside = mask.astype(np.float32) / np.float32(255)
        try:
            yield
        finally:
            self._inside = None

    def shape(
        self, points: Points, colour: Colour, *, soft: float = 0.0, alpha: float = 1.0
    ) -> None:
        """Fill the smooth closed curve through ``points``; ``soft`` blurs its edge."""
        self._blend([closed_curve(points)], colour, soft, alpha, None)

    def polygon(
        self, points: Points, colour: Colour, *, soft: float = 0.0, alpha: float = 1.0
    ) -> None:
        """Fill the polygon with straight sides."""
        self._blend([np.array(points, dtype=np.float64)], colour, soft, alpha, None)

    def oval(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        colour: Colour,
        *,
        soft: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """Fill an ellipse around (x, y) with the half-axes ``wide`` and ``high``."""
        turn = np.linspace(0.0, 2 * np.pi, 60)
        outline = np.stack([x + wide * np.cos(turn), y + high * np.sin(turn)], axis=1)
        self._blend([outline], colour, soft, alpha, None)

    def stroke(
        self, points: Points, colour: Colour, width: float, *, soft: float = 0.0, alpha: float = 1.0
    ) -> None:
        """Draw the smooth open curve through ``points``."""
        self._blend([open_curve(points)], colour, soft, alpha, width)

    def _blend(
        self,
        lines: list[NDArray[np.float64]],
        colour: Colour,
        soft: float,
        alpha: float,
        width: float | None,
    ) -> None:
        """Mix ``colour`` in where the mask of the lines is, touching only their surroundings."""
        around = soft * 3 + (width or 0) + 2 / self.scale
        low = np.floor((np.min(np.concatenate(lines), axis=0) - around) * self.scale).astype(int)
        high = np.ceil((np.max(np.concatenate(lines), axis=0) + around) * self.scale).astype(int)
        left, top = (int(value) for value in np.maximum(low, 0))
        right = min(int(high[0]), self.pixels.shape[1])
        bottom = min(int(high[1]), self.pixels.shape[0])
        if right <= left or bottom <= top:
            return
        mask = np.zeros((bottom - top, right - left), dtype=np.uint8)
        fixed = [
            np.round((line * self.scale - (left, top)) * 2**_SHIFT).astype(np.int32)
            for line in lines
        ]
        if width is None:
            cv2.fillPoly(mask, fixed, 255, cv2.LINE_AA, _SHIFT)
        else:
            thick = max(1, round(width * self.scale))
            cv2.polylines(mask, fixed, False, 255, thick, cv2.LINE_AA, _SHIFT)  # noqa: FBT003
        weight = mask.astype(np.float32) / 255 * alpha
        if soft:
            weight = cv2.GaussianBlur(weight, (0, 0), soft * self.scale).astype(np.float32)
        if self._inside is not None:
            weight = weight * self._inside[top:bottom, left:right]
        there = self.pixels[top:bottom, left:right]
        there += weight[..., None] * (np.array(colour, dtype=np.float32) - there)

    def jpeg(self, quality: int = 90) -> bytes:
        """The picture as JPEG."""
        return jpeg(self.pixels, quality)


def jpeg(pixels: NDArray[np.generic], quality: int = 88, dpi: int = 300) -> bytes:
    """RGB pixels as a JPEG file."""
    kept = BytesIO()
    whole = np.clip(pixels, 0, 255).astype(np.uint8)
    Image.fromarray(whole).save(kept, "JPEG", quality=quality, dpi=(dpi, dpi))
    return kept.getvalue()


def closed_curve(points: Points, steps: int = 10) -> NDArray[np.float64]:
    """A smooth closed line through all points (Catmull-Rom)."""
    known = np.array(points, dtype=np.float64)
    return _through(np.vstack([known[-1:], known, known[:2]]), steps)


def open_curve(points: Points, steps: int = 10) -> NDArray[np.float64]:
    """A smooth open line through all points."""
    known = np.array(points, dtype=np.float64)
    return _through(np.vstack([known[:1], known, known[-1:]]), steps)


def _through(known: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    before, here, there, after = known[:-3], known[1:-2], known[2:-1], known[3:]
    t = np.linspace(0, 1, steps, endpoint=False)[:, None, None]
    pieces = 0.5 * (
        2 * here
        + (there - before) * t
        + (2 * before - 5 * here + 4 * there - after) * t**2
        + (3 * here - before - 3 * there + after) * t**3
    )
    line = np.swapaxes(pieces, 0, 1).reshape(-1, 2)
    return np.vstack([line, known[-2:-1]])
