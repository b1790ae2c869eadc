from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.audit.chain import row_digest
from anzhu.cases import hours
from anzhu.cases import queries as cases
from anzhu.cases.actions import take_step
from anzhu.cases.effects import LEASE
from anzhu.cases.models import Case
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.organisations import queries as organisations
from anzhu.reviews import entry_marks, queries
from anzhu.reviews.models import Decision, Forwarded, Forwarding, Marks
from anzhu.rules import checklist
from anzhu.rules.facts import TIER_OF, Asked, Mark, Opinion, Reason
from anzhu.rules.objections import objection


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a reviewer says about one item: a mark, and for an unmet one a reason and a note."""

    mark: str
    reason: str = ""
    note: str = ""

    def row(self, item: str) -> dict[str, str]:
        """As it is kept; a reason that is not one of this item's does not come in."""
        known = checklist.item(item).reasons
        reason = self.reason if self.reason in known and self.mark != Mark.MET else ""
        return {"mark": self.mark, "reason": reason, "note": self.note.strip()[:_LONGEST_NOTE]}


_LONGEST_NOTE = 500
#: A lease is lengthened only when this much of it is gone, so that reading does not write.
_RENEW_AFTER = timedelta(minutes=1)


@transaction.atomic
def claim(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """Take a case for review; looking at it decides nothing, not even its acceptance (R12)."""
    case = cases.locked(case_id)
    if case.claimed_by_id == actor.account_id and case.claimed_until:
        return _renewed(case, now)
    live = case.claimed_until is not None and case.claimed_until > now
    name = "take_over" if case.claimed_by_id and not live else "claim"
    return take_step(name, case=case, actor=actor, now=now)


@transaction.atomic
def accept(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Accept a complete application: the twenty days of the first review begin (R12)."""
    with once.first(key, actor=actor, action="accept", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is not None:
            return case
        take_step("accept", case=case, actor=actor, now=now)
        turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def release(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """Give a case back to the queue; the marks stay."""
    return take_step("release", case=cases.locked(case_id), actor=actor, now=now)


@transaction.atomic
def save_mark(
    *, case_id: int, item: str, mark: str, reason: str, note: str, actor: Actor, now: datetime
) -> Case:
    """Keep one mark as it is made, and lengthen the lease; nothing is decided yet."""
    judged = {item: Judged(mark=mark, reason=reason, note=note)}
    return save_marks(case_id=case_id, judged=judged, actor=actor, now=now)


@transaction.atomic
def save_marks(
    *,
    case_id: int,
    judged: Mapping[str, Judged],
    actor: Actor,
    now: datetime,
    entries: Mapping[int, Judged] = MappingProxyType({}),
) -> Case:
    """Keep several marks at once, as ``save_mark`` keeps one: all of them or none.

    ``entries`` are marks on own records of continuing education, by their keys (R7).
    """
    case = cases.locked(case_id)
    _refuse_unless_held(case, actor)
    revision = cases.latest_revision(case)
    refuse_if(
        objection("item.unknown", "flow", item=item)
        for item, said in judged.items()
        if revision is None or item not in revision.checklist or said.mark not in set(Mark)
    )
    refuse_if(entry_marks.objections_to(entries, revision))
    if revision is None:
        return case
    sheet, _ = Marks.objects.select_for_update().get_or_create(
        case=case,
        account_id=actor.account,
        defaults={"revision": revision.number, "saved_at": now},
    )
    same = sheet.revision == revision.number
    kept, learnt = (sheet.marks, sheet.entries) if same else ({}, {})
    kept.update({item: said.row(item) for item, said in judged.items()})
    learnt.update({str(key): said.row(hours.ITEM) for key, said in entries.items()})
    sheet.marks, sheet.entries, sheet.revision, sheet.saved_at = kept, learnt, revision.number, now
    sheet.save(update_fields=["marks", "entries", "revision", "saved_at"])
    return _renewed(case, now)


@transaction.atomic
def carry_over(*, case_id: int, actor: Actor, now: datetime) -> Case:
    """Judge as met, once more, what the last return found met and what has not changed since.

    The reviewer's own act, never preset; marks already made on this revision stay. Harmless to
    repeat. Raises ``Refused`` unless the actor holds the case.
    """
    case = cases.locked(case_id)
    _refuse_unless_held(case, actor)
    made = _sheet(case, actor)
    settled = queries.seen_before(case) - made.keys()
    judged = {item: Judged(mark=Mark.MET) for item in sorted(settled)}
    return save_marks(case_id=case_id, judged=judged, actor=actor, now=now) if judged else case


@transaction.atomic
def return_case(*, case_id: int, key: str, actor: Actor, now: datetime, override: str = "") -> Case:
    """Send the application back with everything that must be corrected, in one notice (R12)."""
    with once.first(key, actor=actor, action="return", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is not None:
            return case
        marks = _sheet(case, actor)
        asked = _asked(case, marks, override=override)
        asked = replace(asked, seen_before=queries.seen_before(case))
        _decide("return", case=case, marks=marks, asked=asked, actor=actor, now=now)
        turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def pass_case(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Conclude the first review in favour: every item is met."""
    with once.first(key, actor=actor, action="pass", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is not None:
            return case
        marks = _sheet(case, actor)
        asked = _asked(case, marks)
        _decide("pass", case=case, marks=marks, asked=asked, actor=actor, now=now)
        turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def oppose(
    *, case_id: int, key: str, reasons: Sequence[Reason], note: str, actor: Actor, now: datetime
) -> Case:
    """Conclude the first review against the application, for reasons of the refusal list."""
    with once.first(key, actor=actor, action="oppose", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is not None:
            return case
        asked = Asked(reasons=tuple(reasons), note=note, opinion=Opinion.AGAINST)
        marks = _sheet(case, actor)
        _decide("oppose", case=case, marks=marks, asked=asked, actor=actor, now=now)
        turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def hand_over(
    *, case_id: int, to_code: str, note: str, actor: Actor, now: datetime, key: str = ""
) -> Case:
    """Pass a case on to the right agency (转办): the filing day stays (R11).

    Without a ``key`` every call is a first one.
    """
    if not key:
        return _hand_over(case_id, to_code, note, actor, now)
    with once.first(key, actor=actor, action="hand_over", now=now) as turn:
        if turn.answer is not None:
            return cases.locked(case_id)
        case = _hand_over(case_id, to_code, note, actor, now)
        turn.keep({"ref": case.ref})
        return case


def _hand_over(case_id: int, to_code: str, note: str, actor: Actor, now: datetime) -> Case:
    case = cases.locked(case_id)
    other = organisations.agency_by_code(to_code)
    asked = Asked(
        note=note,
        to_agency_id=other.pk if other else None,
        to_agency_open=other is not None and other.is_open_on(clock.day(now)),
    )
    return take_step("hand_over", case=case, actor=actor, now=now, asked=asked)


@transaction.atomic
def forward(*, case_ids: Sequence[int], key: str, actor: Actor, now: datetime) -> Forwarding:
    """Forward a batch of reviewed cases to the centre (批次上报); all of them or none."""
    with once.first(key, actor=actor, action="forward", now=now) as turn:
        if turn.answer is not None:
            return Forwarding.objects.get(number=turn.answer["number"])
        if not case_ids:
            raise Refused.because("forward.nothing_chosen", "2.10")
        # One order for everybody: two batches that share cases cannot wait for each other.
        chosen = [cases.locked(case_id) for case_id in sorted(set(case_ids))]
        for case in chosen:
            take_step("forward", case=case, actor=actor, now=now)
        batch = _forwarding(chosen, actor, now)
        turn.keep({"number": batch.number})
        return batch


def _forwarding(chosen: Sequence[Case], actor: Actor, now: datetime) -> Forwarding:
    year = clock.day(now).year
    (sequence,) = next_numbers(series=f"forwarding.{actor.agency}.{year}", how_many=1)
    batch = Forwarding.objects.create(
        agency_id=actor.agency,
        number=f"SB{year}-{actor.agency:03d}-{sequence:04d}",
        by_id=actor.account,
        at=now,
        size=len(chosen),
        digest=row_digest({"cases": [[case.ref, case.agency_opinion] for case in chosen]}),
    )
    Forwarded.objects.bulk_create(
        Forwarded(forwarding=batch, case=case, position=place)
        for place, case in enumerate(chosen, start=1)
    )
    for case in chosen:
        record(
            "case.in_forwarding",
            chain=case.ref,
            actor=actor,
            now=now,
            data={"forwarding": batch.number, "list": batch.digest},
        )
    return batch


@transaction.atomic
def send_back(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """The centre sends a case back to the agency; the agency decides what the applicant must do."""
    with once.first(key, actor=actor, action="send_back", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is not None:
            return case
        marks = _sheet(case, actor)
        asked = Asked(note=note)
        _decide("send_back", case=case, marks=marks, asked=asked, actor=actor, now=now)
        turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def conclude(
    *,
    case_id: int,
    key: str,
    opinion: Opinion,
    actor: Actor,
    now: datetime,
    reasons: Sequence[Reason] = (),
    note: str = "",
) -> Case:
    """Conclude the final review; where it differs from the agency's opinion, with reasons."""
    with once.first(key, actor=actor, action="conclude", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is not None:
            return case
        marks = _sheet(case, actor)
        asked = Asked(opinion=opinion, reasons=tuple(reasons), note=note)
        _decide("conclude", case=case, marks=marks, asked=asked, actor=actor, now=now)
        turn.keep({"ref": case.ref})
        return case


def _decide(
    step: str,
    *,
    case: Case,
    marks: Mapping[str, Mapping[str, str]],
    asked: Asked,
    actor: Actor,
    now: datetime,
) -> None:
    """Take the step, then keep the decision and clear the sheet of marks."""
    revision = cases.latest_revision(case)
    learnt = entry_marks.of_sheet(case, actor, revision)
    known = {"hours": hours.facts_of(revision, learnt)}
    take_step(step, case=case, actor=actor, now=now, asked=asked, known=known)
    entry_marks.settle(step, case, learnt, now)
    Decision.objects.create(
        case=case,
        revision=revision.number if revision else 0,
        step=step,
        tier=TIER_OF[actor.role],
        marks=dict(marks),
        entries=dict(learnt),
        reasons=[{"code": r.code, "item": r.item, "note": r.note} for r in asked.reasons],
        note=asked.note,
        override=asked.override,
        by_id=actor.account,
        at=now,
    )
    Marks.objects.filter(case=case, account_id=actor.account).delete()


def _sheet(case: Case, actor: Actor) -> dict[str, dict[str, str]]:
    revision = cases.latest_revision(case)
    return queries.marks_of(case, actor, revision) if revision else {}


def _asked(case: Case, marks: Mapping[str, Mapping[str, str]], *, override: str = "") -> Asked:
    """The marks of the sheet as the rules look at them; unmet items bring their reasons."""
    revision = cases.latest_revision(case)
    return Asked(
        items=tuple(revision.checklist) if revision else (),
        marks={item: Mark(row["mark"]) for item, row in marks.items()},
        reasons=tuple(
            Reason(code=row["reason"], item=item, note=row["note"])
            for item, row in marks.items()
            if row["mark"] != Mark.MET and row["reason"]
        ),
        override=override,
    )


def _refuse_unless_held(case: Case, actor: Actor) -> None:
    if case.claimed_by_id != actor.account_id:
        raise Refused.because("claim.not_yours", "flow")


def _renewed(case: Case, now: datetime) -> Case:
    until = now + LEASE
    if case.claimed_until is None or until - case.claimed_until > _RENEW_AFTER:
        Case.objects.filter(pk=case.pk).update(claimed_until=until)
        case.claimed_until = until
    return case
