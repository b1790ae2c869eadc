"""Plain Markdown for the generated pages: a table, a list in one cell, a page with its note."""

from collections.abc import Iterable, Sequence
from typing import Protocol


class Say(Protocol):
    """How a key of the words is read; given in, because the law knows no words."""

    def __call__(self, key: str, /, **params: object) -> str: ...


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar in a cell would end it, so it is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    cells = ((str(cell).replace("|", "\\|") for cell in line) for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def listed(values: Iterable[object], between: str = "、") -> str:
    """Several values in one cell."""
    return between.join(map(str, values))


def section(title: str, *parts: str) -> str:
    """A chapter of a page."""
    return "\n".join([f"## {title}", "", *parts])


def page(title: str, *parts: str) -> str:
    """A page; it says itself that it is not to be edited."""
    note = "<!-- Written by `make docs` from the tables in src/anzhu/rules; do not edit. -->"
    return "\n".join([f"# {title}", "", note, "", *parts])
