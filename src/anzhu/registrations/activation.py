"""Who wants to activate an account: by name and ID number, or by the number on the certificate."""

from datetime import datetime
from hmac import compare_digest

from django.db import transaction

from anzhu.kernel import limits
from anzhu.people import on_record
from anzhu.people import queries as people
from anzhu.people.models import Person
from anzhu.registrations import queries
from anzhu.rules import identifiers

_HOUR = 3600


def begin(*, name: str, said: str, address: str, now: datetime) -> str:
    """Have a code sent to the contact on record; the token under which it must be entered.

    Whoever is known or not, with a contact or without: the same answer for the same work. Raises
    ``TooMany`` by address and by number.
    """
    number = identifiers.cleaned(said)
    limits.hit("activation.address", address, at_most=10, per_seconds=_HOUR, now=now)
    limits.hit("activation.number", number, at_most=5, per_seconds=_HOUR, now=now)
    with transaction.atomic():
        return on_record.begin(_person(number, name), now=now)


def _person(number: str, name: str) -> Person | None:
    bearer, known = queries.bearer_of(number), people.with_id_number(number)
    found = bearer or known
    held = found.name if found else ""
    return found if compare_digest(held.encode(), name.strip().encode()) and held else None
