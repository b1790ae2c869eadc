"""The roster of qualification holders, taken over from the list of the examination office.

A list of existing registrations may name the qualification too: where the roster has none, it
stands in, marked as such, until the roster itself names it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import secrets
from anzhu.kernel.actor import Actor
from anzhu.organisations.importing import Imported, Sorted, sort_out
from anzhu.people.models import Qualification
from anzhu.rules import identifiers

_AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One qualification, by its number; ``category`` is empty for those of before 2019-03-01."""

    number: str
    name: str
    id_number: str
    obtained: date
    category: str = ""
    added: bool = False


def belonging_to_others(rows: Sequence[RosterRow]) -> set[str]:
    """The numbers that the roster already gives to another person: nobody inherits one.

    What only a list of existing registrations gave to somebody is no obstacle: the roster is right.
    """
    there = _there(rows)
    return {
        row.number
        for row in rows
        if row.number in there
        and not there[row.number].listed_in
        and there[row.number].id_index != _index(row.id_number)
    }


def compare_roster(rows: Sequence[RosterRow]) -> Imported:
    """What ``import_roster`` would do; writes nothing."""
    return _sorted(rows).counts


@transaction.atomic
def import_roster(
    rows: Sequence[RosterRow], *, source: str, actor: Actor, now: datetime
) -> Imported:
    """Take over a list of qualifications, whole; ``source`` is the SHA-256 of the list."""
    found = _sorted(rows)
    new = [Qualification(**row) for row in found.new]
    Qualification.objects.bulk_create(new, batch_size=_AT_ONCE)
    columns = ["name", "id_index", "obtained", "category", "added", "listed_in"]
    Qualification.objects.bulk_update(found.changed, columns, batch_size=_AT_ONCE)
    data = {**asdict(found.counts), "source": source, "by": actor.name}
    record("people.roster_imported", chain=HOUSE, actor=actor, now=now, data=data)
    return found.counts


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """A row of the roster as others compare it; ``index`` is the blind index of the ID number."""

    index: str
    name: str
    number: str
    obtained: date
    category: str
    added: bool = False


def entered(indexes: Collection[str]) -> Mapping[str, Sequence[Entered]]:
    """By blind index of an ID number: what the roster has, under whatever name."""
    found: dict[str, list[Entered]] = defaultdict(list)
    for row in Qualification.objects.filter(id_index__in=indexes).order_by("obtained", "pk"):
        found[row.id_index].append(
            Entered(
                index=row.id_index,
                name=row.name,
                number=row.number,
                obtained=row.obtained,
                category=row.category,
                added=row.added,
            )
        )
    return found


def owners_of(numbers: Collection[str]) -> Mapping[str, str]:
    """By number of a qualification: the blind index of whom it belongs to."""
    rows = Qualification.objects.filter(number__in=numbers)
    return dict(rows.values_list("number", "id_index"))


def enter_listed(
    rows: Sequence[Entered], *, listed_in: str, source: str, actor: Actor, now: datetime
) -> None:
    """Put on the roster what the list of existing registrations ``listed_in`` says.

    ``source`` is the SHA-256 of the list. Belongs into the transaction of that import; raises
    ``IntegrityError`` for a number that is there by now.
    """
    if not rows:
        return
    new = [
        Qualification(
            id_index=row.index,
            name=row.name,
            number=row.number,
            obtained=row.obtained,
            category=row.category,
            listed_in=listed_in,
        )
        for row in rows
    ]
    Qualification.objects.bulk_create(new, batch_size=_AT_ONCE)
    data = {"import": listed_in, "new": len(new), "source": source, "by": actor.name}
    record("people.roster_listed", chain=HOUSE, actor=actor, now=now, data=data)


def _sorted(rows: Sequence[RosterRow]) -> Sorted[Qualification]:
    return sort_out([_columns(row) for row in rows], _there(rows), key="number")


def _columns(row: RosterRow) -> dict[str, Any]:
    known = asdict(row)
    known["id_index"] = _index(known.pop("id_number"))
    # What the roster names is its own from now on, wherever it was first heard of.
    return {**known, "listed_in": ""}


def _there(rows: Sequence[RosterRow]) -> Mapping[str, Qualification]:
    found: dict[str, Qualification] = {}
    for start in range(0, len(rows), _AT_ONCE):
        numbers = [row.number for row in rows[start : start + _AT_ONCE]]
        found.update({q.number: q for q in Qualification.objects.filter(number__in=numbers)})
    return found


def _index(id_number: str) -> str:
    return secrets.blind_index(identifiers.cleaned(id_number))
