"""Minutes by the keystroke-level model, from what a journey in a browser counted.

The operators and their seconds are those of S. K. Card, T. P. Moran and A. Newell, "The
keystroke-level model for user performance time with interactive systems", Communications of the
ACM 23(7), 1980. The model tells how long the hands of somebody take who knows the pages and makes
no mistake; it knows nothing of reading, of paper and of errors. People were not measured.
"""

from dataclasses import dataclass

#: P: pointing with a mouse; H: a hand goes over to the keyboard or back; M: making up one's mind.
POINT, HOME, MIND = 1.10, 0.40, 1.35
#: Keys for a character that an input method composes: three letters and one choice, our assumption.
COMPOSED = 4


@dataclass(frozen=True)
class Hand:
    """K of this typist, R of a page in seconds, and what the line takes up, in bits per second."""

    key: float
    page: float
    line: float


#: "Average non-secretary typist"; the line and the page of 5-screens 3.3 that is the better one.
USUAL = Hand(key=0.28, page=1.5, line=1_600_000)
#: "Worst typist, unfamiliar with keyboard"; the slow line and its page.
SLOW = Hand(key=1.20, page=3.0, line=400_000)


@dataclass(kw_only=True)
class Counted:
    """What a journey took: presses, fields and the keys for them, files and their bytes, pages."""

    clicks: int = 0
    typed: int = 0
    keys: int = 0
    uploads: int = 0
    files: int = 0
    sent: int = 0
    pages: int = 0


def keys_for(text: str) -> int:
    """How many keys a text takes."""
    return sum(1 if character.isascii() else COMPOSED for character in text)


def minutes(counted: Counted, hand: Hand) -> float:
    """How long these hands take for it."""
    press = POINT + hand.key
    pressing = counted.clicks * (MIND + press)
    typing = counted.typed * (MIND + press + 2 * HOME) + counted.keys * hand.key
    # In the window that the browser opens: each file is found, then the choice confirmed.
    choosing = counted.files * (MIND + press) + counted.uploads * press
    waiting = counted.pages * hand.page + 8 * counted.sent / hand.line
    return (pressing + typing + choosing + waiting) / 60
