"""The centre's side of a batch: compile it, change it, freeze it, thaw it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anzhu.audit.actions import ToRecord, record, record_all
from anzhu.audit.chain import row_digest
from anzhu.cases.models import Case
from anzhu.cases.together import locked_all, take_step_together
from anzhu.kernel import clock, jobs, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.production import facts, lists, numbers
from anzhu.production.models import Batch, BatchCase, FrozenList
from anzhu.rules.facts import Asked
from anzhu.rules.listing import objections_to_listing
from anzhu.rules.objections import Objection, objection
from anzhu.rules.production import BATCH_STEPS, BatchStatus, objections_to_batch_step


@transaction.atomic
def compile_batch(*, case_ids: Sequence[int], key: str, actor: Actor, now: datetime) -> Batch:
    """Open a batch with these concluded cases, all of them or none.

    Raises ``Refused`` naming every case that may not be in it (wrong status, another batch).
    """
    with once.first(key, actor=actor, action="batch.compile", now=now) as turn:
        if turn.answer is not None:
            return Batch.objects.get(pk=turn.answer["batch"])
        if actor.person_id is None or actor.account_id is None:
            raise Refused.because("step.not_yours", "flow", step="compile")
        if not case_ids:
            raise Refused.because("batch.nothing_chosen", "2.10")
        batch = Batch.objects.create(
            number=numbers.batch_number(clock.day(now)),
            opened_at=now,
            compiled_by_id=actor.person_id,
            compiled_with_id=actor.account_id,
        )
        _list_cases(batch, case_ids, actor=actor, now=now)
        _record("opened", batch, actor=actor, now=now, cases=len(case_ids))
        turn.keep({"batch": batch.pk})
    return batch


@transaction.atomic
def add(*, batch_id: int, case_ids: Sequence[int], actor: Actor, now: datetime) -> Batch:
    """Put more concluded cases into an open batch."""
    batch = locked(batch_id, actor)
    _refuse_unless_open(batch, actor)
    _list_cases(batch, case_ids, actor=actor, now=now)
    _record("added", batch, actor=actor, now=now, cases=len(case_ids))
    return batch


@transaction.atomic
def remove(*, batch_id: int, case_id: int, actor: Actor, now: datetime) -> Batch:
    """Take one case out of an open batch; it waits for another one."""
    batch = locked(batch_id, actor)
    _refuse_unless_open(batch, actor)
    member = BatchCase.objects.select_related("case").filter(batch=batch, case_id=case_id).first()
    if member is None:
        raise NotVisible
    said = {"batch": batch.number}
    record("batch.removed", chain=member.case.ref, actor=actor, now=now, data=said)
    member.delete()
    return batch


@transaction.atomic
def freeze(*, batch_id: int, key: str, actor: Actor, now: datetime) -> Batch:
    """Fix the list of the batch and its digest; bans and duplicates are looked for once more.

    The list is printed (PDF, XLSX) by a job; the digest covers its content, not the paper.
    """
    with once.first(key, actor=actor, action="batch.freeze", now=now) as turn:
        batch = locked(batch_id, actor)
        if turn.answer is not None:
            return batch
        _refuse_step("freeze", batch, actor)
        cases = cases_of(batch)
        refuse_if(_objections_to_list(cases, now))
        rows = _in_order(batch, cases)
        batch.status, batch.frozen_at, batch.frozen_by_id = BatchStatus.FROZEN, now, actor.person_id
        batch.digest = lists.digest(batch.number, rows)
        batch.save(update_fields=["status", "frozen_at", "frozen_by", "digest"])
        FrozenList.objects.create(batch=batch, rows=rows)
        _record("frozen", batch, actor=actor, now=now, cases=len(cases))
        jobs.later(lists.print_list, batch_id=batch.pk)
        turn.keep({"batch": batch.pk})
    return batch


@transaction.atomic
def thaw(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Open a frozen batch again as long as it is undecided; its list is discarded."""
    batch = locked(batch_id, actor)
    _refuse_step("thaw", batch, actor)
    FrozenList.objects.filter(batch=batch).delete()
    batch.status, batch.frozen_at, batch.frozen_by, batch.digest = BatchStatus.OPEN, None, None, ""
    batch.save(update_fields=["status", "frozen_at", "frozen_by", "digest"])
    _record("thawed", batch, actor=actor, now=now)
    return batch


