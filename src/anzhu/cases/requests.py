"""Requests of the short tracks (clauses 5 to 7): opened, filled in, printed, handed in, answered.

One page instead of nine steps. An applicant files on line; a clerk enters what came in on paper,
for anybody who is in the record, with or without an account.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from anzhu.cases import actions, drafting, queries, request_facts, traces
from anzhu.cases.models import Case, Dossier
from anzhu.kernel import clock, once, secrets
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.law import queries as law
from anzhu.materials import actions as folders
from anzhu.people import queries as people
from anzhu.people.models import Person
from anzhu.photos import queries as photos
from anzhu.registrations import queries as registrations
from anzhu.rules import checklist, numbering
from anzhu.rules.facts import SHORT_KINDS, Asked, Kind, Status
from anzhu.rules.requests import LONGEST_TEXT, Subject, hand_in_is_due

_TEXTS = ("sheet", "why", "subject", "text", "phone", "agency")
_TICKS = ("id_on_the_form", "understood")


@transaction.atomic
def open_request(*, kind: Kind, actor: Actor, now: datetime) -> Case:
    """Begin a request of one's own; ``Refused`` with everything that speaks against it (R10)."""
    person = people.person(actor.person)
    refuse_if(request_facts.objections_to_opening(kind, person, now))
    case = _opened(kind, person, actor, now)
    account = people.me(actor)
    agency = request_facts.agency_of(person, clock.day(now))
    said = {"phone": account.phone, "agency": agency.code if agency else ""}
    _keep(case, said, now)
    return case


@transaction.atomic
def open_at_counter(*, kind: Kind, person_id: int, actor: Actor, now: datetime) -> Case:
    """Begin to enter a request from paper, at the agency of the clerk.

    Raises ``Refused`` as ``open_request`` does, and where the clerk is the holder.
    """
    if not actor.is_agency:
        raise Refused.because("step.not_yours", "flow", step="take_in")
    if person_id == actor.person_id:
        raise Refused.because("separation.own_case", "flow")
    person = people.person(person_id)
    refuse_if(request_facts.objections_to_opening(kind, person, now))
    return _opened(kind, person, actor, now, from_paper=True)


