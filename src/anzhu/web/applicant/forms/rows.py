"""Pages made of rows, each row with a name of its own.

A row's fields are called ``rows-<name>-<cell>``. The name stays when other rows go, so two
windows that are open at once never write into each other's rows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from anzhu import words
from anzhu.cases.pages import Problem
from anzhu.web.applicant.forms import base

_FIELD = re.compile(r"rows-([A-Za-z0-9]{1,12})-([a-z_]+)")
Row = type[base.Answers]


def read_cell(row: Row, field: str, data: QueryDict) -> tuple[str, str, str] | None:
    """The row, the cell and its text in a posted field; None if the field is none of a row."""
    found = _FIELD.fullmatch(field)
    if not found or found[2] not in row.base_fields:
        return None
    reader = row.readers.get(found[2], base.text)
    return found[1], found[2], reader(data.get(field, ""))


def read(row: Row, data: QueryDict) -> dict[str, str]:
    """Every cell of every row, by the name of its field."""
    found = (read_cell(row, field, data) for field in data)
    return {f"rows-{one[0]}-{one[1]}": one[2] for one in found if one}


def by_row(cells: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Cells by the name of their field → by row and cell."""
    rows: dict[str, dict[str, str]] = {}
    for field, value in cells.items():
        found = _FIELD.fullmatch(field)
        if found:
            rows.setdefault(found[1], {})[found[2]] = value
    return rows


def shown(row: Row, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What a page shows of saved rows, by the name of the field."""
    return {
        f"rows-{one['id']}-{cell}": str(one.get(cell, ""))
        for one in rows
        for cell in row.base_fields
    }


class Rows:
    """All rows as one form: errors at their cells, one summary."""

    def __init__(
        self, row: Row, rows: Sequence[Mapping[str, Any]], problems: Iterable[Problem]
    ) -> None:
        self.rows = [row(dict(_prefixed(row, one)), prefix=f"rows-{one['id']}") for one in rows]
        self.elsewhere: list[tuple[str, str]] = []
        for problem in problems:
            self._place(problem)

    def _place(self, problem: Problem) -> None:
        _, _, rest = problem.field.partition(".")
        number, _, cell = rest.partition(".")
        sentence = words.objection(problem.objection)
        at = int(number) - 1 if number.isdigit() else len(self.rows)
        if at < len(self.rows) and cell in self.rows[at].fields:
            self.rows[at].add_error(cell, sentence)
        else:
            self.elsewhere.append(("rows", sentence))

    @property
    def errors(self) -> bool:
        """Is anything wrong? (The title of the page asks.)"""
        return bool(self.complaints)

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """For the summary: where to jump and what is wrong."""
        return [*self.elsewhere, *(one for row in self.rows for one in row.complaints)]

    def __iter__(self) -> Iterator[base.Answers]:
        return iter(self.rows)


def _prefixed(row: Row, one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((f"rows-{one['id']}-{cell}", str(one.get(cell, ""))) for cell in row.base_fields)
