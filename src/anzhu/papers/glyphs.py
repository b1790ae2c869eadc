"""Which characters our fonts cannot draw: found before printing, never on the paper.

Rare characters in names (𠮷) may be newer than the font. A certificate with a hole in the name is
worse than a late one, and a form can ask for the character to be written by hand.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from anzhu.papers import defaults
from anzhu.papers.fontfile import drawable

#: Printed instead of a character the font lacks: the printer's own sign for a missing sort.
GETA = "〓"


def missing_glyphs(text: str, fonts: Path | None = None) -> set[str]:
    """The characters of ``text`` that at least one of the fonts in use lacks."""
    known = drawable(fonts or defaults.fonts())
    return {sign for sign in set(clean(text)) if not (known[sign] or sign.isspace())}


def printable(text: str, fonts: Path | None = None) -> str:
    """``text`` cleaned of invisible characters, with 〓 for each one that cannot be drawn."""
    known = drawable(fonts or defaults.fonts())
    text = clean(text)
    if all(map(known.__getitem__, text)):
        return text
    return "".join(sign if sign.isspace() or known[sign] else GETA for sign in text)


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
