from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from anzhu.audit.actions import record
from anzhu.cases import facts, handing_off, hours, queries, traces
from anzhu.cases.effects import Taking, effect_of
from anzhu.cases.models import Case, Dossier, Revision
from anzhu.kernel import clock, once, secrets
from anzhu.kernel.actor import CLOCK, Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.law import queries as law
from anzhu.materials import actions as folders
from anzhu.materials import queries as materials
from anzhu.organisations import queries as organisations
from anzhu.people import queries as people
from anzhu.rules import numbering
from anzhu.rules.education import NOTHING_REQUIRED, Education
from anzhu.rules.facts import (
    REGISTRATION_KINDS,
    UNDECIDED,
    Asked,
    CaseFacts,
    Kind,
    Status,
)
from anzhu.rules.workflow import objections_to_step, step_of

NOTHING_ASKED = Asked()


@transaction.atomic
def start(*, kind: Kind, actor: Actor, now: datetime) -> Case:
    """Open a draft for the actor (1.0); raises ``Refused`` if it may not be started.

    One in flight per person is a constraint of the database; a second draft started at the same
    moment loses there.
    """
    person = people.person(actor.person)
    law = facts.filing_of(person, on=clock.day(now))
    refuse_if(facts.objections_to_start(kind, law))
    ref = numbering.case_ref(clock.day(now).year, secrets.bits(numbering.REF_BITS))
    folder = folders.open_folder(ref=ref, person_id=person.pk)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                ref=ref, kind=kind, person=person, folder=folder, created_at=now, waits_since=now
            )
    except IntegrityError as twice:
        raise Refused.because("application.in_flight", "R8") from twice
    Dossier.objects.create(case=case, saved_at=now)
    traces.note_down("start", cases=[case], actor=actor, now=now, asked=NOTHING_ASKED)
    return case


def take_step(
    name: str,
    *,
    case: Case,
    actor: Actor,
    now: datetime,
    asked: Asked = NOTHING_ASKED,
    known: Mapping[str, Any] | None = None,
) -> Case:
    """Take one step of the table: the only door to a case's status.

    ``case`` must be ``queries.locked`` in the caller's transaction. ``known`` adds facts that only
    the caller has (a batch, an item). Raises ``Refused`` with every objection; then nothing has
    changed. State, record and notice are one transaction.
    """
    step = step_of(Kind(case.kind), name)
    if step is None:
        raise Refused.because("step.not_yours", "flow", step=name)
    seen: CaseFacts = replace(facts.facts_of(case, now), **(known or {}))
    with law.under(case.rule_set):
        refuse_if(objections_to_step(step, seen, actor.facts, asked, clock.day(now)))
        before = case.status
        effect_of(case, name)(case, Taking(actor=actor, now=now, asked=asked))
    if step.enters is not None:
        case.status = step.enters
        case.waits_since = now
        if before in handing_off.WITH_THE_APPLICANT:
            handing_off.end_all(case, actor=actor, now=now)
    _save_if_still(before, case)
    traces.note_down(name, cases=[case], actor=actor, now=now, asked=asked)
    traces.tell(step, cases=[case], now=now, asked=asked)
    return case


def _save_if_still(before: str, case: Case) -> None:
    """Write the case only if its status is still what it was: the lock's second line of defence."""
    columns = {
        field.attname: getattr(case, field.attname)
        for field in Case._meta.concrete_fields
        if not field.primary_key
    }
    if Case.objects.filter(pk=case.pk, status=before).update(**columns) != 1:
        raise Refused.because("step.wrong_status", "flow", step="", status=before)


