"""The ministry's decision on a batch: approved, refused or left out, all in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.fields.json import KeyTextTransform

from anzhu.audit.actions import ToRecord, record, record_all
from anzhu.cases.models import Case, Revision
from anzhu.cases.together import objections_to_all, take_step_together
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, refuse_if
from anzhu.production import items, lists
from anzhu.production.batches import cases_of, chain_of, digest, locked
from anzhu.production.models import Batch, BatchCase, Item, Outcome
from anzhu.registrations import actions as registrations
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Asked, Reason
from anzhu.rules.objections import Objection, objection
from anzhu.rules.production import BATCH_STEPS, BatchStatus, objections_to_batch_step

_STEP_OF = {
    Outcome.APPROVED: "approve",
    Outcome.REFUSED: "refuse",
    Outcome.LEFT_OUT: "leave_out",
}


@dataclass(frozen=True)
class _Verdict:
    """Cases that share an outcome and what is asked with it."""

    outcome: Outcome
    asked: Asked
    cases: tuple[Case, ...]


@transaction.atomic
def approve(
    *,
    batch_id: int,
    leaving_out: Mapping[int, str],
    refusing: Mapping[int, Sequence[Reason]],
    second_factor: bool,
    key: str,
    actor: Actor,
    now: datetime,
) -> Batch:
    """Decide a frozen batch: refuse ``refusing`` (by case, with reasons), send back ``leaving_out``
    (with a note), approve all others and grant their registrations from today.

    Everything or nothing: raises ``Refused`` with the objections of all cases. Raises
    ``NotVisible`` for a case that is not in the batch. A repeated ``key`` returns the first answer.
    """
    with once.first(key, actor=actor, action="batch.approve", now=now) as turn:
        batch = locked(batch_id, actor)
        if turn.answer is not None:
            return batch
        refuse_if(_objections_to_batch(batch, actor, second_factor=second_factor))
        cases = cases_of(batch)
        refuse_if(_objections_to_content(batch, cases))
        verdicts = _verdicts(cases, leaving_out, refusing, second_factor=second_factor)
        known = {"batch_frozen": True, "batch_compiled_by": batch.compiled_by_id}
        refuse_if(_objections_to_cases(verdicts, known, actor, now))
        for verdict in verdicts:
            _carry_out(verdict, batch, known, actor=actor, now=now)
        _close(batch, verdicts, actor=actor, now=now)
        turn.keep({"batch": batch.pk})
    return batch


def _objections_to_batch(batch: Batch, actor: Actor, *, second_factor: bool) -> Iterator[Objection]:
    """What speaks against the whole batch is said once, not once for every case in it."""
    step = BATCH_STEPS["decide"]
    yield from objections_to_batch_step(step, BatchStatus(batch.status), actor.facts)
    if actor.person_id in (batch.compiled_by_id, batch.frozen_by_id):
        yield objection("separation.compiler_approves", "flow")
    if not second_factor:
        yield objection("second_factor.missing", "flow")


def _objections_to_content(batch: Batch, cases: Sequence[Case]) -> Iterator[Objection]:
    """What is approved must be what was frozen, to the letter."""
    if lists.digest(batch.number, lists.rows(cases)) != batch.digest:
        yield objection("batch.changed_since_frozen", "2.10")


def _verdicts(
    cases: Sequence[Case],
    leaving_out: Mapping[int, str],
    refusing: Mapping[int, Sequence[Reason]],
    *,
    second_factor: bool,
) -> list[_Verdict]:
    by_key = {case.pk: case for case in cases}
    named = set(leaving_out) | set(refusing)
    if not named <= by_key.keys() or set(leaving_out) & set(refusing):
        raise NotVisible
    rest = tuple(case for case in cases if case.pk not in named)
    found = [_Verdict(Outcome.APPROVED, Asked(second_factor=second_factor), rest)]
    # Cases with the same reasons are one act of many: a thousand cost hardly more than one.
    reasons_of = {key: tuple(reasons) for key, reasons in refusing.items()}
    for said in dict.fromkeys(reasons_of.values()):
        alike = tuple(by_key[key] for key, reasons in reasons_of.items() if reasons == said)
        asked = Asked(second_factor=second_factor, reasons=said)
        found.append(_Verdict(Outcome.REFUSED, asked, alike))
    for note in dict.fromkeys(leaving_out.values()):
        alike = tuple(by_key[key] for key, other in leaving_out.items() if other == note)
        asked = Asked(second_factor=second_factor, note=note)
        found.append(_Verdict(Outcome.LEFT_OUT, asked, alike))
    return found


def _objections_to_cases(
    verdicts: Sequence[_Verdict], known: Mapping[str, object], actor: Actor, now: datetime
) -> list[Objection]:
    return [
        found
        for verdict in verdicts
        for found in objections_to_all(
            _STEP_OF[verdict.outcome],
            cases=verdict.cases,
            actor=actor,
            now=now,
            asked=verdict.asked,
            known=known,
        )
    ]


def _carry_out(
    verdict: _Verdict,
    batch: Batch,
    known: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    take_step_together(
        _STEP_OF[verdict.outcome],
        cases=verdict.cases,
        actor=actor,
        now=now,
        asked=verdict.asked,
        known=known,
    )
    if verdict.outcome is Outcome.APPROVED and verdict.cases:
        _grant(batch, verdict.cases, actor=actor, now=now)
    members = BatchCase.objects.filter(batch=batch, case__in=verdict.cases)
    members.update(outcome=verdict.outcome)


def _grant(batch: Batch, cases: Sequence[Case], *, actor: Actor, now: datetime) -> None:
    """Registrations in the order of the list, each in the record, each with its sheet to make."""
    place = dict(batch.members.values_list("case_id", "position"))
    ordered = sorted(cases, key=lambda case: place[case.pk])
    submitted = _submitted(ordered)
    grants = [
        registrations.Grant(
            person_id=case.person_id,
            category=case.category,
            employer_name=case.employer_name,
            employer_uscc=submitted[case.pk].uscc,
            case_ref=case.ref,
        )
        for case in ordered
    ]
    granted = registrations.grant_all(grants, on=clock.day(now))
    _record_grants(granted, actor=actor, now=now)
    made = [
        _item(case, row, submitted[case.pk], now)
        for case, row in zip(ordered, granted, strict=True)
    ]
    items.make(made, actor=actor, now=now)


def _record_grants(granted: Sequence[Registration], *, actor: Actor, now: datetime) -> None:
    said = [
        ToRecord(
            chain=row.case_ref,
            subject=f"registrations.registration:{row.pk}",
            digest=registrations.digest(row),
            data={"number": row.number},
        )
        for row in granted
    ]
    record_all("registration.granted", said, actor=actor, now=now)


@dataclass(frozen=True)
class _Submitted:
    """What a grant takes from the revision that was last submitted."""

    uscc: str
    photo_id: UUID


def _submitted(cases: Sequence[Case]) -> dict[int, _Submitted]:
    rows = (
        Revision.objects.filter(case__in=cases)
        .order_by("case_id", "-number")
        .distinct("case_id")
        .values_list(
            "case_id",
            KeyTextTransform("uscc", KeyTextTransform("employer", "answers")),
            "photo_id",
        )
    )
    return {case: _Submitted(uscc or "", photo) for case, uscc, photo in rows}


def _item(case: Case, row: Registration, submitted: _Submitted, now: datetime) -> Item:
    return Item(
        case=case,
        registration=row,
        kind=items.sheet_for(case, clock.day(now)),
        status_at=now,
        agency_id=case.agency_id or 0,
        number=row.number,
        name=case.applicant_name,
        category=row.category,
        employer_name=row.employer_name,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        approved_on=row.granted_on,
        photo_id=submitted.photo_id,
    )


def _close(batch: Batch, verdicts: Sequence[_Verdict], *, actor: Actor, now: datetime) -> None:
    batch.status, batch.decided_at = BatchStatus.DECIDED, now
    batch.decided_by_id, batch.decided_with_id = actor.person_id, actor.account_id
    batch.save(update_fields=["status", "decided_at", "decided_by", "decided_with"])
    record(
        "batch.decided",
        chain=chain_of(batch),
        actor=actor,
        now=now,
        subject=f"production.batch:{batch.pk}",
        digest=digest(batch),
        data={
            "list": batch.digest,
            **{
                str(outcome): sum(len(one.cases) for one in verdicts if one.outcome is outcome)
                for outcome in Outcome
            },
        },
    )
