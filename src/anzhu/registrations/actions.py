"""The right itself: granted, replaced, ended; and which sheets speak for it (R3 to R6, R10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import DateField, ExpressionWrapper, F, Value

from anzhu.audit.actions import record
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.law import queries as law
from anzhu.registrations.importing.staging import check_list, forget, take_list
from anzhu.registrations.instruments import keep_instrument
from anzhu.registrations.models import HolderNumber, Registration, Sheet
from anzhu.registrations.queries import digest, held_of, latest_of
from anzhu.rules import grants, listing, numbering
from anzhu.rules.facts import Kind
from anzhu.rules.grants import EndedAs, Wanted
from anzhu.rules.objections import Objection

#: Workers import this module: a job of the package must be reached from here.
JOBS = (keep_instrument, check_list, take_list, forget)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What is to be granted: to whom, what was applied for, upon which application.

    ``rule_set`` is the one the application was filed under; without it, what is published.
    """

    person_id: int
    case_ref: str
    wanted: Wanted
    rule_set: str = ""


@dataclass(frozen=True)
class Granted:
    """A grant, and the earlier one of the same person whose place it takes."""

    row: Registration
    replaced: Registration | None


def grant(
    *,
    person_id: int,
    category: str,
    employer_name: str,
    employer_uscc: str,
    case_ref: str,
    on: date,
) -> Registration:
    """Grant a first registration from this day (R3), with a number for life.

    Belongs into the transaction of the approval. Raises ``Refused`` if the person ever held one.
    """
    wanted = Wanted(
        kind=Kind.INITIAL,
        category=category,
        employer_name=employer_name,
        employer_uscc=employer_uscc,
        filed_on=on,
    )
    (granted,) = grant_all([Grant(person_id=person_id, case_ref=case_ref, wanted=wanted)], on=on)
    return granted.row


@transaction.atomic
def grant_all(asked: Sequence[Grant], *, on: date) -> list[Granted]:
    """Grant these registrations of any kind on this day, or none of them.

    New numbers are counted in the order given; a holder keeps his own. Raises ``Refused`` naming
    every application that the registration held by its person speaks against. How many statements
    it takes does not depend on how many are granted.
    """
    held = latest_of([one.person_id for one in asked], lock=True)
    refuse_if(_objections(asked, held, on))
    replaced = {
        one.person_id: held[one.person_id]
        for one in asked
        if one.person_id in held and held[one.person_id].closed_on is None
    }
    _close(asked, replaced, on)
    numbers = _numbers_for([one.person_id for one in asked], on)
    rows = [_row(one, held.get(one.person_id), numbers[one.person_id], on) for one in asked]
    try:
        with transaction.atomic():
            made = Registration.objects.bulk_create(rows)
    except IntegrityError as twice:
        raise Refused.because("registration.already_held", "1.1", ref="") from twice
    return [Granted(row, replaced.get(row.person_id)) for row in made]


def _objections(
    asked: Sequence[Grant], held: Mapping[int, Registration], on: date
) -> Iterator[Objection]:
    for one in asked:
        row = held.get(one.person_id)
        listed = listing.ListedFacts(
            ref=one.case_ref,
            kind=one.wanted.kind,
            filed_on=one.wanted.filed_on,
            renews=one.wanted.renews,
            held=held_of(row) if row else None,
        )
        yield from listing.objections_to_listing(listed, on)


def _row(one: Grant, held: Registration | None, number: str, on: date) -> Registration:
    with law.under(one.rule_set):
        terms = grants.terms_of(one.wanted, held_of(held) if held else None, on)
    return Registration(
        person_id=one.person_id,
        number=number,
        category=terms.category,
        employer_name=terms.employer_name,
        employer_uscc=terms.employer_uscc,
        granted_on=on,
        valid_from=terms.period.start,
        valid_until=terms.period.until,
        renewal_submitted_on=terms.renewal_submitted_on,
        case_ref=one.case_ref,
    )