@transaction.atomic
def submit(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Submit or resubmit (2.9): everything must be complete and of the printed version.

    Freezes a revision, fixes the filing day at the first time, starts the agency's clock. The
    same ``key`` again is the same submission; another one finds the case no longer here.
    """
    with once.first(key, actor=actor, action="submit", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            _submit(case, actor=actor, now=now)
            turn.keep({"ref": case.ref})
        return case


def _submit(case: Case, *, actor: Actor, now: datetime) -> None:
    on = clock.day(now)
    # From the first submission on, and for good: the set that is in force on the filing day.
    case.rule_set = case.rule_set or law.rule_set_on(on)
    learnt = facts.hours_of(case, case.dossier, on)
    known = {
        "eligibility": facts.eligibility_of(case, case.dossier, on),
        "missing": facts.missing_in(case, case.dossier, on),
    }
    answers = case.dossier.answers
    _send_to_the_chosen_agency(case)
    case.applicant_name = case.person.name
    case.employer_name = answers.get("employer", {}).get("name", "")
    case.category = answers.get("category", {}).get("category", "")
    case.renews = facts.renews(Kind(case.kind), answers)
    case.flags = facts.flags_of(case, case.dossier, on)
    take_step("submit", case=case, actor=actor, now=now, known=known)
    freeze(case=case, learnt=learnt, actor=actor, now=now)


def _send_to_the_chosen_agency(case: Case) -> None:
    """At first, and when a return asked for another one; a hand-over is not undone by answers."""
    if case.filed_on is not None and "agency" not in facts.pages_opened_by_return(case):
        return
    code = case.dossier.answers.get("agency", {}).get("chosen", "")
    chosen = organisations.agency_by_code(code)
    if case.agency_id is not None and chosen is not None and chosen.pk != case.agency_id:
        # Another agency's clock starts afresh (R11).
        case.accepted_on = None
    case.agency_id = chosen.pk if chosen else None


def freeze(
    *,
    case: Case,
    actor: Actor,
    now: datetime,
    learnt: Education = NOTHING_REQUIRED,
    checklist: Sequence[str] | None = None,
) -> Revision:
    """Keep what was submitted as it is: data, photo, materials, hours, checklist, rule set.

    ``checklist`` is that of a request of the short tracks; an application's follows from its facts.
    """
    before = queries.latest_revision(case)
    photo_id = case.dossier.photo_id
    if photo_id is None and case.kind in REGISTRATION_KINDS:
        raise Refused.because("photo.missing", "2.2")
    if checklist is None:
        checklist = facts.checklist_of(case, case.dossier, clock.day(now))
    row = Revision(
        case=case,
        number=before.number + 1 if before else 1,
        submitted_at=now,
        answers=case.dossier.answers,
        photo_id=photo_id,
        form_version=case.dossier.form_version,
        materials=materials.manifest(case.folder_id),
        replies=case.dossier.replies,
        checklist=list(checklist),
        education=hours.said(learnt),
        rule_set=case.rule_set,
    )
    row.digest = queries.revision_digest(row)
    row.save(force_insert=True)
    record(
        "case.revision",
        chain=case.ref,
        actor=actor,
        now=now,
        subject=f"cases.revision:{row.pk}",
        digest=row.digest,
        data={"revision": row.number},
    )
    folders.read_later(folder_id=case.folder_id, photo_id=row.photo_id)
    return row


@transaction.atomic
def withdraw(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Take the application back before the first review is decided; once for each ``key``."""
    with once.first(key, actor=actor, action="withdraw", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            take_step("withdraw", case=case, actor=actor, now=now)
            turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def accept_by_clock(*, case_id: int, now: datetime) -> Case | None:
    """Accept what nobody looked at within five working days, dated to the receipt (R12)."""
    case = queries.locked(case_id)
    if case.status != Status.FIRST_REVIEW or case.accepted_on is not None:
        return None
    until = facts.facts_of(case, now).accept_by
    if until is None or clock.day(now) <= until:
        return None
    return take_step("accept", case=case, actor=CLOCK, now=now)


@transaction.atomic
def lapse(*, case_id: int, now: datetime) -> Case | None:
    """End an application whose 30 days for correction are over (R12)."""
    case = queries.locked(case_id)
    if case.status != Status.CORRECTION or case.correct_by is None:
        return None
    if clock.day(now) <= case.correct_by:
        return None
    return take_step("lapse", case=case, actor=CLOCK, now=now)


@transaction.atomic
def expire(*, case_id: int, now: datetime) -> Case | None:
    """End a change that does not renew once the registration it was to change is over (R5)."""
    case = queries.locked(case_id)
    if case.status not in UNDECIDED or not facts.has_expired_under(case, clock.day(now)):
        return None
    known = {"registration_expired": True}
    return take_step("expire", case=case, actor=CLOCK, now=now, known=known)
