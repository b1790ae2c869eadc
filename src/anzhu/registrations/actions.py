from datetime import date

from django.db import IntegrityError, transaction

from anzhu.audit.chain import row_digest
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import Refused
from anzhu.registrations.models import HolderNumber, Registration
from anzhu.rules import deadlines, numbering


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
    if Registration.objects.filter(person_id=person_id, closed_on=None).exists():
        raise Refused.because("registration.already_held", "1.1")
    number = _number_for(person_id, on)
    validity = deadlines.validity_from(on)
    try:
        with transaction.atomic():
            return Registration.objects.create(
                person_id=person_id,
                number=number,
                category=category,
                employer_name=employer_name,
                employer_uscc=employer_uscc,
                granted_on=on,
                valid_from=validity.start,
                valid_until=validity.until,
                case_ref=case_ref,
            )
    except IntegrityError as twice:
        raise Refused.because("registration.already_held", "1.1") from twice


def _number_for(person_id: int, on: date) -> str:
    held = HolderNumber.objects.filter(person_id=person_id).first()
    if held:
        return held.number
    (sequence,) = next_numbers(series=f"holder.{on.year}", how_many=1)
    number = numbering.holder_number(on.year, sequence)
    HolderNumber.objects.create(person_id=person_id, number=number, given_on=on)
    return number
