"""Laying a straightened page exactly over what was printed: paper bends, a homography does not.

First the light is taken away (``ink``), then blocks of the page are sought around their place, a
coarse round and a fine one; what they say, smoothed, moves the page by a few pixels. Half the
resolution is enough to say it within a quarter of a pixel.
"""

from functools import cache
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from anzhu.papers import geometry
from anzhu.papers.reading.find import DOTS, DPI

Ink = NDArray[Any]
_POINTS = 72
#: PDFium sets small characters on whole pixels: drawn at 150 dpi, some stand half a pixel off and
#: their strokes are thicker or thinner than in print. So it draws this many times as fine.
_FINER = 3
_SHRUNK = 2
#: Within this of a point, in millimetres, the lightest is taken for bare paper.
_AROUND = 9.0
#: Side of a block and how far around its place it is sought, in millimetres.
_COARSE, _FINE = (26.0, 4.0), (15.0, 1.6)
#: A block with less ink, or less like what was printed, has no say.
_LEAST_INK, _LEAST_LIKENESS = 0.012, 0.35
#: What a block must gain in likeness to be moved as far as it is sought.
_COST_OF_DISTANCE = 0.08


def printed(pdf: bytes, page: int) -> Ink:
    """The ink of a page (from 1) of a PDF of ours, at the resolution of a straightened page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = document[page - 1].render(scale=_FINER * DPI / _POINTS, grayscale=True).to_numpy()
    finally:
        document.close()
    wide, high = round(geometry.PAGE_WIDTH * DOTS), round(geometry.PAGE_HEIGHT * DOTS)
    fine = drawn.reshape(drawn.shape[:2])[: _FINER * high, : _FINER * wide]
    return ink(cv2.resize(fine, (wide, high), interpolation=cv2.INTER_AREA))


def ink(grey: NDArray[Any], dots: float = DOTS) -> Ink:
    """How much darker than the paper around it each pixel is, from 0 to 1, whatever the light."""
    step = 6
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    around = round(_AROUND * dots / step) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((around, around), dtype=np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), around / 3)
    high, wide = grey.shape[:2]
    light = cv2.resize(paper, (wide, high), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    dark = 1.0 - grey.astype(np.float32) / np.maximum(light, 8.0)
    return np.clip(dark, 0.0, 1.0, out=dark)


def registered(seen: Ink, wanted: Ink) -> tuple[Ink, Ink]:
    """``seen`` moved onto ``wanted`` (same size), and where each of its pixels came from.

    The second array (high × wide × 2) moves any other picture of the same page likewise.
    """
    high, wide = wanted.shape
    small, sought = (_reduced(one) for one in (seen, wanted))
    away = _offsets(small, sought, *_COARSE)
    away = away + _offsets(moved_by(small, _sources(away)), sought, *_FINE)
    source = _sources(_SHRUNK * cv2.resize(away, (wide, high), interpolation=cv2.INTER_LINEAR))
    return moved_by(seen, source), source


def moved_by(picture: NDArray[Any], source: Ink) -> NDArray[Any]:
    """A straightened picture moved as ``registered`` found."""
    both = np.empty(0, dtype=np.float32)  # ``source`` says x and y in one array
    moved = cv2.remap(picture, source, both, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved)


def _reduced(picture: Ink) -> Ink:
    size = (picture.shape[1] // _SHRUNK, picture.shape[0] // _SHRUNK)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _sources(away: Ink) -> Ink:
    """Where each pixel comes from, that says how far away its place is (high × wide × 2)."""
    source = away.copy()
    source[..., 0] += np.arange(away.shape[1], dtype=np.float32)
    source[..., 1] += np.arange(away.shape[0], dtype=np.float32)[:, None]
    return source


def _offsets(seen: Ink, wanted: Ink, side: float, reach: float) -> Ink:
    """How far off each pixel lies: sought in blocks of a grid, smoothed; zero where none says."""
    high, wide = wanted.shape
    block, far = round(side * DOTS / _SHRUNK), round(reach * DOTS / _SHRUNK)
    rows, columns = round(high / block * 1.5), round(wide / block * 1.5)
    said = np.zeros((rows, columns, 2), dtype=np.float32)
    weight = np.zeros((rows, columns), dtype=np.float32)
    for row in range(rows):
        for column in range(columns):
            top = round((row + 0.5) * high / rows) - block // 2
            left = round((column + 0.5) * wide / columns) - block // 2
            found = _offset(seen, wanted, left, top, block, far)
            if found is not None:
                said[row, column], weight[row, column] = found[:2], found[2]
    return np.asarray(
        cv2.resize(_smoothed(said, weight), (wide, high), interpolation=cv2.INTER_LINEAR)
    )


def _offset(
    seen: Ink, wanted: Ink, left: int, top: int, block: int, far: int
) -> tuple[float, float, float] | None:
    high, wide = wanted.shape
    x0, y0 = max(left, far), max(top, far)
    x1, y1 = min(left + block, wide - far), min(top + block, high - far)
    if x1 - x0 < block // 2 or y1 - y0 < block // 2:
        return None
    sought = wanted[y0:y1, x0:x1]
    if cv2.mean(sought)[0] < _LEAST_INK:
        return None
    likeness = cv2.matchTemplate(
        seen[y0 - far : y1 + far, x0 - far : x1 + far], sought, cv2.TM_CCOEFF_NORMED
    )
    _, _, _, at = cv2.minMaxLoc(likeness - _distance(*likeness.shape))
    best = float(likeness[at[1], at[0]])
    if best < _LEAST_LIKENESS:
        return None
    dx, dy = _between(likeness, at)
    return at[0] + dx - far, at[1] + dy - far, best**2


@cache
def _distance(high: int, wide: int) -> Ink:
    """What a place costs for being far: along a bare rule every place is as good as the next."""
    y, x = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    return np.asarray(_COST_OF_DISTANCE * (x**2 + y**2), dtype=np.float32)


def _between(likeness: Ink, at: Any) -> tuple[float, float]:
    """Where between the pixels the best place is, from its neighbours."""
    x, y = at
    found = []
    for line, place in ((likeness[y], x), (likeness[:, x], y)):
        if not 0 < place < len(line) - 1:
            found.append(0.0)
            continue
        before, here, after = line[place - 1 : place + 2].tolist()
        bend = before - 2 * here + after
        found.append(0.5 * (before - after) / bend if bend < -1e-6 else 0.0)
    return found[0], found[1]


def _smoothed(said: Ink, weight: Ink) -> Ink:
    """Neighbours agree: single blocks that say something else are outvoted, gaps are filled."""
    steady = np.dstack([cv2.medianBlur(said[..., axis], 3) for axis in (0, 1)])
    odd = np.hypot(*(said - steady).transpose(2, 0, 1)) > 4
    trusted = np.where(odd, 0, weight)
    spread = cv2.GaussianBlur(trusted, (0, 0), 0.8)
    wide = cv2.GaussianBlur(trusted, (0, 0), 3.0)
    near = cv2.GaussianBlur(said * trusted[..., None], (0, 0), 0.8)
    far = cv2.GaussianBlur(said * trusted[..., None], (0, 0), 3.0)
    near_said = near + 0.02 * far
    return np.asarray(
        near_said / np.maximum(spread + 0.02 * wide, 1e-3)[..., None], dtype=np.float32
    )
