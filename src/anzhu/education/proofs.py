"""Certificates beside own records: uploads that go through the bounded child like all others."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from anzhu.education.models import Proof, ProofState
from anzhu.education.own import own
from anzhu.files import actions as files
from anzhu.files.actions import CleanPage, Upload
from anzhu.kernel import clock, jobs, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.rules.objections import Objection

#: Pages of one certificate.
MOST_PAGES = 4


@transaction.atomic
def add(*, record_id: int, upload: Upload, key: str, actor: Actor, now: datetime) -> int:
    """Lay a file beside an own record, once for each ``key``; its key. Raises ``Refused``."""
    with once.first(key, actor=actor, action="education.proof", now=now) as turn:
        if turn.answer is not None:
            return int(turn.answer["proof"])
        record = own(record_id, actor)
        lying = Proof.objects.filter(record=record, removed_at=None)
        if lying.exclude(state=ProofState.REFUSED).count() >= MOST_PAGES:
            raise Refused.because("education.proof_full", "4.5", most=MOST_PAGES)
        received = files.receive(upload, purpose="education.proof", actor=actor, now=now)
        lying.filter(state=ProofState.REFUSED).update(removed_at=now)
        last = Proof.objects.filter(record=record).aggregate(last=Max("position"))["last"]
        made = Proof.objects.create(
            record=record,
            position=(last or 0) + 1,
            received=received,
            shown_name=received.shown_name,
            uploaded_at=now,
        )
        jobs.later(check, proof_id=made.pk)
        turn.keep({"proof": made.pk})
        return made.pk


@transaction.atomic
def remove(*, record_id: int, proof_id: int, actor: Actor, now: datetime) -> None:
    """Take a page away; harmless to repeat."""
    record = own(record_id, actor)
    Proof.objects.filter(pk=proof_id, record=record, removed_at=None).update(removed_at=now)


@jobs.task(name="education.check_proof", queue="images", retry=2)
def check(proof_id: int) -> None:
    """Clean an upload; runs again harmlessly if a worker was killed half-way."""
    proof = Proof.objects.get(pk=proof_id)
    if proof.state != ProofState.CHECKING or proof.received_id is None:
        return
    try:
        cleaned = files.clean(proof.received_id, now=clock.now(), most_pages=MOST_PAGES)
    except Refused as refused:
        _settle_refused(proof_id, refused.objections)
        return
    _settle(proof_id, cleaned)


@transaction.atomic
def _settle(proof_id: int, cleaned: Sequence[CleanPage]) -> None:
    proof = Proof.objects.select_for_update().get(pk=proof_id)
    if proof.state != ProofState.CHECKING:
        return
    proof.state, proof.stored_id = ProofState.READY, cleaned[0].stored_id
    proof.save(update_fields=["state", "stored"])
    Proof.objects.bulk_create(
        Proof(
            record_id=proof.record_id,
            position=proof.position + offset,
            state=ProofState.READY,
            received_id=proof.received_id,
            stored_id=page.stored_id,
            shown_name=proof.shown_name,
            uploaded_at=proof.uploaded_at,
            removed_at=proof.removed_at,
        )
        for offset, page in enumerate(cleaned[1:], start=1)
    )


@transaction.atomic
def _settle_refused(proof_id: int, why: Sequence[Objection]) -> None:
    Proof.objects.filter(pk=proof_id, state=ProofState.CHECKING).update(
        state=ProofState.REFUSED,
        refusals=[
            {"code": one.code, "clause": one.clause, "params": dict(one.params)} for one in why
        ],
    )
