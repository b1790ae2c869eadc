"""Accounts of holders of the time before: opened by a one-time code, never by a default password.

The code goes to the telephone or e-mail on record, or stands on a slip that a counter prints after
it has seen the holder's ID document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import clock, limits, once, secrets
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.people import challenges, mailbox, on_record
from anzhu.people.actions import open_account
from anzhu.people.enrolment import weaknesses
from anzhu.people.models import Account, ActivationSlip, Person
from anzhu.rules import identifiers, numbering, parameters
from anzhu.rules.activation import Document
from anzhu.rules.facts import AGENCY_ROLES, Role
from anzhu.rules.objections import Objection, objection

COUNTERS = AGENCY_ROLES | {Role.CENTRE_REVIEWER}
_DAY = 86_400
#: Slips for one person: enough for a clumsy day, not for a pile of codes.
_A_DAY = 5


@dataclass(frozen=True)
class Slip:
    """What is printed: the code in clear is known only now."""

    code: str
    expires_at: datetime


def objections_to_details(*, phone: str, password: str) -> dict[str, list[Objection]]:
    """What is wrong with the new account, by field, whatever the code."""
    found = {
        "phone": list(identifiers.objections_to_phone(phone)),
        "password": weaknesses(password),
    }
    return {field: these for field, these in found.items() if these}


@transaction.atomic
def confirm(
    *, token: str, code: str, phone: str, email: str, password: str, now: datetime
) -> Account | None:
    """Open the account if the code that was sent, or the one on the slip, is right.

    The e-mail address is not the account's yet: a second code goes there (``mailbox``). None if
    the code is wrong, used up or too old: each wrong one costs a try. Raises ``Refused`` for a weak
    password, a malformed number, and for a number that is another account's; the code then stays
    good.
    """
    refuse_if(
        found
        for these in objections_to_details(phone=phone, password=password).values()
        for found in these
    )
    row = challenges.locked("activate", token, now)
    if row is None:
        return None
    person_id = challenges.payload_of(row)["person"]
    contact = on_record.waiting(person_id) if person_id is not None else None
    slip = _live_slip(contact.person_id, now) if contact is not None else None
    by_slip = slip is not None and compare_digest(slip.code_digest, _digest(slip, code))
    if contact is None or not (by_slip or challenges.is_right(row, code)):
        challenges.miss(row)
        _miss(slip)
        return None
    challenges.use(row, now)
    account = _open(contact.person, phone=phone, password=password, now=now)
    _use_up(contact.person_id, now)
    data = {"account": account.pk, "by": "slip" if by_slip else "code"}
    actor = Actor(role=Role.APPLICANT, account_id=account.pk, person_id=account.person_id)
    record("account.activated", chain=HOUSE, actor=actor, now=now, data=data)
    on_record.tell(contact, "account.activated")
    mailbox.ask(account, email, now=now)
    return account


def issue_slip(
    *, person_id: int, document: Document | None, seen: bool, key: str, actor: Actor, now: datetime
) -> Slip:
    """Print a code for a holder who stands at the counter; earlier slips are void.

    ``seen``: the clerk has compared the document with the person. Raises ``Refused``. A repeated
    click gets the same slip.
    """
    if actor.role not in COUNTERS:
        raise NotVisible
    limits.hit("activation.slip", str(person_id), at_most=_A_DAY, per_seconds=_DAY, now=now)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise NotVisible
        refuse_if(_objections_to_slip(person, document, actor, seen=seen))
        code = _code_for(person, key, actor)
        with once.first(key, actor=actor, action="activation.slip", now=now) as turn:
            if turn.answer is not None:
                return Slip(code, _still_good(turn.answer["slip"], person))
            row = _issue(person, code, str(document), actor, now)
            turn.keep({"slip": row.pk})
    return Slip(code, row.expires_at)


def _objections_to_slip(
    person: Person, document: Document | None, actor: Actor, *, seen: bool
) -> Iterator[Objection]:
    if on_record.waiting(person.pk) is None:
        yield objection("activation.not_waiting", "8.0")
    if actor.person_id == person.pk:
        yield objection("separation.own_case", "flow")
    if document is None:
        yield objection("activation.no_document", "8.0")
    if not seen:
        yield objection("activation.not_compared", "8.0")


def _still_good(slip_id: int, person: Person) -> datetime:
    row = ActivationSlip.objects.filter(pk=slip_id, person=person).first()
    if row is None or row.void_at or row.used_at:
        raise Refused.because("activation.slip_gone", "8.0")
    return row.expires_at


def _issue(person: Person, code: str, document: str, actor: Actor, now: datetime) -> ActivationSlip:
    on = clock.day(now)
    live = ActivationSlip.objects.filter(person=person, used_at=None, void_at=None)
    live.update(void_at=now)
    row = ActivationSlip(
        person=person,
        document=document,
        issued_at=now,
        issued_by_id=actor.account,
        expires_at=now + timedelta(days=parameters.ACTIVATION_SLIP_DAYS.on(on)),
        tries_left=parameters.ACTIVATION_SLIP_TRIES.on(on),
    )
    row.code_digest = _digest(row, code)
    row.save(force_insert=True)
    data = {"person": person.pk, "document": document, "slip": row.pk}
    record("activation.slip_issued", chain=HOUSE, actor=actor, now=now, data=data)
    return row


def _code_for(person: Person, key: str, actor: Actor) -> str:
    """From the one-time key, so that a repeated click prints the same; useless without our key."""
    said = f"activation.slip|{key}|{person.uid}|{actor.account}"
    return numbering.slip_code(int(secrets.blind_index(said), 16))


def _digest(slip: ActivationSlip, code: str) -> str:
    return secrets.blind_index(f"activation|{slip.uid}|{numbering.cleaned_ref(code)}")


def _live_slip(person_id: int, now: datetime) -> ActivationSlip | None:
    rows = ActivationSlip.objects.select_for_update().filter(
        person_id=person_id, used_at=None, void_at=None, expires_at__gt=now, tries_left__gt=0
    )
    return rows.first()


def _miss(slip: ActivationSlip | None) -> None:
    if slip is not None:
        slip.tries_left -= 1
        slip.save(update_fields=["tries_left"])


def _use_up(person_id: int, now: datetime) -> None:
    """Whatever way was taken, no slip opens anything any more."""
    live = ActivationSlip.objects.filter(person_id=person_id, used_at=None, void_at=None)
    live.update(used_at=now)


def _open(person: Person, *, phone: str, password: str, now: datetime) -> Account:
    try:
        with transaction.atomic():
            return open_account(
                name=person.name,
                id_number=person.id_number,
                role=Role.APPLICANT,
                email="",
                phone=phone,
                hashed=make_password(password),
                now=now,
            )
    except IntegrityError as taken:
        raise Refused.because("activation.phone_taken", "8.0") from taken
