"""Is what stands in a row what was printed there? A score from 0 (something else) to 1 (the same).

A row is looked at through windows hardly wider than a character: one other digit does not change a
row much, but it changes its window. Each window may lie a few pixels off its place; how like it can
be at all, in this light and as sharp as this picture is, the page's other windows say, and so they
do how far one may fall behind: less on a sharp flat page than on a crumpled one. What does not
agree where a lamp has blown out the paper is not seen, rather than something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from anzhu.papers import geometry
from anzhu.papers.geometry import Box, Page
from anzhu.papers.reading.find import DOTS, Pixels
from anzhu.papers.reading.register import Ink

_WINDOW, _STEP = 2.6, 0.9
_ASTRAY, _FURTHER = 0.7, 1.7
#: Strokes are thin as a pixel: without this a shift of half a pixel would be a difference.
_SOFTENED = 0.8
_BLURS = (0.0, 0.7, 1.1, 1.6, 2.2, 3.0)
#: Less ink in a window says nothing: the edge of a stroke, or a speck.
_LEAST_INK = 0.02
_EDGE = 0.8
_FLAT = 1e-6
#: Below this a row says something else (measured; see docs/paper.md).
DIFFERS = 0.87
#: How far a window may fall behind what is usual: so many times as far as every tenth does, but
#: within these limits.
_TENTH, _TIMES, _LEAST_ALLOWED, _MOST_ALLOWED = 0.1, 8.0, 0.06, 0.16
#: If most are less like print than this, the page is not where it seems to be, or another.
_LEAST_USUAL = 0.8
#: So many windows say how unsharp the picture is; of what they like about as well, the sharpest.
_ASKED, _AS_WELL = 30, 0.004
#: What is further off than so many standard deviations does not blur into a window.
_RIM = 3.0
#: Ink where none was printed: how dark, how far from print, and how many square millimetres of it.
_DARK, _AWAY, _MOST_EXTRA = 0.3, 0.9, 3.0
_WRITTEN_OVER = 0.5
_A_RULE, _BENT = 0.8, 2.0
#: Blown out: as light as this on a page whose paper is darker, over this share of a window and of
#: so many millimetres around it: there print is pale and drawn aside.
_WHITE, _PAPER, _BLOWN, _GLARE_AROUND = 250, 245, 0.1, 4.0

#: Left, top, right and foot in pixels.
Tile = tuple[int, int, int, int]


@dataclass(frozen=True)
class Region:
    """A part of the page that belongs to a row: ``box`` without its rules."""

    row: str
    box: Box


def regions(page: Page) -> Iterator[Region]:
    """What is printed on a page and differs from form to form, row by row."""
    for cell in page.cells:
        box = cell.box
        yield Region(
            cell.name,
            Box(
                box.x + cell.label + _EDGE,
                box.y + _EDGE,
                box.width - cell.label - 2 * _EDGE,
                box.height - 2 * _EDGE,
            ),
        )
    for name, rows, widths in (
        ("jobs", page.jobs, geometry.JOB_COLUMNS),
        ("hours", page.hours, geometry.HOUR_COLUMNS),
    ):
        for number, row in enumerate(rows[1:], start=1):
            for cell_box in geometry.columns(row, widths):
                yield Region(f"{name}.{number}", _inside(cell_box))
    if page.hours and len(page.hours) == 1:
        yield Region("hours", _inside(page.hours[0]))
    if "promise" in page.blanks:
        promise = page.blanks["promise"]
        yield Region(
            "promise", _inside(Box(promise.x, promise.y, promise.width, promise.height - 14))
        )


def scores(seen: Ink, wanted: Ink, page: Page, grey: Pixels) -> dict[str, float | None]:
    """By row: how much the ink that is seen is what is wanted; both registered to each other.

    ``grey`` is the same page with its light. ``None``: what is seen of the row agrees, but a part
    of it is lost in glare.
    """
    soft, print_ = (cv2.GaussianBlur(one, (0, 0), _SOFTENED) for one in (seen, wanted))
    rows: dict[str, list[Tile]] = {}
    for region in regions(page):
        rows.setdefault(region.row, []).extend(_tiles(print_, region.box))
    tiles = [tile for row in rows.values() for tile in row]
    print_ = _as_blurred(soft, print_, tiles)
    likeness = {tile: _likeness(soft, print_, tile, _ASTRAY) for tile in tiles}
    usual = max(float(np.median([*likeness.values()])), _LEAST_USUAL) if tiles else 1.0
    lost = {*_lost(grey, likeness, usual)}
    allowed = _allowed([1 - value / usual for tile, value in likeness.items() if tile not in lost])
    score: dict[str, float | None] = {}
    for row, own in rows.items():
        told = [tile for tile in own if tile not in lost]
        behind = max((1 - likeness[tile] / usual for tile in told), default=0.0)
        if behind > allowed:
            # What looks wrong is looked at again, a little further around: paper bends at a fold.
            again = (max(likeness[one], _likeness(soft, print_, one, _FURTHER)) for one in told)
            behind = 1 - min(again) / usual
        worst = min(1.0, 1 - behind * (1 - DIFFERS) / allowed)
        score[row] = None if worst >= DIFFERS and len(told) < len(own) else max(0.0, worst)
    for row in _written_over(seen, wanted, page):
        score[row] = min(score[row] or 1.0, _WRITTEN_OVER)
    return {row: None if one is None else round(one, 3) for row, one in score.items()}


def _allowed(behind: Sequence[float]) -> float:
    """By how much a window may be less like print than is usual, before it is something else."""
    tenth = float(np.quantile(behind, 1 - _TENTH)) if behind else 0.0
    return min(_MOST_ALLOWED, max(_LEAST_ALLOWED, _TIMES * tenth))


def _lost(grey: Pixels, likeness: Mapping[Tile, float], usual: float) -> Iterator[Tile]:
    """Windows that are not like print, on paper that a lamp has blown out."""
    if np.median(grey[::8, ::8]) < _PAPER:
        for tile, value in likeness.items():
            if 1 - value / usual > _LEAST_ALLOWED and _is_blown_out(grey, tile):
                yield tile


def _is_blown_out(grey: Pixels, tile: Tile) -> bool:
    left, top, right, foot = tile
    far = round(_GLARE_AROUND * DOTS)
    around = grey[max(0, top - far) : foot + far, max(0, left - far) : right + far]
    return bool((around >= _WHITE).mean() > _BLOWN)


def _written_over(seen: Ink, wanted: Ink, page: Page) -> Iterator[str]:
    """Rows with ink where nothing was printed: a correction by hand."""
    reach = round(_AWAY * DOTS) * 2 + 1
    for region in regions(page):
        x0, y0, x1, y1 = _pixels(region.box)
        near = cv2.dilate(wanted[y0:y1, x0:x1], np.ones((reach, reach), dtype=np.uint8))
        extra = (seen[y0:y1, x0:x1] > _DARK) & (near < _DARK / 2)
        if _strokes(extra.astype(np.uint8)) / DOTS**2 > _MOST_EXTRA:
            yield region.row


def _strokes(dark: Ink) -> int:
    """Pixels of what is dark, but for rules at the sides, or across: bent paper moves them."""
    high, wide = dark.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    first, size = stats[1:count, :2], stats[1:count, 2:4]
    at_side = (first == 0) | (first + size == (wide, high))
    bent = at_side & (size <= np.minimum(round(_BENT * DOTS), (wide // 2, high // 2)))
    rule = (size >= _A_RULE * np.array((wide, high))) | bent
    return int(stats[1:count, 4][~rule.any(axis=1)].sum())


def _tiles(wanted: Ink, box: Box) -> Iterator[Tile]:
    """The windows of a box that have something printed in them."""
    x0, y0, x1, y1 = _pixels(box)
    side, step = round(_WINDOW * DOTS), round(_STEP * DOTS)
    for top, foot in _lines(wanted[y0:y1, x0:x1]):
        for left in range(x0, max(x0 + 1, x1 - side + step), step):
            right = min(left + side, x1)
            part = wanted[y0 + top : y0 + foot, left:right]
            if cv2.mean(part)[0] > _LEAST_INK:
                yield left, y0 + top, right, y0 + foot


def _lines(part: Ink) -> list[tuple[int, int]]:
    """Where the lines of text are, from the white between them."""
    dark = part.max(axis=1) > 0.25
    edges = np.flatnonzero(np.diff(np.concatenate([[0], dark.astype(np.int8), [0]])))
    lines: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if lines and start - lines[-1][1] < 3:
            lines[-1] = (lines[-1][0], int(end))
        else:
            lines.append((int(start), int(end)))
    high = part.shape[0]
    return [(max(0, start - 1), min(high, end + 1)) for start, end in lines]


def _likeness(seen: Ink, wanted: Ink, tile: Tile, astray: float, blur: float = 0.0) -> float:
    left, top, right, foot = tile
    far = round(astray * DOTS)
    around = seen[max(0, top - far) : foot + far, max(0, left - far) : right + far]
    part = wanted[top:foot, left:right]
    if blur:
        rim = round(_RIM * blur)
        x, y = max(0, left - rim), max(0, top - rim)
        wider = cv2.GaussianBlur(wanted[y : foot + rim, x : right + rim], (0, 0), blur)
        part = wider[top - y : foot - y, left - x : right - x]
    likeness = cv2.matchTemplate(around, part, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    return best + _beyond(likeness[y], x) + _beyond(likeness[:, x], y)


def _beyond(line: Ink, at: int) -> float:
    """How much more the best place between the pixels has than the best pixel."""
    if not 0 < at < len(line) - 1:
        return 0.0
    before, here, after = line[at - 1 : at + 2].tolist()
    bend = 2 * here - before - after
    return (after - before) ** 2 / (8 * bend) if bend > _FLAT else 0.0


def _as_blurred(seen: Ink, wanted: Ink, tiles: Sequence[Tile]) -> Ink:
    """What was printed, as unsharp as the picture is: some of the windows are tried."""
    some = tiles[:: max(1, len(tiles) // _ASKED)]

    def likeness(blur: float) -> float:
        return float(np.median([_likeness(seen, wanted, tile, _ASTRAY, blur) for tile in some]))

    tried = {blur: likeness(blur) for blur in _BLURS} if tiles else {0.0: 1.0}
    best = min(blur for blur, value in tried.items() if value >= max(tried.values()) - _AS_WELL)
    return np.asarray(cv2.GaussianBlur(wanted, (0, 0), best)) if best else wanted


def _inside(box: Box) -> Box:
    return Box(box.x + _EDGE, box.y + _EDGE, box.width - 2 * _EDGE, box.height - 2 * _EDGE)


def _pixels(box: Box) -> tuple[int, int, int, int]:
    return (
        round(box.x * DOTS),
        round(box.y * DOTS),
        round((box.x + box.width) * DOTS),
        round((box.y + box.height) * DOTS),
    )
