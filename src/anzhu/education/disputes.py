"""A holder objects to an imported record; its institution takes it back or says why not."""

from datetime import datetime

from django.db import IntegrityError, transaction

from anzhu.audit.actions import record as note
from anzhu.education.models import Dispute, DisputeState, Record, RecordState
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.law import queries as law
from anzhu.notices.actions import ToTell, put_all
from anzhu.people import queries as people
from anzhu.rules import deadlines
from anzhu.rules.filing import Source

_LONGEST = 500


@transaction.atomic
def raise_dispute(*, record_id: int, said: str, key: str, actor: Actor, now: datetime) -> Dispute:
    """Say that an imported record is wrong, and why; the institution is told.

    Raises ``Refused`` without a reason, for a record that is gone or used, and while an earlier
    objection to it is open.
    """
    with once.first(key, actor=actor, action="education.dispute", now=now) as turn:
        if turn.answer is not None:
            return Dispute.objects.get(pk=turn.answer["dispute"])
        found = _imported(record_id, actor)
        if not said.strip():
            raise Refused.because("education.no_reason", "4.5")
        # From now on it is known whose it is, also when it came before its owner.
        Record.objects.filter(pk=found.pk, person=None).update(person_id=actor.person)
        try:
            with transaction.atomic():
                made = Dispute.objects.create(
                    record=found,
                    said=said.strip()[:_LONGEST],
                    raised_at=now,
                    due_on=deadlines.answer_dispute_by(clock.day(now), law.calendar()).day,
                )
        except IntegrityError as twice:
            raise Refused.because("education.already_disputed", "4.5") from twice
        _note("education.dispute_raised", made, actor, now)
        _tell_institution(found, made, now)
        turn.keep({"dispute": made.pk})
        return made


def _imported(record_id: int, actor: Actor) -> Record:
    rows = Record.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.select_related("batch").filter(pk=record_id, source=Source.INSTITUTION).first()
    if found is None:
        raise NotVisible
    if found.used_for:
        raise Refused.because("education.used", "R7", ref=found.used_for)
    if found.state != RecordState.STANDS:
        raise Refused.because("education.record_gone", "4.5")
    return found


@transaction.atomic
def answer(
    *, dispute_id: int, upheld: bool, said: str, key: str, actor: Actor, now: datetime
) -> Dispute:
    """Take the record back (``upheld``) or keep it, with a reason; the holder is told.

    Once for each ``key``. Raises ``Refused`` without a reason, when it was answered already, and
    when the hours were used for a grant meanwhile.
    """
    with once.first(key, actor=actor, action="education.answer", now=now) as turn:
        rows = Dispute.objects.visible_to(actor).select_for_update(of=("self",))
        found = rows.filter(pk=dispute_id).first()
        if found is None:
            raise NotVisible
        if turn.answer is not None:
            return found
        if found.state != DisputeState.OPEN:
            raise Refused.because("dispute.wrong_status", "4.5")
        if not said.strip():
            raise Refused.because("education.no_reason", "4.5")
        if upheld:
            _withdraw(found.record_id, now)
        found.state = DisputeState.UPHELD if upheld else DisputeState.REJECTED
        found.answer, found.answered_at = said.strip()[:_LONGEST], now
        found.answered_by_id = actor.account
        found.save()
        _note(f"education.dispute_{found.state}", found, actor, now)
        _tell_holder(found, now)
        turn.keep({"dispute": found.pk})
        return found


def _withdraw(record_id: int, now: datetime) -> None:
    row = Record.objects.select_for_update().get(pk=record_id)
    if row.used_for:
        raise Refused.because("education.used", "R7", ref=row.used_for)
    if row.state == RecordState.STANDS:
        row.state, row.ended_at = RecordState.WITHDRAWN, now
        row.save(update_fields=["state", "ended_at"])


def _tell_institution(record: Record, dispute: Dispute, now: datetime) -> None:
    institution = record.batch.institution_id if record.batch else 0
    told = [
        ToTell(account_id=account.pk, params={"until": dispute.due_on}, email=account.email)
        for account in people.accounts_of_institution(institution)
    ]
    put_all("education.disputed", told, now=now)


def _tell_holder(dispute: Dispute, now: datetime) -> None:
    record = dispute.record
    account = people.applicant_account_of(record.person_id or 0)
    if account is not None:
        params = {"institution": record.provider, "completed": record.completed}
        told = ToTell(account_id=account.pk, params=params, email=account.email)
        put_all(f"education.dispute_{dispute.state}", [told], now=now)


def _note(event: str, row: Dispute, actor: Actor, now: datetime) -> None:
    chain = row.record.batch.number if row.record.batch else ""
    data = {"dispute": row.pk, "record": row.record_id}
    note(event, chain=chain, actor=actor, now=now, data=data)
