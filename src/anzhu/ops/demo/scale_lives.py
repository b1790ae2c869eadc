"""What becomes of an engineer's applications: which steps are taken, and how long ago.

Two applications each: an earlier one that has ended, and a later one. About ten in a hundred
applications wait for a first review and two for a final one. A queue that is measured is full
whatever the number of applications: its first rows are set before anything is left to chance.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from random import Random
from types import MappingProxyType

from anzhu.rules.facts import Kind

_OPENED = (("start", 0.0), ("submit", 3.0))
_LOOKED_AT = (*_OPENED, ("claim", 27.0), ("accept", 27.1))
_RETURNED = (*_LOOKED_AT, ("return", 51.0))
_PASSED = (*_LOOKED_AT, ("pass", 52.0))
_FORWARDED = (*_PASSED, ("forward", 76.0))
_CONCLUDED = (*_FORWARDED, ("claim", 170.0), ("conclude", 171.0))
_COMPILED = (*_CONCLUDED, ("compile", 240.0))
_APPROVED = (*_COMPILED, ("approve", 312.0))

#: The steps of each way and the hours from its start.
WAYS: Mapping[str, tuple[tuple[str, float], ...]] = MappingProxyType(
    {
        "draft": (("start", 0.0),),
        "fresh": _OPENED,
        "looked_at": (*_LOOKED_AT, ("release", 27.3)),
        "held": _LOOKED_AT,
        "returned": _RETURNED,
        "corrected": (*_RETURNED, ("submit", 99.0)),
        "withdrawn": (*_LOOKED_AT, ("release", 27.3), ("withdraw", 40.0)),
        "lapsed": (*_RETURNED, ("lapse", 800.0)),
        "passed": _PASSED,
        "forwarded": _FORWARDED,
        "concluded": _CONCLUDED,
        "expired": (*_PASSED, ("expire", 1100.0)),
        "refused": (*_COMPILED, ("refuse", 312.0)),
        "approved": _APPROVED,
        "closed": (*_APPROVED, ("close", 700.0)),
    }
)


@dataclass(frozen=True)
class Way:
    """One application: its kind, its way, and how many days ago it was begun."""

    name: str
    days_ago: float
    kind: Kind = Kind.INITIAL
    #: in the queue of the agency that is measured
    padding: bool = False

    @property
    def steps(self) -> tuple[tuple[str, float], ...]:
        return WAYS[self.name]


#: Rows of the measured queues that are there at every size, and the people they may take at most.
PADDING: Mapping[str, int] = MappingProxyType(
    {"fresh": 190, "looked_at": 60, "held": 60, "passed": 60, "forwarded": 80}
)
_AT_MOST = 0.4

#: How many days ago an application on this way was begun: from, to.
_AGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "draft": (0.2, 20),
        "fresh": (0.3, 6),
        "looked_at": (2, 20),
        "held": (2, 12),
        "corrected": (6, 25),
        "returned": (4, 25),
        "passed": (4, 14),
        "forwarded": (5, 25),
        "concluded": (9, 30),
        "approved": (15, 28),
        "closed": (60, 380),
    }
)
#: In a thousand people, how many end here; first review is reckoned in ``_weights``.
_LATER: Mapping[str, float] = MappingProxyType(
    {
        "draft": 20, "returned": 30, "passed": 30, "forwarded": 40, "concluded": 40,
        "approved": 40, "closed": 200, "registered": 400,
    }
)  # fmt: skip
_WAITING = 200
_ENDED = ("withdrawn", "lapsed", "refused")
#: Of renewals and changes, how many were overtaken by the end of the period.
_OVERRUN = 0.1
#: From the beginning of an application to the last day of what it led to.
_FIVE_YEARS = 1826 + 13
_AFTER_A_GRANT = (Kind.RENEWAL, Kind.CHANGE, Kind.CHANGE, Kind.RE_REGISTRATION)


def lives(people: int, chance: Random) -> Iterator[tuple[Way, Way]]:
    """The earlier and the later application of each of so many people."""
    padded = [name for name, count in PADDING.items() for _ in range(count)]
    padded = padded[:: max(1, ceil(len(padded) / (_AT_MOST * people)))]
    names, weights = _weights(people, sum(name in _FIRST_REVIEW for name in padded))
    for number in range(people):
        if number < len(padded):
            yield _ended(chance), _aged(padded[number], chance, padding=True)
        else:
            (name,) = chance.choices(names, weights)
            yield _life(name, chance)


_FIRST_REVIEW = ("fresh", "looked_at", "held", "corrected")


def _weights(people: int, waiting_already: int) -> tuple[list[str], list[float]]:
    """Ten in a hundred applications wait for a first review, the padding included."""
    rest = max(people - waiting_already, 1)
    waiting = max(_WAITING * people / 1000 - waiting_already, 0.05 * rest) * 1000 / rest
    weights = {"fresh": 0.5 * waiting, "looked_at": 0.35 * waiting, "corrected": 0.15 * waiting}
    weights |= _LATER
    return list(weights), list(weights.values())


def _life(name: str, chance: Random) -> tuple[Way, Way]:
    if name == "registered":
        return _granted_before(chance)
    return _ended(chance), _aged(name, chance)


def _aged(name: str, chance: Random, *, padding: bool = False) -> Way:
    return Way(name, chance.uniform(*_AGES[name]), padding=padding)


def _ended(chance: Random) -> Way:
    return Way(chance.choice(_ENDED), chance.uniform(450, 900))


def _granted_before(chance: Random) -> tuple[Way, Way]:
    """A registration was granted earlier; the later application renews, changes or revives it.

    Some renewals are still under review though the period is over, some changes ended with it.
    """
    kind = chance.choice(_AFTER_A_GRANT)
    if kind is Kind.RENEWAL:
        first = chance.uniform(1890, 1960)
        if chance.random() < _OVERRUN:
            first = chance.uniform(_FIVE_YEARS + 5, _FIVE_YEARS + 20)
            return Way("closed", first), Way("forwarded", chance.uniform(30, 45), kind)
        return Way("closed", first), Way("closed", first - 1780, kind)
    if kind is Kind.RE_REGISTRATION:
        first = chance.uniform(2150, 2450)
        return Way("closed", first), Way("closed", chance.uniform(60, 200), kind)
    if chance.random() < _OVERRUN:
        first = chance.uniform(_FIVE_YEARS + 5, _FIVE_YEARS + 20)
        return Way("closed", first), Way("expired", chance.uniform(40, 50), kind)
    return Way("closed", chance.uniform(900, 1700)), Way("closed", chance.uniform(60, 380), kind)
