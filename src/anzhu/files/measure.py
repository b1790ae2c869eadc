"""What can be measured on one page, so that the applicant hears at once what to take again.

Sharpness is the width of edges, not the energy of a Laplacian: that rises with noise and with the
amount of text, and stays high when the camera moved along the strokes. Child only.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from anzhu.files import outline

#: Everything is measured at this long side, so that it can be compared.
MEASURED_AT = 1600

_Grey = NDArray[Any]
_BLOCK = 32
#: A block of the page has an edge in it when its lights and darks differ by this, and by so many
#: times the noise; with fewer such blocks there is nothing to tell sharpness by.
_LEAST_STEP, _TIMES_NOISE, _LEAST_BLOCKS = 30.0, 8.0, 20
#: Of the pixels of a block: so many at either end are its light and its dark, so many its edge.
_ENDS, _STEEPEST = 20, 12
_SHARPEST = 25
_BLOWN_OUT = 250
#: Paper lighter than this is a scan's white, not a lamp's.
_LIGHTEST_PAPER = 240
#: A patch without a stroke of text in it, in pixels.
_PATCH = 25
_BAND = 0.006
#: Ink is darker than the paper around it by the first; beyond the second it is all the same.
_FAINT, _DEEP = 18, 60
_LEAST_LINES, _LEAST_SWING = 100, 1.0
_INK = 70


def measures_of(image: Image.Image, long_side: int) -> dict[str, float]:
    """Measures of a picture at ``MEASURED_AT`` pixels; ``long_side`` is that of the upload.

    ``edge_width``: how many pixels an edge is wide on a page 1600 pixels long, in the direction in
    which it is widest (missing where there are no edges); ``light``: the grey of the paper, 0 to
    255; ``glare``: the share, 0 to 1, that is blown out although the paper is not; ``beyond``: the
    share of a side of the picture over which the sheet runs out of it; ``cut_ink``: the share of
    the rim that is printed on, where all of the picture is paper; ``sideways``: how many times more
    the ink swings from left to right than from top to bottom, as it does where the lines of text
    stand upright (missing where there is too little); ``long_side``: that of the sheet,
    in pixels of the upload.
    """
    grey = np.asarray(image.convert("L"))
    if min(grey.shape) < _BLOCK:
        # A thread or a dot: that it is small is all that can be said of it.
        nothing = dict.fromkeys(("glare", "beyond", "cut_ink"), 0.0)
        return {"light": float(grey.max()), **nothing, "long_side": float(long_side)}
    sheet, rim = outline.found_in(grey)
    part = _length(sheet) / max(grey.shape) if sheet else 1.0
    found = {
        "light": round(_level(_within(grey, sheet), 0.9), 1),
        "glare": round(_glare(grey), 4),
        "beyond": round(rim.crossed if rim.background else 0.0, 3),
        "cut_ink": round(0.0 if rim.background else _ink_on_the_rim(grey), 4),
        "long_side": float(round(long_side * part)),
    }
    sideways = _sideways(_within(grey, sheet))
    if sideways is not None:
        found["sideways"] = round(sideways, 2)
    width = _edge_width(grey)
    if width is not None:
        found["edge_width"] = round(width * MEASURED_AT / (max(grey.shape) * part), 2)
    return found


def _level(grey: _Grey, share: float) -> float:
    """The level that this share of 8-bit pixels does not exceed."""
    counts = np.cumsum(cv2.calcHist([grey], [0], None, [256], [0, 256]), dtype=np.int64)
    return float(np.searchsorted(counts, share * counts[-1]))


def _length(sheet: outline.Sheet) -> float:
    sides = np.linalg.norm(sheet.corners - np.roll(sheet.corners, -1, axis=0), axis=1)
    return float(sides.max())


def _within(grey: _Grey, sheet: outline.Sheet | None) -> _Grey:
    """The pixels of the sheet, roughly: of the box around it."""
    if sheet is None:
        return grey
    (left, top), (right, bottom) = sheet.corners.min(axis=0), sheet.corners.max(axis=0)
    return grey[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]


def _edge_width(grey: _Grey) -> float | None:
    """Height of the step by its steepest slope, in the sharpest quarter of the blocks."""
    noise = _level(cv2.convertScaleAbs(cv2.Laplacian(grey, cv2.CV_16S)), 0.5) / 3.0
    least = max(_LEAST_STEP, _TIMES_NOISE * noise)
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0)
    blocks = _blocks(smooth)
    # Most blocks are blank, and need not be sorted.
    with_edge = np.flatnonzero(np.ptp(blocks, axis=1) > least)
    tones = np.sort(blocks[with_edge], axis=1)
    step = tones[:, -_ENDS] - tones[:, _ENDS]
    with_edge, step = with_edge[step > least], step[step > least]
    if len(with_edge) < _LEAST_BLOCKS:
        return None
    widths = []
    for across, down in ((1, 0), (0, 1)):
        slope = np.abs(_blocks(cv2.Sobel(smooth, cv2.CV_32F, across, down, ksize=3))[with_edge])
        steepest = np.sort(slope, axis=1)[:, -_STEEPEST:].mean(axis=1) / 8
        width = step / np.maximum(steepest, 0.1)
        widths.append(float(np.percentile(width, _SHARPEST)))
    # A hand that moved leaves the strokes along its way sharp.
    return max(widths)


def _sideways(grey: _Grey) -> float | None:
    margin = max(1, min(grey.shape) // 25)
    level = grey[margin:-margin, margin:-margin].astype(np.float32)
    if min(level.shape) < _LEAST_LINES:
        return None
    paper = _far_blurred(level)
    ink = np.clip(paper - level - _FAINT, 0, _DEEP)
    down, across = _swing(ink), _swing(ink.T)
    return across / down if max(down, across) > _LEAST_SWING else None


def _far_blurred(level: _Grey) -> _Grey:
    """The light of the paper: what is so smooth can as well be reckoned on an eighth."""
    small = cv2.resize(level, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 25 / 8)
    return np.asarray(cv2.resize(small, level.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _swing(ink: _Grey) -> float:
    """How much the ink of a line differs from that of its neighbours, in the middle of six strips:
    one strip alone may be a picture or the side of a table."""
    swings = []
    for strip in np.array_split(ink, 6, axis=1):
        line = strip.mean(axis=1)
        around = cv2.GaussianBlur(line.reshape(-1, 1), (0, 0), 20).ravel()
        swings.append(float((line - around).var()))
    return float(np.median(swings)) + 0.01


def _blocks(values: _Grey) -> _Grey:
    """Squares of ``_BLOCK`` pixels, one in each row."""
    high, wide = (side // _BLOCK for side in values.shape)
    squares = values[: high * _BLOCK, : wide * _BLOCK].reshape(high, _BLOCK, wide, _BLOCK)
    return squares.swapaxes(1, 2).reshape(-1, _BLOCK * _BLOCK)


def _glare(grey: _Grey) -> float:
    """A scan is white everywhere: only where paper is clearly darker does white mean glare."""
    if _level(grey, 0.6) > _LIGHTEST_PAPER:
        return 0.0
    blown = (grey >= _BLOWN_OUT).astype(np.uint8)
    patches = cv2.morphologyEx(blown, cv2.MORPH_OPEN, np.ones((_PATCH, _PATCH), np.uint8))
    return float(patches.mean())


def _ink_on_the_rim(grey: _Grey) -> float:
    paper = _level(grey, 0.75)
    depth = max(3, round(_BAND * max(grey.shape)))
    inside = np.zeros(grey.shape, dtype=bool)
    inside[depth:-depth, depth:-depth] = True
    return float((grey[~inside] < paper - _INK).mean())
