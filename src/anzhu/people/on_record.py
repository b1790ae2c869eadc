"""Holders of the time before who have no account yet: who they are, how they are reached."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from anzhu.kernel import clock, jobs, secrets
from anzhu.notices.actions import send
from anzhu.people import challenges
from anzhu.people.models import Account, Challenge, ContactOnRecord, Person
from anzhu.people.taking_over import email_on_record, phone_on_record
from anzhu.rules import identifiers
from anzhu.rules.facts import Role


def waiting(person_id: int) -> ContactOnRecord | None:
    """The contact of somebody who came from a list and has no account; None for all others."""
    row = ContactOnRecord.objects.select_related("person").filter(person_id=person_id).first()
    return None if row is None or _has_account(person_id) else row


def must_activate(*, id_number: str, name: str, email: str) -> bool:
    """Must whoever signs up with these prove more than to know an ID number?

    Not where the name is right and the code goes to the very e-mail address on record.
    """
    index = secrets.blind_index(identifiers.cleaned(id_number))
    rows = ContactOnRecord.objects.select_related("person").filter(person__id_index=index)
    row = rows.first()
    if row is None:
        return False
    same = row.person.name == name.strip() and email_on_record(row) == email.strip().lower()
    return not (same and email)


def begin(person: Person | None, *, now: datetime) -> str:
    """A challenge for somebody or for nobody: the same work, and the code is sent by a job."""
    row = challenges.begun("activate", {"person": person.pk if person else None}, now=now)
    row.save(force_insert=True)
    jobs.later(send_code, challenge_id=row.pk)
    return row.token


@jobs.task(name="people.send_activation_code", queue="notices", retry=3)
def send_code(*, challenge_id: int) -> None:
    """Send the code of an activation to where the holder is on record; nothing for nobody.

    A code is made here, not while the visitor waits, so that the time of the answer says nothing.
    Harmless to repeat: a code that is there stays the only one.
    """
    with transaction.atomic():
        row = Challenge.objects.select_for_update().get(pk=challenge_id)
        person_id = challenges.payload_of(row)["person"]
        if person_id is None or row.code_digest:
            return
        contact = waiting(person_id)
        if contact is None:
            _tell_the_owner(person_id)
            return
        code = secrets.code()
        row.code_digest = challenges.digest(row.token, code)
        row.save(update_fields=["code_digest"])
        _send(contact, "account.activation_code", code=code)


def demo_address(token: str) -> str:
    """Where the code of this activation goes, for a demo's page; empty outside a demo."""
    row = Challenge.objects.filter(token=token).first() if settings.ANZHU_DEMO else None
    person_id = challenges.payload_of(row)["person"] if row else None
    contact = waiting(person_id) if person_id is not None else None
    if contact is None:
        return ""
    return email_on_record(contact) or phone_on_record(contact)


def tell(contact: ContactOnRecord, event: str) -> None:
    """Say something to a holder by every way on record."""
    _send(contact, event)


def _send(contact: ContactOnRecord, event: str, **params: str) -> None:
    ways = (("email", email_on_record(contact)), ("sms", phone_on_record(contact)))
    for channel, to in ways:
        if to:
            send(event, to=to, channel=channel, now=clock.now(), params=params)


def _tell_the_owner(person_id: int) -> None:
    account = Account.objects.filter(person_id=person_id, role=Role.APPLICANT).first()
    if account is None:
        return
    channel, to = ("email", account.email) if account.email else ("sms", account.phone)
    send("account.exists", to=to, channel=channel, now=clock.now())


def _has_account(person_id: int) -> bool:
    return Account.objects.filter(person_id=person_id, role=Role.APPLICANT).exists()
