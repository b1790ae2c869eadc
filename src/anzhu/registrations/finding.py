"""Find one person at a desk: exact number and name, counted and recorded; there is no browsing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import limits
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.people import actions as people
from anzhu.people import queries as people_queries
from anzhu.people.models import Person
from anzhu.registrations import queries
from anzhu.registrations.models import Registration
from anzhu.rules import identifiers
from anzhu.rules.facts import AGENCY_ROLES, Role

DESKS = AGENCY_ROLES | {Role.CENTRE_REVIEWER}
#: Questions of one member of staff: a day's work at a counter, not a walk through the register.
AN_HOUR = 60
A_DAY = 300


@dataclass(frozen=True)
class Found:
    """The person that was asked for, with the latest registration, if there ever was one."""

    person: Person
    registration: Registration | None


def find(*, said: str, name: str, purpose: str, actor: Actor, now: datetime) -> Person | None:
    """The person with this ID number or registration number, if the name is exactly theirs.

    None for everything else. Raises ``TooMany`` beyond the limits. Whoever stands on the roster
    only becomes known by this, so that a ban can be set before the first application.
    """
    if actor.role not in DESKS:
        raise NotVisible
    who = str(actor.account)
    limits.hit("person.find", who, at_most=AN_HOUR, per_seconds=3600, now=now)
    limits.hit("person.find.day", who, at_most=A_DAY, per_seconds=86_400, now=now)
    with transaction.atomic():
        person = _person(identifiers.cleaned(said), name)
        data = {"for": purpose, "person": person.pk if person else None}
        record("person.looked_up", chain=HOUSE, actor=actor, now=now, data=data)
    return person


def person(actor: Actor, uid: UUID) -> Found:
    """Somebody that a desk has found before; NotVisible for who does not exist."""
    if actor.role not in DESKS:
        raise NotVisible
    row = Person.objects.filter(uid=uid).first()
    if row is None:
        raise NotVisible
    return Found(row, queries.of_person(row.pk))


def _person(number: str, name: str) -> Person | None:
    row = queries.bearer_of(number) or people_queries.with_id_number(number)
    if row is not None:
        return row if row.name == name.strip() else None
    return people.person_on_the_roster(name=name, id_number=number)
