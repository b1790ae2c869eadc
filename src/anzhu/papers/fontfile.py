"""What a font can draw and how wide: read from its tables, without opening a drawing.

A text is measured here before it is typeset, and a character the font lacks is found before it is
printed. The tables are read as ranges; naming every glyph, as the library would, makes the first
paper after a restart wait for half a second.
"""

import struct
from bisect import bisect_right
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

#: Characters from, to, and the glyph of the first: one range of a font's table of characters.
Range = tuple[int, int, int]


class FontFile:
    """One font: which characters it has, and their advance widths in em."""

    def __init__(self, path: Path) -> None:
        with TTFont(path, lazy=True) as font:
            self._ranges = _ranges(font)
            # Two numbers from their places: the library's readers of tables are slow to import.
            (self._unit,) = struct.unpack_from(">H", font.getTableData("head"), 18)
            (self._full,) = struct.unpack_from(">H", font.getTableData("hhea"), 34)
            self._metrics: bytes = font.getTableData("hmtx")
        self._starts = [start for start, _end, _glyph in self._ranges]

    def glyph(self, sign: str) -> int | None:
        """The number of a character's glyph; ``None`` if the font cannot draw it."""
        code = ord(sign)
        at = bisect_right(self._starts, code) - 1
        if at < 0 or code > self._ranges[at][1]:
            return None
        start, _end, glyph = self._ranges[at]
        return glyph + code - start

    def advance(self, sign: str) -> float:
        """How far a character moves on, in em; what cannot be drawn counts as one."""
        glyph = self.glyph(sign)
        if glyph is None:
            return 1.0
        # Glyphs after the last with a width of its own are as wide as that one.
        (width,) = struct.unpack_from(">H", self._metrics, 4 * min(glyph, self._full - 1))
        return float(width) / self._unit


class Advances(dict[str, float]):
    """The advance widths of a font in em, looked up once for each character."""

    def __init__(self, font: FontFile) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, sign: str) -> float:
        return self.setdefault(sign, self._font.advance(sign))


class Drawable(dict[str, bool]):
    """Whether every font of a folder can draw a character, looked up once for each."""

    def __init__(self, fonts: tuple[FontFile, ...]) -> None:
        super().__init__()
        self._fonts = fonts

    def __missing__(self, sign: str) -> bool:
        known = all(font.glyph(sign) is not None for font in self._fonts)
        return self.setdefault(sign, known)


@cache
def _opened(path: Path) -> FontFile:
    return FontFile(path)


@cache
def advances(path: Path) -> Advances:
    """The advance widths of a font, kept for the life of the process."""
    return Advances(_opened(path))


@cache
def drawable(folder: Path) -> Drawable:
    """What all fonts of a folder can draw; ``FileNotFoundError`` if there is none."""
    found = tuple(_opened(path) for path in sorted(folder.glob("*.ttf")))
    if not found:
        raise FileNotFoundError(f"no fonts in {folder}")
    return Drawable(found)


def _ranges(font: TTFont) -> list[Range]:
    """The ranges of the full Unicode table (format 12), or of what the font has instead."""
    table: bytes = font.getTableData("cmap")
    for index in range(int.from_bytes(table[2:4], "big")):
        platform, encoding, at = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if (platform, encoding) in ((3, 10), (0, 4), (0, 6)) and table[at : at + 2] == b"\0\x0c":
            (groups,) = struct.unpack_from(">I", table, at + 12)
            return list(struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * groups]))
    named = font.getBestCmap() or {}
    return [(code, code, font.getGlyphID(name)) for code, name in sorted(named.items())]
