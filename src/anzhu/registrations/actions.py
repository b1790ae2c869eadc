from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from anzhu.audit.chain import row_digest
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.registrations.models import HolderNumber, Registration, Sheet
from anzhu.rules import deadlines, numbering
from anzhu.rules.objections import Objection, objection


def digest(row: Registration) -> str:
    """The fingerprint of a registration's business columns."""
    return row_digest(
        {
            "person": row.person_id,
            "number": row.number,
            "category": row.category,
            "employer": [row.employer_name, row.employer_uscc],
            "granted_on": row.granted_on,
            "valid": [row.valid_from, row.valid_until],
            "closed_on": row.closed_on,
            "case": row.case_ref,
        }
    )


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A first registration to be granted: whose, for what, with whom, upon which application."""

    person_id: int
    category: str
    employer_name: str
    employer_uscc: str
    case_ref: str


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

    Belongs into the transaction of the approval. Raises ``Refused`` if the person holds one.
    """
    asked = Grant(
        person_id=person_id,
        category=category,
        employer_name=employer_name,
        employer_uscc=employer_uscc,
        case_ref=case_ref,
    )
    return grant_all([asked], on=on)[0]


@transaction.atomic
def grant_all(grants: Sequence[Grant], *, on: date) -> list[Registration]:
    """Grant first registrations from this day, numbered in the order given, or none of them.

    Raises ``Refused`` naming every application whose person holds one already. How many
    statements it takes does not depend on how many are granted.
    """
    people = [asked.person_id for asked in grants]
    holding = set(
        Registration.objects.filter(person_id__in=people, closed_on=None).values_list(
            "person_id", flat=True
        )
    )
    refuse_if(_already_held(asked) for asked in grants if asked.person_id in holding)
    numbers = _numbers_for(people, on)
    validity = deadlines.validity_from(on)
    rows = [
        Registration(
            person_id=asked.person_id,
            number=numbers[asked.person_id],
            category=asked.category,
            employer_name=asked.employer_name,
            employer_uscc=asked.employer_uscc,
            granted_on=on,
            valid_from=validity.start,
            valid_until=validity.until,
            case_ref=asked.case_ref,
        )
        for asked in grants
    ]
    try:
        with transaction.atomic():
            return Registration.objects.bulk_create(rows)
    except IntegrityError as twice:
        raise Refused.because("registration.already_held", "1.1", ref="") from twice


def _already_held(asked: Grant) -> Objection:
    return objection("registration.already_held", "1.1", ref=asked.case_ref)


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
