"""The agency's counter: whose paper is this? Found by what stands on it, never by browsing."""

import hmac
import unicodedata
from datetime import datetime

from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.cases.models import Case
from anzhu.kernel import limits
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.people import queries as people
from anzhu.people.models import Person
from anzhu.registrations import queries as registrations
from anzhu.rules import identifiers
from anzhu.rules.facts import Status

#: Look-ups of one clerk in an hour: a counter is busy, a register is not walked through.
LOOK_UPS_AN_HOUR = 60


def find_holder(
    *, number: str, name: str, id_number: str, actor: Actor, now: datetime
) -> Person | None:
    """The one person whose registration number (or ID number) and name are exactly these.

    Every look-up is counted and recorded, without what was asked. Raises ``Refused`` where too
    little is said, ``TooMany`` beyond the limit.
    """
    if not name.strip() or not (number.strip() or id_number.strip()):
        raise Refused.because("counter.ask_two", "5.0")
    who = str(actor.account)
    limits.hit("counter.look_up", who, at_most=LOOK_UPS_AN_HOUR, per_seconds=3600, now=now)
    person = _person(number, id_number)
    right = person is not None and _same(person.name, name)
    with transaction.atomic():
        data = {"found": right, "agency": actor.agency}
        record("counter.looked_up", chain=HOUSE, actor=actor, now=now, data=data)
    return person if right else None


def _person(number: str, id_number: str) -> Person | None:
    """Of two things said both must fit; a number of a former 执业证 counts as well (8.0)."""
    by_number = registrations.bearer_of(identifiers.cleaned(number)) if number.strip() else None
    if not id_number.strip():
        return by_number
    found = people.with_id_number(identifiers.cleaned(id_number))
    return None if number.strip() and found != by_number else found


def _same(held: str, said: str) -> bool:
    return hmac.compare_digest(_folded(held).encode(), _folded(said).encode())


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name)
    return "".join(sign for sign in folded if not sign.isspace()).replace("•", "·")


def unfinished(actor: Actor) -> list[Case]:
    """What clerks of the agency have begun to enter from paper, or must enter again."""
    waiting = [Status.DRAFT, Status.CORRECTION]
    rows = Case.objects.at_the_counter(actor).filter(status__in=waiting)
    return list(rows.select_related("person").order_by("-id")[:50])


def taken_in(actor: Actor) -> list[Case]:
    """The agency's latest requests from paper that are under way."""
    rows = Case.objects.at_the_counter(actor).exclude(filed_on=None)
    return list(rows.select_related("person").order_by("-id")[:20])