def _opened(
    kind: Kind, person: Person, actor: Actor, now: datetime, *, from_paper: bool = False
) -> Case:
    if kind not in SHORT_KINDS:
        raise Refused.because("step.not_yours", "flow", step="start")
    ref = numbering.case_ref(clock.day(now).year, secrets.bits(numbering.REF_BITS))
    folder = folders.open_folder(ref=ref, person_id=person.pk)
    case = Case(
        ref=ref,
        kind=kind,
        person=person,
        folder=folder,
        created_at=now,
        waits_since=now,
        from_paper=from_paper,
        agency_id=actor.agency_id if from_paper else None,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused.because("request.raced", "R8") from twice
    Dossier.objects.create(case=case, saved_at=now)
    traces.note_down("start", cases=[case], actor=actor, now=now, asked=actions.NOTHING_ASKED)
    return case


@transaction.atomic
def save(*, case_id: int, said: Mapping[str, Any], actor: Actor, now: datetime) -> Case:
    """Keep what the request says, right or wrong; what is not said stays.

    A value that is to be corrected is sealed; said empty, the one kept before stays.
    """
    case = queries.locked(case_id)
    drafting.require_open(case, checklist.REQUEST, actor)
    _keep(case, said, now)
    return case


def _keep(case: Case, said: Mapping[str, Any], now: datetime) -> None:
    kept = dict(case.dossier.answers.get(checklist.REQUEST, {}))
    for name in _TEXTS:
        if name in said:
            kept[name] = str(said[name] or "").strip()[:LONGEST_TEXT]
    for name in _TICKS:
        if name in said:
            kept[name] = bool(said[name])
    wanted = str(said.get("wanted") or "").strip()
    if wanted:
        sealed = secrets.seal(wanted, request_facts.place_of_wanted(case))
        kept["wanted"] = base64.b64encode(sealed).decode()
    case.dossier.answers = {**case.dossier.answers, checklist.REQUEST: kept}
    case.dossier.saved_at = now
    case.dossier.save(update_fields=["answers", "saved_at"])


@transaction.atomic
def note_print(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Settle the version of the printed form (5.1, 6.1); other data make a new one (2.8).

    Raises ``Refused`` with everything that the request does not say yet.
    """
    with once.first(key, actor=actor, action="print_request", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            drafting.require_open(case, "form", actor)
            refuse_if(request_facts.objections_to_said(case, clock.day(now)))
            fingerprint = request_facts.printable_digest(case)
            drafting.settle_version(case, fingerprint, actor, now)
            turn.keep({"version": case.dossier.form_version})
        return case


@transaction.atomic
def submit(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Hand the request in, or again after a return; once for each ``key``.

    From the counter it is taken in: the agency's clerk hands in what came on paper.
    """
    with once.first(key, actor=actor, action="submit_request", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            _submit(case, actor, now)
            turn.keep({"ref": case.ref})
        return case


def _submit(case: Case, actor: Actor, now: datetime) -> None:
    on, kind = clock.day(now), Kind(case.kind)
    said = request_facts.said_of(case)
    known = {
        "eligibility": request_facts.eligibility_of(case, now),
        "missing": request_facts.missing_in(case, on),
    }
    if not case.from_paper and case.filed_on is None:
        agency = request_facts.chosen_agency(case, on)
        case.agency_id = agency.pk if agency else None
    if kind is Kind.REISSUE and case.dossier.photo_id is None:
        _attach_photo(case)
    _show_in_queues(case, said.subject)
    case.hand_in_due = hand_in_is_due(kind, said)
    case.rule_set = case.rule_set or law.rule_set_on(on)
    name = "take_in" if actor.is_agency else "submit"
    actions.take_step(name, case=case, actor=actor, now=now, known=known)
    items = [item.code for item in request_facts.items_of(kind)]
    actions.freeze(case=case, actor=actor, now=now, checklist=items)


def _attach_photo(case: Case) -> None:
    """The new sheet bears the newest portrait that passed (0.2, 5.0)."""
    photo = photos.latest_of(case.person_id)
    case.dossier.photo_id = photo.pk if photo else None
    case.dossier.save(update_fields=["photo_id"])


def _show_in_queues(case: Case, subject: str) -> None:
    held = registrations.of_person(case.person_id)
    case.applicant_name = case.person.name
    # What the record says is frozen with the request, for whoever judges it.
    case.dossier.answers = {**case.dossier.answers, "holder": request_facts.holder_of(held)}
    case.dossier.save(update_fields=["answers"])
    case.employer_name = held.employer_name if held else ""
    case.category = held.category if held else ""
    case.flags = ["from_paper"] if case.from_paper else []
    if case.kind == Kind.OTHER_MATTERS and subject in set(Subject):
        case.flags = [*case.flags, f"subject_{subject}"]


@transaction.atomic
def withdraw(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """Take the request back; a clerk does so for paper only, and says why."""
    with once.first(key, actor=actor, action="withdraw_request", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            name = "call_off" if actor.is_agency else "withdraw"
            asked = Asked(note=note)
            actions.take_step(name, case=case, actor=actor, now=now, asked=asked)
            turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def reply(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """Answer the centre, or add something unasked (7.0); new pages go along after a question."""
    with once.first(key, actor=actor, action="reply", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            asked_for = case.status == Status.CORRECTION
            missing = request_facts.missing_in(case, clock.day(now)) if asked_for else ()
            asked = Asked(note=note.strip()[:LONGEST_TEXT])
            known = {"missing": missing}
            actions.take_step("reply", case=case, actor=actor, now=now, asked=asked, known=known)
            if asked_for:
                actions.freeze(case=case, actor=actor, now=now, checklist=())
            turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def hand_in(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """Record the certificate or label that came back (5.3, 6.3); ``note`` says which sheet.

    A lost original is recorded as lost, with what the holder declared.
    """
    with once.first(key, actor=actor, action="hand_in", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            asked = replace(actions.NOTHING_ASKED, note=note.strip()[:LONGEST_TEXT])
            actions.take_step("hand_in", case=case, actor=actor, now=now, asked=asked)
            turn.keep({"ref": case.ref})
        return case
