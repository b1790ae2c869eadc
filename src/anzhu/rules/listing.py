"""What is asked again of every case when a batch for the ministry is frozen (2.10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules.calendar import add_years
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Restriction
from anzhu.rules.objections import Objection, objection

#: What may only be granted to somebody who holds no registration.
_FIRST = frozenset({Kind.INITIAL, Kind.RE_REGISTRATION})


@dataclass(frozen=True, kw_only=True)
class ListedFacts:
    """A case on the list, with what may have changed since it was reviewed."""

    ref: str
    kind: Kind
    restrictions: tuple[Restriction, ...] = ()
    holds_registration: bool = False
    #: another case of the same human stands on the same list
    listed_twice: bool = False


def objections_to_listing(listed: ListedFacts, on: date) -> Iterator[Objection]:
    """Every reason against sending this case to the ministry on this day: bans and duplicates."""
    for ban in listed.restrictions:
        until = add_years(ban.start, ban.years)
        if ban.start <= on <= until:
            yield objection("batch.restricted", "R8", ref=listed.ref, until=until)
    if listed.holds_registration and listed.kind in _FIRST:
        yield objection("registration.already_held", "1.1", ref=listed.ref)
    if listed.listed_twice:
        yield objection("batch.person_twice", "2.10", ref=listed.ref)