def _close(asked: Sequence[Grant], replaced: Mapping[int, Registration], on: date) -> None:
    """The grants held until now stand until the day before; an expired one until its own end."""
    expired = []
    for one in asked:
        row = replaced.get(one.person_id)
        if row is None:
            continue
        row.closed_on = grants.closes_on(held_of(row), on, kind=one.wanted.kind)
        if row.closed_on != on:
            expired.append(row.pk)
    rows = Registration.objects.filter(pk__in=[row.pk for row in replaced.values()])
    rows.exclude(pk__in=expired).update(closed_on=on)
    day_after = ExpressionWrapper(F("valid_until") + Value(1), output_field=DateField())
    rows.filter(pk__in=expired).update(closed_on=day_after)


@transaction.atomic
def end(*, person_id: int, how: EndedAs, chain: str, actor: Actor, now: datetime) -> Registration:
    """End the registration that a person holds, today; the number stays with the person (R10).

    Whether it may be ended is asked by the caller. Raises ``Refused`` where none is open.
    """
    row = (
        Registration.objects.select_for_update().filter(person_id=person_id, closed_on=None).first()
    )
    if row is None:
        raise Refused.because("registration.none", "1.3")
    row.closed_on, row.ended_as = clock.day(now), how
    row.save(update_fields=["closed_on", "ended_as"])
    record(
        "registration.ended",
        chain=chain,
        actor=actor,
        now=now,
        subject=f"registrations.registration:{row.pk}",
        digest=digest(row),
        data={"number": row.number, "how": how.value},
    )
    return row


def _numbers_for(people: Sequence[int], on: date) -> dict[int, str]:
    """The numbers that these people hold for life; new ones are counted in the order given."""
    held = HolderNumber.objects.filter(person_id__in=people).values_list("person_id", "number")
    numbers = dict(held)
    without = [person for person in dict.fromkeys(people) if person not in numbers]
    if without:
        taken = next_numbers(series=f"holder.{on.year}", how_many=len(without))
        new = [
            HolderNumber(
                person_id=person, number=numbering.holder_number(on.year, count), given_on=on
            )
            for person, count in zip(without, taken, strict=True)
        ]
        HolderNumber.objects.bulk_create(new)
        numbers |= {row.person_id: row.number for row in new}
    return numbers


def add_sheets(serials: Sequence[tuple[int, str]], *, now: datetime) -> None:
    """Make sheets known to the public: the registration and the serial of each."""
    Sheet.objects.bulk_create(
        Sheet(registration_id=registration, serial=serial, made_at=now)
        for registration, serial in serials
    )


def void_sheet(serial: str, *, now: datetime) -> None:
    """From now on the code on this sheet says that the sheet is void."""
    Sheet.objects.filter(serial=serial, void_at=None).update(void_at=now)


def void_all_sheets(person_id: int, *, now: datetime, kind: numbering.Sheet | None = None) -> None:
    """Nothing that was made for this person speaks any more; of one ``kind``, where it is said."""
    rows = Sheet.objects.filter(registration__person=person_id, void_at=None)
    if kind is not None:
        rows = rows.filter(serial__startswith=numbering.serial_letters(kind))
    rows.update(void_at=now)


def void_earlier_sheets(rows: Sequence[Registration], *, now: datetime) -> None:
    """What was made for earlier grants of these people is void: a new certificate takes its place.

    Nothing is made for later grants while this goes on, since the people's rows are locked.
    """
    people, these = [row.person_id for row in rows], [row.pk for row in rows]
    earlier = Sheet.objects.filter(registration__person__in=people, void_at=None)
    earlier.exclude(registration__in=these).update(void_at=now)


def void_earlier_labels(row: Registration, *, now: datetime) -> None:
    """A label for this grant was handed out: the labels of earlier ones speak no more."""
    earlier = Sheet.objects.filter(
        registration__person=row.person_id, registration__lt=row.pk, void_at=None
    )
    letters = numbering.serial_letters(numbering.Sheet.LABEL)
    earlier.filter(serial__startswith=letters).update(void_at=now)