def locked(batch_id: int, actor: Actor) -> Batch:
    """The batch under a row lock, freshly read; ``NotVisible`` if the actor may not know of it."""
    row = Batch.objects.visible_to(actor).select_for_update().filter(pk=batch_id).first()
    if row is None:
        raise NotVisible
    return row


def cases_of(batch: Batch) -> list[Case]:
    """The cases of a batch under row locks, in the order of their keys."""
    return locked_all(list(batch.members.values_list("case_id", flat=True)))


def digest(batch: Batch) -> str:
    """The fingerprint of the columns that say where a batch stands."""
    return row_digest(
        {
            "number": batch.number,
            "status": batch.status,
            "compiled": [batch.compiled_by_id, batch.compiled_with_id],
            "frozen": [batch.frozen_by_id, batch.digest],
            "decided": [batch.decided_by_id, batch.decided_with_id],
        }
    )


def chain_of(batch: Batch) -> str:
    """The chain in which the record of a batch is kept."""
    return f"batch.{batch.number}"


def _record(event: str, batch: Batch, *, actor: Actor, now: datetime, **data: object) -> None:
    record(
        f"batch.{event}",
        chain=chain_of(batch),
        actor=actor,
        now=now,
        subject=f"production.batch:{batch.pk}",
        digest=digest(batch),
        data={"list": batch.digest, **data},
    )


def _list_cases(batch: Batch, case_ids: Sequence[int], *, actor: Actor, now: datetime) -> None:
    known = set(Case.objects.visible_to(actor).filter(pk__in=case_ids).values_list("pk", flat=True))
    if known != set(case_ids):
        raise NotVisible
    cases = locked_all(case_ids)
    listed = dict(
        BatchCase.objects.filter(case__in=cases, outcome="").values_list("case_id", "batch__number")
    )
    refuse_if(
        objection("batch.in_another", "2.10", ref=case.ref, number=listed[case.pk])
        for case in cases
        if case.pk in listed
    )
    take_step_together("compile", cases=cases, actor=actor, now=now, asked=Asked())
    BatchCase.objects.bulk_create(BatchCase(batch=batch, case=case) for case in cases)
    said = [ToRecord(chain=case.ref, data={"batch": batch.number}) for case in cases]
    record_all("batch.listed", said, actor=actor, now=now)


def _refuse_unless_open(batch: Batch, actor: Actor) -> None:
    # What may be frozen may also still be changed.
    _refuse_step("freeze", batch, actor)


def _refuse_step(name: str, batch: Batch, actor: Actor) -> None:
    step, status = BATCH_STEPS[name], BatchStatus(batch.status)
    refuse_if(objections_to_batch_step(step, status, actor.facts))


def _objections_to_list(cases: Sequence[Case], now: datetime) -> list[Objection]:
    if not cases:
        return [objection("batch.empty", "2.10")]
    seen, on = facts.listed_facts(cases), clock.day(now)
    return [found for case in cases for found in objections_to_listing(seen[case.pk], on)]


def _in_order(batch: Batch, cases: Sequence[Case]) -> list[dict[str, str]]:
    """The rows of the list, in its order: by agency, filing day, reference; kept on the members."""
    rows = lists.rows(cases)
    place = {row["ref"]: position for position, row in enumerate(rows, start=1)}
    members = list(batch.members.select_related("case"))
    for member in members:
        member.position = place[member.case.ref]
    BatchCase.objects.bulk_update(members, ["position"], batch_size=2000)
    return rows
