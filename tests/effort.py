"""The numbers of docs/effort.md, for the tests that hold them."""

from functools import cache
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs" / "effort.md"


def measured() -> dict[str, tuple[str, ...]]:
    """By kind: active + confirmed steps, typed / prefilled fields, uploads."""
    return {row[0]: tuple(row[1:4]) for row in _tables()[0]}


def walked() -> dict[str, tuple[int, int]]:
    """By journey in a browser: clicks and typed fields from home to the receipt."""
    return {row[0]: (int(row[1]), int(row[2])) for row in _tables()[1]}


@cache
def _tables() -> list[list[list[str]]]:
    """The rows of every table, without their heads."""
    found: list[list[list[str]]] = []
    inside = False
    for line in DOCS.read_text("utf-8").splitlines():
        if line.startswith("|"):
            if not inside:
                found.append([])
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        inside = line.startswith("|")
    return [rows[2:] for rows in found]
