"""A person's own records of continuing education, as far as applications have a say in them.

What was submitted stays as it was while somebody decides about it; a return that asks for the
hours, or that follows their loss, gives the pen back.
"""

from datetime import datetime

from django.db import transaction

from anzhu.cases import facts, hours
from anzhu.cases.models import Case
from anzhu.education import actions as education
from anzhu.education.actions import Said
from anzhu.education.models import Record, RecordState
from anzhu.education.own import own
from anzhu.files.actions import Upload
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.rules.facts import IN_FLIGHT, REGISTRATION_KINDS, Status
from anzhu.rules.filing import Source


@transaction.atomic
def add(*, said: Said, key: str, actor: Actor, now: datetime) -> Record:
    """Enter a course; as ``education.actions.add``. A new record is in nobody's hands yet."""
    return education.add(said=said, key=key, actor=actor, now=now)


@transaction.atomic
def change(*, record_id: int, said: Said, key: str, actor: Actor, now: datetime) -> Record:
    """Correct an own record; raises ``Refused`` while it is under review."""
    _refuse_if_under_review(record_id, actor)
    return education.change(record_id=record_id, said=said, key=key, actor=actor, now=now)


@transaction.atomic
def remove(*, record_id: int, actor: Actor, now: datetime) -> Record:
    """Take an own record away; raises ``Refused`` while it is under review."""
    _refuse_if_under_review(record_id, actor)
    return education.remove(record_id=record_id, actor=actor, now=now)


@transaction.atomic
def add_proof(*, record_id: int, upload: Upload, key: str, actor: Actor, now: datetime) -> int:
    """Lay a certificate beside an own record; its key. As ``change`` refuses."""
    _refuse_if_under_review(record_id, actor)
    return education.add_proof(record_id=record_id, upload=upload, key=key, actor=actor, now=now)


@transaction.atomic
def remove_proof(*, record_id: int, proof_id: int, actor: Actor, now: datetime) -> None:
    """Take a page of a certificate away; raises ``Refused`` while it is under review."""
    _refuse_if_under_review(record_id, actor)
    education.remove_proof(record_id=record_id, proof_id=proof_id, actor=actor, now=now)


def locked(record_id: int, actor: Actor) -> Record:
    """An own record that takes certificates, under lock; in a transaction.

    Raises ``NotVisible``, or ``Refused`` while it may not be changed.
    """
    _refuse_if_under_review(record_id, actor)
    record = own(record_id, actor)
    if record.state != RecordState.STANDS:
        raise NotVisible
    return record


def takes_proofs(record_id: int, actor: Actor) -> bool:
    """Is this an own record of the actor that takes certificates now?"""
    rows = Record.objects.visible_to(actor).standing()
    free = rows.filter(pk=record_id, source=Source.SELF, used_for="").exists()
    return free and record_id not in under_review(actor)[0]


def under_review(actor: Actor) -> tuple[frozenset[int], str]:
    """The records that may not be changed now, and the application that holds them."""
    return _held(_in_flight(actor))


def _refuse_if_under_review(record_id: int, actor: Actor) -> None:
    # Locked, so that a submission at the same moment freezes either the old or the new record.
    held, ref = _held(_in_flight(actor, lock=True))
    if record_id in held:
        raise Refused.because("education.under_review", "R7", ref=ref)


def _in_flight(actor: Actor, *, lock: bool = False) -> Case | None:
    rows = Case.objects.select_for_update() if lock else Case.objects.all()
    return rows.filter(
        person_id=actor.person, kind__in=REGISTRATION_KINDS, status__in=sorted(IN_FLIGHT)
    ).first()


def _held(case: Case | None) -> tuple[frozenset[int], str]:
    if case is None or case.status == Status.DRAFT:
        return frozenset(), ""
    frozen = hours.as_submitted(hours.latest(case))
    opened = case.status == Status.CORRECTION and "education" in facts.pages_opened_by_return(case)
    if frozen is None or opened:
        return frozenset(), ""
    return frozenset(record.key for record in frozen.records), case.ref
