"""Text that fits its box: its size and its lines, chosen from the widths of the font.

Done here and not by the typesetter, which would have to lay every text out to learn its length.
Lengths are a little long rather than short: kerning and punctuation set close only save room.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from anzhu.papers.fontfile import Advances

#: Millimetres in a point.
POINT = 25.4 / 72
#: Between two lines, in em; a line itself is one em high.
LEADING = 0.14
USUAL = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
#: The typesetter parts Chinese from Latin by so much, in em.
_GAP = 0.25
_CHINESE, _LATIN = "[⺀-鿿\U00020000-\U000323af]", "[!-~À-ӿ]"
_MIXED = re.compile(f"(?<={_CHINESE})(?={_LATIN})|(?<={_LATIN})(?={_CHINESE})")
_OPENING, _CLOSING = "（《〈「『【〔“‘", "，。、；：！？）》〉」』】〕”’…·％"
# Marks on a letter and the selectors of its variant stay with it.
_MARKS = "\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# What is not parted: a short Latin word, or one sign with what may not begin or end a line. A long
# run of Latin letters may break anywhere, or it would leave its box.
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:(?<![!-~])[!-~]{{1,13}}(?![!-~])|.)[{_CLOSING}{_MARKS}]* ?", re.DOTALL
)


@dataclass(frozen=True)
class Sizes:
    """Sizes to try in points, the largest first; below ``single`` two lines are better than one."""

    tried: Sequence[float] = USUAL
    single: float = 8.5


@dataclass(frozen=True)
class Fitted:
    """A text as it is set: the size in points, and its lines."""

    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last, in millimetres."""
        return _height(len(self.lines)) * self.size * POINT


def length(text: str, advances: Advances) -> float:
    """How long a line is, in em."""
    own = sum(map(advances.__getitem__, text))
    return own if text.isascii() else own + _GAP * sum(1 for _ in _MIXED.finditer(text))


def fit(text: str, advances: Advances, width: float, height: float, sizes: Sizes) -> Fitted:
    """The text in the largest size that fits a room (in millimetres).

    On one line if that needs no tiny print, else on several; what does not fit in the smallest
    size is cut off and ends in an ellipsis.
    """
    whole, wide, high = length(text, advances), width / POINT, height / POINT
    for size in sizes.tried:
        if size >= sizes.single and whole * size <= wide and size <= high:
            return Fitted(size, (text,))
    for size in sizes.tried:
        # Lines are never fuller than full: so many are needed at least.
        if _height(max(1, ceil(whole * size / wide))) * size > high:
            continue
        lines = tuple(_lines(text, advances, wide / size))
        if _height(len(lines)) * size <= high:
            return Fitted(size, lines)
    return _cut(text, advances, wide, high, sizes.tried[-1])


def _cut(text: str, advances: Advances, wide: float, high: float, size: float) -> Fitted:
    lines = list(_lines(text, advances, wide / size))
    shown = max(1, int((high / size + LEADING) / (1 + LEADING)))
    if len(lines) > shown:
        last = lines[shown - 1]
        while length(f"{last}…", advances) * size > wide:
            last = last[:-1]
        lines[shown - 1 :] = [f"{last}…"]
    return Fitted(size, tuple(lines))


def _lines(text: str, advances: Advances, width: float) -> Iterator[str]:
    """The text in lines of at most so many em."""
    line = ""
    for piece in _pieces(text, advances, width):
        if line and length((line + piece).rstrip(), advances) > width:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()


def _pieces(text: str, advances: Advances, width: float) -> Iterator[str]:
    """What is not parted; what is longer than a line is parted all the same."""
    for found in _PIECE.finditer(text):
        if length(found[0].rstrip(), advances) > width:
            yield from found[0]
        else:
            yield found[0]


def _height(lines: int) -> float:
    """Of so many lines, in em."""
    return lines * (1 + LEADING) - LEADING
