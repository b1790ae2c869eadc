"""Numbers of the law changed without a new release: what an amendment says, and what then holds.

An amendment names parameters of ``parameters`` and gives each a new value from a day on.
Applications that were filed before it came into force keep the set they were filed under.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from anzhu.rules import parameters
from anzhu.rules.dated import ENACTED, Dated, RuleSet

#: Every number of the law by its name.
PARAMETERS: Mapping[str, Dated[Any]] = MappingProxyType(
    {name: value for name, value in vars(parameters).items() if isinstance(value, Dated)}
)


class WrongValue(ValueError):
    """A value that this parameter cannot take; the argument is what is expected, as a code."""


@dataclass(frozen=True, kw_only=True)
class Amended:
    """The new value of one parameter, and where it stands."""

    value: Any
    clause: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """Values that hold from ``starts`` on.

    ``in_force_from`` is the first day on which an application is filed under them. It is later
    than ``starts`` only where the amendment was published after its own start: what was filed
    before anybody could know it is not touched.
    """

    name: str
    starts: date
    in_force_from: date
    values: Mapping[str, Amended]


class Statutes:
    """Every amendment there is, in the order in which they come into force."""

    def __init__(self, published: Sequence[Amendment] = ()) -> None:
        """``published`` is in the order of publication; of one day, the later one prevails."""
        self.amendments = tuple(sorted(published, key=lambda one: one.in_force_from))
        self._sets = [ENACTED]
        for count, last in enumerate(self.amendments, 1):
            self._sets.append(RuleSet(last.name, _values(self.amendments[:count])))
        self._named = {rules.name: rules for rules in self._sets}

    @property
    def published(self) -> RuleSet:
        """All of them: every day is answered by the values that hold on it."""
        return self._sets[-1]

    def named(self, name: str) -> RuleSet:
        """The set an application was filed under; LookupError if there is none of this name."""
        return self._named[name]

    def on(self, day: date) -> RuleSet:
        """The set under which an application is filed on this day."""
        return self._sets[sum(one.in_force_from <= day for one in self.amendments)]

    def up_to(self, name: str) -> "Statutes":
        """What the named set consists of; LookupError if there is none of this name."""
        return Statutes(self.amendments[: self._sets.index(self.named(name))])

    def before(self, name: str) -> RuleSet:
        """The set that the named one followed; LookupError if there is none of this name."""
        return self._sets[self._sets.index(self.named(name)) - 1]

    def with_draft(self, draft: Amendment) -> "Statutes":
        """The same with one amendment more, as if it were published now."""
        return Statutes([*self.amendments, draft])


def value_of(name: str, raw: object) -> Any:
    """Read the value of a parameter from TOML or JSON; ``WrongValue`` says what it expects.

    KeyError if there is no such parameter.
    """
    present = PARAMETERS[name].enacted()[-1][1]
    return _READ[type(present)](raw, present)


def plain(value: Any) -> Any:
    """A value as JSON keeps it; ``value_of`` reads it back."""
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _values(amendments: Iterable[Amendment]) -> Mapping[Dated[Any], Any]:
    found: dict[str, dict[date, Any]] = {}
    for one in amendments:
        for name, amended in one.values.items():
            history = found.setdefault(name, dict(PARAMETERS[name].enacted()))
            # Who speaks later prevails over what was already in force; what was published
            # earlier for a later day still begins on its day.
            for start in [day for day in history if one.starts < day <= one.in_force_from]:
                del history[start]
            history[one.starts] = amended.value
    return MappingProxyType(
        {
            PARAMETERS[name]: (tuple(sorted(history)), tuple(history[s] for s in sorted(history)))
            for name, history in found.items()
        }
    )


def _flag(raw: object, present: Any) -> bool:
    if not isinstance(raw, bool):
        raise WrongValue("flag")
    return raw


def _whole(raw: object, present: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 1:
        raise WrongValue("whole")
    return raw


def _decimal(raw: object, present: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | str | Decimal):
        raise WrongValue("decimal")
    try:
        number = Decimal(raw)
    except InvalidOperation as unreadable:
        raise WrongValue("decimal") from unreadable
    if not number.is_finite() or number <= 0 or number != round(number, 1):
        raise WrongValue("decimal")
    return number


def _day(raw: object, present: Any) -> date:
    if isinstance(raw, str):
        try:
            return date.fromisoformat(raw)
        except ValueError as unreadable:
            raise WrongValue("day") from unreadable
    if type(raw) is not date:
        raise WrongValue("day")
    return raw


def _word(raw: object, present: Any) -> str:
    """Words are readings that the code knows; there is none to choose that it does not."""
    if raw != present:
        raise WrongValue("word")
    return str(raw)


def _days(raw: object, present: Any) -> tuple[int, ...]:
    if not isinstance(raw, list | tuple) or not raw or len(set(raw)) != len(raw):
        raise WrongValue("days")
    if not all(isinstance(day, int) and not isinstance(day, bool) for day in raw):
        raise WrongValue("days")
    return tuple(raw)


def _table(raw: object, present: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(raw, Mapping) or raw.keys() != present.keys():
        raise WrongValue("table")
    if not set(raw.values()) <= set(present.values()):
        raise WrongValue("table")
    return dict(raw)


_READ: Mapping[type, Any] = MappingProxyType(
    {
        bool: _flag,
        int: _whole,
        Decimal: _decimal,
        date: _day,
        str: _word,
        tuple: _days,
        dict: _table,
    }
)
