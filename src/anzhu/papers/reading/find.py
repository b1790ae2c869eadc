"""Where the page lies in a picture: its code first, then the four corner marks, then its outline.

The answer is a homography from millimetres of the page to pixels of the picture, and how it was
come by. A page whose code was not read is found by its outline alone, which cannot tell up from
down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from anzhu.papers import geometry
from anzhu.papers.geometry import Box

#: Arrays of 8-bit pixels, 3 × 3 matrices, and points (n × 2); OpenCV's types say no more of them.
Pixels = NDArray[Any]
Matrix = NDArray[Any]
Points = NDArray[Any]
By = Literal["marks", "three_marks", "outline"]

DPI = 150
MM = 25.4
#: Pixels to a millimetre of a straightened page.
DOTS = DPI / MM

# Marks are looked for in a picture of this long side: there they are still a dozen pixels wide.
_LOOKED_AT = 1200
#: How far from where the code says, in millimetres, a mark may lie: its code is small and far.
_ASTRAY = 45.0
_MOST_CANDIDATES = 4
#: A mark misses its place by so many millimetres, at most, in a picture that is believed.
_MOST_MISFIT = 2.5
_FITS_WELL, _FAR_BETTER = 0.6, 0.4
#: What a sheet twice as large at one corner costs, in millimetres of misfit.
_ASKEW = 0.3
_LEAST_PAGE = 0.2
#: Between a sheet and what it lies on, in grey levels.
_LEAST_CONTRAST = 30
_SHRUNK = 1.2
#: A square fills its box, a character does not.
_LEAST_FILLED = 0.72
#: From one corner of a page to another the scale changes by less than this.
_MOST_SLANT = 1.7


@dataclass(frozen=True)
class Place:
    """Where the page lies: from millimetres to pixels, by what, and how well it fits.

    ``misfit`` is by how many millimetres the code's corners miss their printed place; ``missing``
    are the marks (0 to 3, row by row) that were not seen.
    """

    matrix: Matrix
    by: By
    misfit: float
    missing: tuple[int, ...] = ()

    def pixels(self, points: Points) -> Points:
        """Millimetres (n × 2) as pixels of the picture."""
        return _mapped(self.matrix, points)


def place(
    picture: Pixels, code: Sequence[Sequence[float]] | None, *, qr: Box = geometry.QR
) -> Place | None:
    """Find a page; ``code``: the QR code's corners, from its own top left on, as shares of width
    and height. ``None`` where neither marks nor an outline are seen.
    """
    shrunk = min(1.0, _LOOKED_AT / max(picture.shape[:2]))
    # In the light of red ink a seal is paper.
    red = cv2.extractChannel(picture, 0)
    grey = cv2.resize(red, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    found = _by_marks(grey, code, qr) if code else None
    found = found or _by_outline(grey, code, qr)
    if found is None:
        return None
    back = np.diag([1 / shrunk, 1 / shrunk, 1.0])
    return Place(back @ found.matrix, found.by, found.misfit, found.missing)


def straightened(
    picture: Pixels, where: Place, box: Box | None = None, dots: float = DOTS
) -> Pixels:
    """The page, or a box of it, as if scanned; what lies outside the picture is white."""
    box = box or Box(0.0, 0.0, geometry.PAGE_WIDTH, geometry.PAGE_HEIGHT)
    size = (round(box.width * dots), round(box.height * dots))
    # From pixels of the copy (their middles) to millimetres.
    into = np.array(
        [[1 / dots, 0, box.x + 0.5 / dots], [0, 1 / dots, box.y + 0.5 / dots], [0, 0, 1]]
    )
    shift = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    whole = shift @ where.matrix @ into
    scale = _scale(where.matrix, box)
    # Several pixels of the picture to one of the copy: smoothed first, or thin strokes break.
    shrunk = scale / dots
    seen = cv2.GaussianBlur(picture, (0, 0), 0.4 * shrunk) if shrunk > _SHRUNK else picture
    return np.asarray(
        cv2.warpPerspective(
            seen,
            whole,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255, 255, 255),
        ),
        dtype=np.uint8,
    )


def cut_off(where: Place, width: int, height: int) -> float:
    """How many millimetres of the page, at most, lie outside the picture."""
    corners = where.pixels(_corners(Box(0, 0, geometry.PAGE_WIDTH, geometry.PAGE_HEIGHT)))
    out = np.maximum(-corners, corners - (width, height)).max()
    scale = _scale(where.matrix, Box(0, 0, geometry.PAGE_WIDTH, geometry.PAGE_HEIGHT))
    return max(0.0, float(out / scale))


# --- the four marks ------------------------------------------------------------------------------


def _by_marks(grey: Pixels, code: Sequence[Sequence[float]], qr: Box) -> Place | None:
    high, wide = grey.shape
    seen = np.array(code, dtype=np.float64) * (wide, high)
    printed = _corners(qr)
    affine: Any = cv2.estimateAffine2D(printed, seen)[0]
    if affine is None:
        return None
    guess = np.vstack([affine, (0.0, 0.0, 1.0)])
    scale = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    marks = np.array([_middle(mark) for mark in geometry.CORNER_MARKS])
    squares = np.array([*_dark_squares(grey, scale * geometry.CORNER_MARKS[0].width)])
    if not len(squares):
        return None
    near = [_near(squares, at, _ASTRAY * scale) for at in _mapped(guess, marks)]
    four = _four(near, marks, printed, seen)
    if four is not None and four.misfit < _FITS_WELL:
        return four
    three = _three(near, marks, printed, seen)
    if four is None or three is None:
        return three or four
    # Paper may be bent, or one of the four is no mark: then three fit far better without it. Not
    # if they need the sheet more askew: then one of the three is a character.
    askew = max(0.0, _slant(three.matrix) - _slant(four.matrix))
    return three if three.misfit + askew < _FAR_BETTER * four.misfit else four


def _four(near: list[Points], marks: Points, printed: Points, seen: Points) -> Place | None:
    """Of every choice of four marks the one that puts the code where it was printed."""
    best: Place | None = None
    for chosen in product(*near):
        corners = np.array([square[:2] for square in chosen], dtype=np.float32)
        if not cv2.isContourConvex(corners[[0, 1, 3, 2]]):
            continue
        matrix = cv2.getPerspectiveTransform(marks.astype(np.float32), corners)
        misfit = _misfit(matrix, printed, seen)
        if misfit < (best.misfit if best else _MOST_MISFIT) and _are_as_large(chosen, matrix):
            best = Place(matrix, "marks", misfit)
    return best


def _three(near: list[Points], marks: Points, printed: Points, seen: Points) -> Place | None:
    """One mark is hidden or cut off: three marks and the code's corners say nearly as much.

    Of two choices that fit alike the one wins that needs the sheet less askew.
    """
    best: tuple[float, Place] | None = None
    for hidden in range(4):
        kept = [index for index in range(4) if index != hidden]
        from_ = np.vstack([marks[kept], printed])
        for chosen in product(*(near[index] for index in kept)):
            there = np.vstack([np.array(chosen)[:, :2], seen])
            matrix: Any = cv2.findHomography(from_, there)[0]
            if matrix is None or not _are_as_large(chosen, matrix, hidden):
                continue
            misfit = _misfit(matrix, from_, there)
            rank = misfit + _ASKEW * (_slant(matrix) - 1)
            if misfit < _MOST_MISFIT / 3 and (best is None or rank < best[0]):
                best = rank, Place(matrix, "three_marks", misfit, (hidden,))
    return best[1] if best else None


def _dark_squares(grey: Pixels, side: float) -> Iterator[tuple[float, float, float]]:
    """The middles of dark solid quadrilaterals about as large as a mark, and their areas."""
    block = max(11, round(side * 2.5)) | 1
    dark = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0),
        255,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV,
        block,
        18,
    )
    _, parts, stats, middles = cv2.connectedComponentsWithStats(dark, connectivity=4)
    wide, high, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, 4]
    # A tilted square fills half of its upright box.
    fits = (np.minimum(wide, high) > 0.3 * side) & (np.maximum(wide, high) < 2.4 * side)
    fits &= (area > 0.48 * wide * high) & (area > 0.25 * side**2) & (area < 3 * side**2)
    for index in np.flatnonzero(fits):
        x, y = stats[index][:2]
        part = (parts[y : y + high[index], x : x + wide[index]] == index).astype(np.uint8)
        _, (one, other), _ = cv2.minAreaRect(cv2.findNonZero(part))
        if area[index] > _LEAST_FILLED * (one + 1) * (other + 1):
            yield float(middles[index][0]) + 0.5, float(middles[index][1]) + 0.5, float(area[index])


def _near(squares: Points, where: Points, within: float) -> Points:
    """The largest squares around a place: what is solid in a character is smaller than a mark."""
    around = squares[np.hypot(*(squares[:, :2] - where).T) < within]
    return np.asarray(around[np.argsort(-around[:, 2])][:_MOST_CANDIDATES])


# --- the outline of the sheet --------------------------------------------------------------------


def _by_outline(grey: Pixels, code: Sequence[Sequence[float]] | None, qr: Box) -> Place | None:
    """The sheet itself as a bright quadrilateral; the code says which corner is the first."""
    corners = outline(grey)
    if corners is None:
        return None
    page = _corners(Box(0, 0, geometry.PAGE_WIDTH, geometry.PAGE_HEIGHT))
    if code is None:
        matrix = cv2.getPerspectiveTransform(page.astype(np.float32), corners.astype(np.float32))
        return Place(matrix, "outline", 0.0)
    high, wide = grey.shape
    seen = np.array(code, dtype=np.float64) * (wide, high)
    best: Place | None = None
    for turn in range(4):
        turned = np.roll(corners, turn, axis=0).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(page.astype(np.float32), turned)
        misfit = _misfit(matrix, _corners(qr), seen)
        if misfit < (best.misfit if best else 2 * _MOST_MISFIT):
            best = Place(matrix, "outline", misfit)
    return best


def outline(grey: Pixels) -> Points | None:
    """The corners of the brightest large quadrilateral, clockwise from the top left, in pixels."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 2.0)
    if np.ptp(smooth) < _LEAST_CONTRAST:
        return None
    _, bright = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    kernel = np.ones((9, 9), dtype=np.uint8)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, kernel)
    edges, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not edges:
        return None
    largest = max(edges, key=cv2.contourArea)
    if cv2.contourArea(largest) < _LEAST_PAGE * grey.size:
        return None
    hull = cv2.convexHull(largest)
    for share in (0.01, 0.02, 0.03, 0.05):
        four = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, closed=True), closed=True)
        if len(four) == 4:
            return _clockwise(four[:, 0].astype(np.float64))
    return None


