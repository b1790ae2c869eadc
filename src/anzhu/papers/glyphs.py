"""Which characters our fonts cannot draw: found before printing, never on the paper.

Rare characters in names (𠮷) may be newer than the font. A certificate with a hole in the name is
worse than a late one, and a form can ask for the character to be written by hand.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from fontTools.ttLib import TTFont

from anzhu.papers import defaults

#: Printed instead of a character the font lacks: the printer's own sign for a missing sort.
GETA = "〓"


def missing_glyphs(text: str, fonts: Path | None = None) -> set[str]:
    """The characters of ``text`` that at least one of the fonts in use lacks."""
    known = _characters(fonts or defaults.fonts())
    return {sign for sign in set(clean(text)) if ord(sign) not in known and not sign.isspace()}


def printable(text: str, fonts: Path | None = None) -> str:
    """``text`` cleaned of invisible characters, with 〓 for each one that cannot be drawn."""
    known = _characters(fonts or defaults.fonts())
    text = clean(text)
    if known.issuperset(map(ord, text)):
        return text
    return "".join(sign if sign.isspace() or ord(sign) in known else GETA for sign in text)


def clean(text: str) -> str:
    """``text`` in composed form on one line, without control and format characters."""
    text = unicodedata.normalize("NFC", text)
    # What Python calls printable has no control or format character: most texts are done here.
    return " ".join((text if text.isprintable() else "".join(_visible(text))).split())


def _visible(text: str) -> Iterator[str]:
    for sign in text:
        if sign in "\t\r\n":
            yield " "
        elif unicodedata.category(sign) not in ("Cc", "Cf"):
            yield sign


@cache
def _characters(folder: Path) -> frozenset[int]:
    found: frozenset[int] | None = None
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            characters = _mapped(font)
        found = characters if found is None else found & characters
    if found is None:
        raise FileNotFoundError(f"no fonts in {folder}")
    return found


def _mapped(font: TTFont) -> frozenset[int]:
    """What one font can draw.

    Read from the ranges of its full Unicode table (format 12): naming every glyph, as the library
    does, would make the first paper after a restart wait for half a second.
    """
    table: bytes = font.getTableData("cmap")
    for index in range(int.from_bytes(table[2:4], "big")):
        platform, encoding, at = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if (platform, encoding) in ((3, 10), (0, 4), (0, 6)) and table[at : at + 2] == b"\0\x0c":
            (groups,) = struct.unpack_from(">I", table, at + 12)
            ranges = struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * groups])
            return frozenset(chain.from_iterable(range(a, b + 1) for a, b, _glyph in ranges))
    return frozenset(font.getBestCmap() or {})
