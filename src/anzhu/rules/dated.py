"""Values of the law that change on a day, the clause each rests on, and the set that is asked.

Values are enacted in ``parameters``. A ``RuleSet`` may put amended ones beside them. Which set
answers is either said for a stretch of code (``under``: a case keeps the set it was filed under)
or, where nothing is said, everything that is published (``publish``).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import Any, Generic, TypeVar, TypeVarTuple

Value = TypeVar("Value")
Asked = TypeVarTuple("Asked")
#: Days from which values hold, and these values, oldest first.
History = tuple[tuple[date, ...], tuple[Any, ...]]


@dataclass(frozen=True)
class Clause:
    """Where a value stands: a number of the notice or of our tables, and the document behind it.

    ``number`` is what objections cite (``"1.2"``, ``"R12"``), ``source`` what a lawyer opens.
    """

    number: str
    source: str

    def __str__(self) -> str:
        return f"{self.number} ({self.source})"


@dataclass(frozen=True, eq=False)
class RuleSet:
    """The values as enacted, with those that amendments changed in their place."""

    name: str
    amended: Mapping["Dated[Any]", History] = field(default_factory=lambda: MappingProxyType({}))


#: The set that the code itself carries: nothing amended.
ENACTED = RuleSet("2019-03-01")


class _Published:
    """What holds where nothing else is said; one for the whole process."""

    rules: RuleSet = ENACTED


_chosen: ContextVar[RuleSet | None] = ContextVar("rule_set", default=None)


def in_force() -> RuleSet:
    """The set that is asked here and now."""
    return _chosen.get() or _Published.rules


def publish(rules: RuleSet) -> None:
    """From now on this set answers wherever no other one was chosen."""
    _Published.rules = rules


@contextmanager
def under(rules: RuleSet) -> Iterator[None]:
    """Have this set answer every question inside."""
    token = _chosen.set(rules)
    try:
        yield
    finally:
        _chosen.reset(token)


def remembered(size: int) -> Callable[[Callable[[*Asked], Value]], Callable[[*Asked], Value]]:
    """Remember answers that depend on the arguments and on the set of rules in force."""

    def decorate(function: Callable[[*Asked], Value]) -> Callable[[*Asked], Value]:
        @lru_cache(maxsize=size)
        def answer(rules: RuleSet, *args: *Asked) -> Value:
            return function(*args)

        @wraps(function)
        def asked(*args: *Asked) -> Value:
            return answer(in_force(), *args)

        return asked

    return decorate


class Dated(Generic[Value]):
    """A value with the days from which it holds.

    A day before the first start gets the first value: what was in force earlier is not known
    here, and a question about those days must still have an answer.
    """

    __slots__ = ("_enacted", "clause", "unit")

    def __init__(self, values: Mapping[date, Value], *, clause: Clause, unit: str = "") -> None:
        if not values:
            raise ValueError("a dated value needs at least one start date")
        starts = tuple(sorted(values))
        self._enacted: History = starts, tuple(values[start] for start in starts)
        self.clause = clause
        self.unit = unit

    def on(self, day: date) -> Value:
        """The value in force on this day."""
        starts, values = in_force().amended.get(self, self._enacted)
        found: Value = values[max(0, bisect_right(starts, day) - 1)]
        return found

    def history(self) -> tuple[tuple[date, Value], ...]:
        """Every value with the day it starts, oldest first."""
        return tuple(zip(*in_force().amended.get(self, self._enacted), strict=True))

    def enacted(self) -> tuple[tuple[date, Value], ...]:
        """The same without what amendments changed."""
        return tuple(zip(*self._enacted, strict=True))
