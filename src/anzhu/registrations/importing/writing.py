"""Take a list over, whole or not at all: people, numbers, registrations, qualifications, record."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from anzhu.audit.actions import HOUSE, ToRecord, record, record_all
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.people.roster import enter_listed
from anzhu.people.taking_over import Listed, take_over_people
from anzhu.registrations.importing.comparing import compare
from anzhu.registrations.importing.judging import Compared, Judged
from anzhu.registrations.importing.qualifying import entries
from anzhu.registrations.importing.reading import Read
from anzhu.registrations.models import (
    FormerNumber,
    HolderNumber,
    Import,
    Registration,
    Sheet,
)
from anzhu.registrations.queries import chain_of, digest
from anzhu.rules.calendar import ONE_DAY
from anzhu.rules.facts import Role

DESK = Role.ADMINISTRATOR
#: People written at a time; every one of them with all rows of the list.
_AT_ONCE = 2000


@dataclass(frozen=True)
class TakenOver:
    """What an import did: its number and how many rows.

    ``qualified`` holders came onto the roster of qualifications with it.
    """

    number: str
    new: int
    same: int
    qualified: int


@transaction.atomic
def take_over(rows: Sequence[Read], *, source: str, actor: Actor, now: datetime) -> TakenOver:
    """Write every new row of a list, or raise ``Refused`` and write none.

    ``source`` is the SHA-256 of the list. Rows that are there already are passed over, so that
    the same list twice is the same once. Two imports wait for each other.
    """
    if actor.role is not DESK:
        raise NotVisible
    (count,) = next_numbers(series=f"import.{now.year}", how_many=1)
    found = compare(rows)
    if found.wrong:
        raise Refused.because("existing.wrong_rows", "8.0", count=found.wrong)
    done = Import(
        number=f"ZL{now.year}-{count:04d}",
        source=source,
        new=found.new,
        same=found.same,
        qualified=found.qualified,
        at=now,
    )
    try:
        with transaction.atomic():
            done.save(force_insert=True)
            _write(found, done, actor=actor, now=now)
            enter_listed(
                entries(found.judged),
                listed_in=done.number,
                source=source,
                actor=actor,
                now=now,
            )
    except IntegrityError as meanwhile:
        raise Refused.because("existing.meanwhile", "8.0") from meanwhile
    data = {"import": done.number, "source": source, "new": found.new, "same": found.same}
    data |= {"qualified": found.qualified, "by": actor.name}
    record("registrations.imported", chain=HOUSE, actor=actor, now=now, data=data)
    return TakenOver(done.number, found.new, found.same, found.qualified)


def _write(found: Compared, done: Import, *, actor: Actor, now: datetime) -> None:
    of_person: dict[str, list[Judged]] = defaultdict(list)
    for one in found.judged:
        if not one.same:
            of_person[one.index].append(one)
    people = list(of_person.values())
    for start in range(0, len(people), _AT_ONCE):
        _write_people(people[start : start + _AT_ONCE], done, actor=actor, now=now)


def _write_people(
    people: Sequence[list[Judged]], done: Import, *, actor: Actor, now: datetime
) -> None:
    for rows in people:
        rows.sort(key=lambda one: one.row.valid_from)
    keys = take_over_people([_listed(rows) for rows in people])
    _give_numbers(people, keys)
    made = Registration.objects.bulk_create(
        row for rows in people for row in _registrations(rows, keys[rows[0].index], done)
    )
    serials = [one.row.serial for rows in people for one in rows]
    Sheet.objects.bulk_create(
        Sheet(registration=row, serial=serial, made_at=clock.noon(row.valid_from))
        for row, serial in zip(made, serials, strict=True)
        if serial
    )
    said = [
        ToRecord(
            chain=chain_of(row),
            subject=f"registrations.registration:{row.pk}",
            digest=digest(row),
            data={"number": row.number},
        )
        for row in made
    ]
    record_all("registration.taken_over", said, actor=actor, now=now)


def _listed(rows: Sequence[Judged]) -> Listed:
    """The person, with the contact of the latest row that has one."""
    latest = rows[-1].row
    return Listed(
        index=rows[-1].index,
        name=latest.name,
        id_number=latest.id_number,
        phone=next((one.row.phone for one in reversed(rows) if one.row.phone), ""),
        email=next((one.row.email for one in reversed(rows) if one.row.email), ""),
    )


def _give_numbers(people: Sequence[list[Judged]], keys: Mapping[str, int]) -> None:
    """The number of the latest registration is kept for life; earlier ones stay searchable."""
    held = set(
        HolderNumber.objects.filter(person__in=keys.values()).values_list("person_id", flat=True)
    )
    present, former = [], []
    for rows in people:
        person, number = keys[rows[0].index], rows[-1].row.number
        if person not in held:
            given = rows[0].row.valid_from
            present.append(HolderNumber(person_id=person, number=number, given_on=given))
        former += [FormerNumber(person_id=person, number=one) for one in _earlier(rows, number)]
    HolderNumber.objects.bulk_create(present)
    FormerNumber.objects.bulk_create(former)


def _earlier(rows: Sequence[Judged], present: str) -> list[str]:
    said = (number for one in rows for number in (one.row.number, one.row.former_number))
    return [number for number in dict.fromkeys(said) if number and number != present]


def _registrations(rows: Sequence[Judged], person: int, done: Import) -> Iterator[Registration]:
    """The rows of one person in the order of their days; all but the last stand no more."""
    for one in rows:
        row = one.row
        # One that ran out by itself stood until its own end; only the last may still be open.
        ran_out = None if one is rows[-1] else row.valid_until + ONE_DAY
        yield Registration(
            person_id=person,
            number=row.number,
            category=row.category,
            employer_name=row.employer,
            employer_uscc=row.uscc,
            granted_on=row.valid_from,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            closed_on=row.ended_on or ran_out,
            ended_as=row.ended_as,
            taken_over=done,
            as_listed=one.listed,
        )
