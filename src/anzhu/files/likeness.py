"""How like a name a piece of printed text is that a machine has read; tolerant, pure."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Of fewer characters is no name of a person or a unit.
_SHORTEST = 2


@dataclass(frozen=True)
class Line:
    """One line as read: its text, how sure the reader was (0 to 1), and its box in pixels
    (left, top, right, bottom)."""

    text: str
    score: float
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Match:
    """Where a name was found best: which of the names asked for, how like (0 to 1), and where."""

    which: int
    likeness: float
    score: float
    box: tuple[int, int, int, int]


def plain(text: str) -> str:
    """The letters, digits and characters alone, in their plain width and case."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


def likeness(name: str, text: str) -> float:
    """1 where the text has the name in it, 0 where nothing of it: by the fewest changes that make
    the name of any stretch of the text."""
    wanted, read = plain(name), plain(text)
    if not wanted:
        return 0.0
    # Distances from each beginning of the name to the best stretch that ends here.
    row = list(range(len(wanted) + 1))
    best = row[-1]
    for letter in read:
        before, row[0] = row[0], 0
        for place, asked in enumerate(wanted, start=1):
            changed = before + (letter != asked)
            before = row[place]
            row[place] = min(changed, row[place] + 1, row[place - 1] + 1)
        best = min(best, row[-1])
    return 1 - best / len(wanted)


def best_match(names: Sequence[str], lines: Sequence[Line]) -> Match | None:
    """The place most like one of the names; None where nothing was read or asked for."""
    found = [
        Match(which, likeness(name, line.text), line.score, line.box)
        for which, name in enumerate(names)
        if plain(name)
        for line in _stretches(lines)
    ]
    # The shorter stretch where two are alike; the first name before the others.
    return max(found, key=lambda one: (one.likeness, -one.which, -_area(one.box)), default=None)


def beside(labels: Sequence[str], lines: Sequence[Line], others: Sequence[str] = ()) -> Line | None:
    """What stands where a name should: after one of these labels, on its line or to its right.

    What begins with a label, one of these or of ``others``, is none; nor is a single character.
    """

    def is_name(said: str) -> bool:
        return len(said) >= _SHORTEST and not said.startswith((*labels, *others))

    for place, line in enumerate(lines):
        text = unicodedata.normalize("NFKC", line.text)
        label = next((one for one in labels if _is_label(one, text)), None)
        if label is None:
            continue
        said = _name_in(text.removeprefix(label))
        if is_name(said):
            return Line(said, line.score, line.box)
        right = _right_of(line, [*lines[:place], *lines[place + 1 :]])
        if right is not None and is_name(said := _name_in(right.text)):
            return Line(said, right.score, right.box)
    return None


def _stretches(lines: Sequence[Line]) -> Iterator[Line]:
    """Every line, and every two that follow each other: a long name may be broken."""
    yield from lines
    for one, other in pairwise(lines):
        boxes = (one.box, other.box)
        box = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        yield Line(one.text + other.text, min(one.score, other.score), box)


def _is_label(label: str, text: str) -> bool:
    """Does a line begin with this label? Where the next sign is a character, it is a sentence."""
    return text.startswith(label) and not text[len(label) : len(label) + 1].isalnum()


def _name_in(text: str) -> str:
    """The characters of a name in what follows a label; what stands in brackets says what it is."""
    said, depth = [], 0
    for one in unicodedata.normalize("NFKC", text):
        depth += (one == "(") - (one == ")")
        if depth == 0 and one >= "\u3400":
            said.append(one)
    return "".join(said).lstrip("：:、，。")


def _right_of(line: Line, others: Sequence[Line]) -> Line | None:
    left, top, right, bottom = line.box
    middle = (top + bottom) / 2
    same_row = [
        one for one in others if one.box[0] >= right - (right - left) // 4
        and one.box[1] <= middle <= one.box[3]
    ]  # fmt: skip
    return min(same_row, key=lambda one: one.box[0], default=None)


def _area(box: tuple[int, int, int, int]) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
