"""Values of the law that change on a day, and the clause each one rests on."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Clause:
    """Where a value stands: a number of the notice or of our tables, and the document behind it.

    ``number`` is what objections cite (``"1.2"``, ``"R12"``), ``source`` what a lawyer opens.
    """

    number: str
    source: str

    def __str__(self) -> str:
        return f"{self.number} ({self.source})"


class Dated(Generic[Value]):
    """A value with the days from which it holds.

    A day before the first start gets the first value: what was in force earlier is not known
    here, and a question about those days must still have an answer.
    """

    __slots__ = ("_starts", "_values", "clause", "unit")

    def __init__(self, values: Mapping[date, Value], *, clause: Clause, unit: str = "") -> None:
        if not values:
            raise ValueError("a dated value needs at least one start date")
        self._starts = tuple(sorted(values))
        self._values = tuple(values[start] for start in self._starts)
        self.clause = clause
        self.unit = unit

    def on(self, day: date) -> Value:
        """The value in force on this day."""
        if len(self._values) == 1:
            return self._values[0]
        return self._values[max(0, bisect_right(self._starts, day) - 1)]

    def history(self) -> tuple[tuple[date, Value], ...]:
        """Every value with the day it starts, oldest first."""
        return tuple(zip(self._starts, self._values, strict=True))
