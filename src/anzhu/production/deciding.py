"""The ministry's decision on a batch: approved, refused or left out, all in one transaction.

A change without renewal whose registration is over by now ends instead (R5); by itself, if the
clock has not ended it before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.cases.models import Case
from anzhu.cases.together import objections_to_all, take_step_together
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, refuse_if
from anzhu.production import granting, lists
from anzhu.production.batches import cases_of, chain_of, digest, locked
from anzhu.production.facts import listed_facts
from anzhu.production.models import Batch, BatchCase, Outcome
from anzhu.rules.facts import Asked, Reason, Status
from anzhu.rules.listing import ends_undecided, objections_to_listing
from anzhu.rules.objections import Objection, objection
from anzhu.rules.production import BATCH_STEPS, BatchStatus, objections_to_batch_step

_STEP_OF = {
    Outcome.APPROVED: "approve",
    Outcome.REFUSED: "refuse",
    Outcome.LEFT_OUT: "leave_out",
    Outcome.EXPIRED: "expire",
}


@dataclass(frozen=True)
class _Verdict:
    """Cases that share an outcome and what is asked with it."""

    outcome: Outcome
    asked: Asked
    cases: tuple[Case, ...]
    #: the clock was here first
    has_ended: bool = False


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
    (with a note), approve all others and grant their registrations today.

    Everything or nothing: raises ``Refused`` with the objections of all cases; bans and the
    registrations held are looked at once more. Raises ``NotVisible`` for a case that is not in the
    batch. A repeated ``key`` returns the first answer.
    """
    with once.first(key, actor=actor, action="batch.approve", now=now) as turn:
        batch = locked(batch_id, actor)
        if turn.answer is not None:
            return batch
        refuse_if(_objections_to_batch(batch, actor, second_factor=second_factor))
        cases = cases_of(batch)
        refuse_if(_objections_to_content(batch, cases))
        verdicts = _verdicts(cases, leaving_out, refusing, second_factor=second_factor)
        verdicts = _without_expired(verdicts, clock.day(now))
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


def _without_expired(verdicts: Sequence[_Verdict], on: date) -> list[_Verdict]:
    """The verdicts, but for cases that have ended or end now because of their registrations."""
    found: list[_Verdict] = []
    ending: list[Case] = []
    gone: list[Case] = []
    for verdict in verdicts:
        seen = listed_facts(verdict.cases) if verdict.outcome is Outcome.APPROVED else {}
        going_on = []
        for case in verdict.cases:
            if case.status == Status.EXPIRED:
                gone.append(case)
            elif seen and ends_undecided(seen[case.pk], on):
                ending.append(case)
            else:
                going_on.append(case)
        found.append(replace(verdict, cases=tuple(going_on)))
    ended = _Verdict(Outcome.EXPIRED, Asked(), tuple(gone), has_ended=True)
    return [*found, _Verdict(Outcome.EXPIRED, Asked(), tuple(ending)), ended]


def _objections_to_cases(
    verdicts: Sequence[_Verdict], known: Mapping[str, object], actor: Actor, now: datetime
) -> list[Objection]:
    return [
        found
        for verdict in verdicts
        for found in (
            *_objections_to_step(verdict, known, actor, now),
            *_objections_to_grants(verdict, now),
        )
    ]


def _objections_to_step(
    verdict: _Verdict, known: Mapping[str, object], actor: Actor, now: datetime
) -> list[Objection]:
    if verdict.has_ended:
        return []
    return objections_to_all(
        _STEP_OF[verdict.outcome],
        cases=verdict.cases,
        actor=actor,
        now=now,
        asked=verdict.asked,
        known={**known, "registration_expired": verdict.outcome is Outcome.EXPIRED},
    )


def _objections_to_grants(verdict: _Verdict, now: datetime) -> list[Objection]:
    """Bans and registrations as they are today, of those to whom something is to be granted."""
    if verdict.outcome is not Outcome.APPROVED:
        return []
    seen, on = listed_facts(verdict.cases), clock.day(now)
    return [one for case in verdict.cases for one in objections_to_listing(seen[case.pk], on)]


def _carry_out(
    verdict: _Verdict,
    batch: Batch,
    known: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    if not verdict.has_ended:
        take_step_together(
            _STEP_OF[verdict.outcome],
            cases=verdict.cases,
            actor=actor,
            now=now,
            asked=verdict.asked,
            known={**known, "registration_expired": verdict.outcome is Outcome.EXPIRED},
        )
    if verdict.outcome is Outcome.APPROVED and verdict.cases:
        granting.grant(batch, verdict.cases, actor=actor, now=now)
    members = BatchCase.objects.filter(batch=batch, case__in=verdict.cases)
    members.update(outcome=verdict.outcome)


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