def _clockwise(four: Points) -> Points:
    middle = four.mean(axis=0)
    angle = np.arctan2(four[:, 1] - middle[1], four[:, 0] - middle[0])
    ordered = four[np.argsort(angle)]
    return np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0)


# --- small things --------------------------------------------------------------------------------


def _corners(box: Box) -> Points:
    right, foot = box.x + box.width, box.y + box.height
    return np.array([(box.x, box.y), (right, box.y), (right, foot), (box.x, foot)])


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2


def _mapped(matrix: Matrix, points: Points) -> Points:
    given = np.asarray(points, dtype=np.float64).reshape(-1, 1, 2)
    return np.asarray(cv2.perspectiveTransform(given, np.asarray(matrix, dtype=np.float64)))[:, 0]


def _misfit(matrix: Matrix, printed: Points, seen: Points) -> float:
    """How many millimetres seen points lie from where they were printed, on average."""
    try:
        back = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return float("inf")
    return float(np.hypot(*(_mapped(back, seen) - printed).T).mean())


def _are_as_large(squares: Sequence[Points], matrix: Matrix, hidden: int | None = None) -> bool:
    """Are the squares (x, y, area) as large as marks would be, and the sheet not too askew?"""
    sides = _sides(matrix)
    seen = [side for index, side in enumerate(sides) if index != hidden]
    shares = [square[2] / side**2 for square, side in zip(squares, seen, strict=True)]
    return _slant(matrix) < _MOST_SLANT and all(0.5 < share < 1.6 for share in shares)


def _slant(matrix: Matrix) -> float:
    """How much larger the sheet looks at its nearest corner than at its furthest."""
    sides = _sides(matrix)
    return max(sides) / max(min(sides), 1e-6)


def _sides(matrix: Matrix) -> list[float]:
    """How large a mark looks at each corner, in pixels."""
    return [mark.width * _scale(matrix, mark) for mark in geometry.CORNER_MARKS]


def _scale(matrix: Matrix, box: Box) -> float:
    """Pixels to a millimetre around the middle of a box."""
    x, y = _middle(box)
    three = _mapped(matrix, np.array([(x, y), (x + 1, y), (x, y + 1)]))
    return float(np.sqrt(abs(np.linalg.det(three[1:] - three[0]))))
