"""The centre's verbs in the short tracks: refuse a request; ask, answer and correct upon a matter.

A correction of a person's record takes two humans (7.0): one proposes it from the evidence, another
confirms it, and the old and the new contacts are told.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anzhu.cases import queries as cases
from anzhu.cases import request_facts
from anzhu.cases.actions import take_step
from anzhu.cases.models import Case
from anzhu.education import owners
from anzhu.kernel import once
from anzhu.kernel.actor import Actor
from anzhu.notices.actions import send
from anzhu.people import corrections
from anzhu.people import queries as people
from anzhu.people.models import Correction
from anzhu.rules.facts import Asked, Reason
from anzhu.rules.requests import LONGEST_TEXT, Corrected


@transaction.atomic
def decline(
    *, case_id: int, key: str, reasons: Sequence[Reason], note: str, actor: Actor, now: datetime
) -> Case:
    """Refuse what a request asks for, for reasons of its list; the applicant reads them."""
    asked = Asked(reasons=tuple(reasons), note=_trimmed(note))
    return _taken("decline", case_id, key, asked, actor, now)


@transaction.atomic
def ask(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """Ask the applicant something; it is the applicant's turn until the answer is there."""
    return _taken("ask", case_id, key, Asked(note=_trimmed(note)), actor, now)


@transaction.atomic
def settle(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """Answer a matter that needs no correction of the record; it is over with that."""
    return _taken("settle", case_id, key, Asked(note=_trimmed(note)), actor, now)


@transaction.atomic
def propose(
    *,
    case_id: int,
    key: str,
    corrected: Corrected,
    value: str,
    basis: str,
    actor: Actor,
    now: datetime,
) -> Case:
    """Put down what is to stand in the record, and on what evidence; another human must confirm.

    Raises ``Refused`` with everything wrong in the value. Nothing is changed before the other has
    confirmed it.
    """
    with once.first(key, actor=actor, action="propose", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is None:
            asked = Asked(note=_trimmed(basis))
            take_step(
                "propose", case=case, actor=actor, now=now, asked=asked, known=_proposed(case)
            )
            corrections.propose(
                person_id=case.person_id,
                corrected=corrected,
                value=value,
                case_ref=case.ref,
                basis=asked.note,
                actor=actor,
                now=now,
            )
            turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def drop(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """Take the proposal back, with a reason; both values stay in the history."""
    with once.first(key, actor=actor, action="drop", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is None:
            asked = Asked(note=_trimmed(note))
            take_step("drop", case=case, actor=actor, now=now, asked=asked, known=_proposed(case))
            corrections.drop(case_ref=case.ref, actor=actor, now=now)
            turn.keep({"ref": case.ref})
        return case


@transaction.atomic
def confirm(*, case_id: int, key: str, again: str, actor: Actor, now: datetime) -> Case:
    """Confirm the proposed correction: the record says the new value from this moment.

    ``again`` is the value, typed once more from the evidence by whoever confirms.

    Raises ``Refused`` for whoever proposed it, and where the record or its neighbours have changed
    meanwhile. Old and new contacts are told.
    """
    with once.first(key, actor=actor, action="confirm_correction", now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is None:
            take_step("confirm", case=case, actor=actor, now=now, known=_proposed(case))
            owners.settle(people.locked(case.person_id))
            row = corrections.confirm(case_ref=case.ref, again=again, actor=actor, now=now)
            owners.settle(people.locked(case.person_id))
            _tell_contacts(case, row, now)
            turn.keep({"ref": case.ref})
        return case


def _taken(name: str, case_id: int, key: str, asked: Asked, actor: Actor, now: datetime) -> Case:
    with once.first(key, actor=actor, action=name, now=now) as turn:
        case = cases.locked(case_id)
        if turn.answer is None:
            take_step(name, case=case, actor=actor, now=now, asked=asked, known=_proposed(case))
            turn.keep({"ref": case.ref})
        return case


def _proposed(case: Case) -> dict[str, object]:
    """The human whose proposal waits, as the table of steps asks for it."""
    row = corrections.open_of(case.ref)
    return {"proposed_by": row.proposed_by_id if row else None}


def _tell_contacts(case: Case, row: Correction, now: datetime) -> None:
    """Besides the account's e-mail, which the step told: its telephone, the one in the request,
    and a contact that was replaced; a stranger who asked for the correction cannot keep it quiet.
    """
    account = people.applicant_account_of(case.person_id)
    params = {"ref": case.ref, "kind": case.kind, "until": None, "count": 0, "agency": ""}
    phones = {request_facts.said_of(case).phone, account.phone if account else ""}
    mails = set()
    if row.corrected == Corrected.PHONE:
        phones.add(row.old)
    if row.corrected == Corrected.EMAIL:
        # The step told the old address before it was replaced.
        mails.add(row.new)
    for channel, addresses in (("sms", phones), ("email", mails)):
        for address in sorted(addresses - {""}):
            send("matter.corrected", to=address, channel=channel, now=now, params=params)


def _trimmed(note: str) -> str:
    return note.strip()[:LONGEST_TEXT]
