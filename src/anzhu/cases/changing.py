"""What a change application changes (1.4): ticked first, and a renewal may become one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.cases import drafting, facts, pages, prefilling, queries
from anzhu.cases.answers import ticked
from anzhu.cases.models import Case
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.organisations import queries as organisations
from anzhu.rules import categories
from anzhu.rules.asking import Ticked
from anzhu.rules.education import education_for
from anzhu.rules.eligibility import may_renew_with_change
from anzhu.rules.facts import Kind, Status
from anzhu.rules.filing import Filing

Said = dict[str, Any]
#: Of the former employer: a new one has a name, a place and a contract of its own.
_OF_THE_UNIT = (
    "uscc", "name", "province", "address", "industry", "contact", "contact_phone",
    "contract_from", "contract_until", "open_ended", "former_name",
)  # fmt: skip


@transaction.atomic
def choose(*, case_id: int, wanted: Ticked, actor: Actor, now: datetime) -> Case:
    """Keep what is to be changed, and open or close the pages that depend on it.

    A new employer empties what told of the old one; what is not changed any more is as registered
    again. Raises ``Refused`` as ``drafting.save`` does.
    """
    case = queries.locked(case_id)
    drafting.require_open(case, "change", actor)
    before = ticked(case.dossier.answers)
    said = {name: getattr(wanted, name) for name in pages.PAGE["change"].fields}
    answers = {"change": said, **_following(case, before, wanted)}
    return drafting.keep(case, answers, now)


@transaction.atomic
def switch_to_change(*, case_id: int, key: str, actor: Actor, now: datetime) -> Case:
    """Turn the draft of a renewal into a change of the employer, with all that was filled in.

    Renewing at the same time is ticked where it is offered and the hours are complete (R5). Once
    for each ``key``, and nothing more to do when it is a change already. Raises ``Refused`` when
    it is no draft any more or when a change may not be started.
    """
    with once.first(key, actor=actor, action="switch_to_change", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is None:
            _switch(case, actor, now)
            turn.keep({"ref": case.ref})
        return case


def renewal_is_advised(law: Filing) -> bool:
    """Is renewing with the change offered today, and are the hours for it complete (4.3.4)?"""
    if not may_renew_with_change(law):
        return False
    hours = education_for(Kind.RENEWAL, law)
    return hours is not None and not hours.short


def _switch(case: Case, actor: Actor, now: datetime) -> None:
    drafting.require_open(case, "employer", actor)
    if case.status == Status.DRAFT and case.kind == Kind.CHANGE:
        return
    if case.status != Status.DRAFT or case.kind != Kind.RENEWAL:
        raise Refused.because("change.not_a_renewal", "1.4")
    law = facts.filing_of(case.person, on=clock.day(now), asking=case)
    refuse_if(facts.objections_to_start(Kind.CHANGE, law))
    wanted = Ticked(employer=True, renew=law is not None and renewal_is_advised(law))
    case.kind = Kind.CHANGE
    Case.objects.filter(pk=case.pk, status=Status.DRAFT).update(kind=case.kind)
    record(
        "case.kind_changed",
        chain=case.ref,
        actor=actor,
        now=now,
        subject=f"cases.case:{case.pk}",
        digest=queries.digest(case),
        data={"kind": str(case.kind)},
    )
    choose(case_id=case.pk, wanted=wanted, actor=actor, now=now)


def _following(case: Case, before: Ticked, now: Ticked) -> dict[str, Said]:
    """The pages that say something else because of what is ticked now."""
    answers: dict[str, Said] = case.dossier.answers
    found: dict[str, Said] = {}
    if before.employer != now.employer or before.renamed != now.renamed:
        found["employer"] = _employer(case, answers.get("employer", {}), before, now)
    if before.category != now.category:
        found["category"] = _category(case, answers.get("category", {}), new=now.category)
    return found


def _employer(case: Case, said: Said, before: Ticked, now: Ticked) -> Said:
    if now.employer:
        if before.employer:
            return said
        return {field: value for field, value in said.items() if field not in _OF_THE_UNIT}
    known = prefilling.registered_employer(case)
    if not now.renamed:
        return known
    named = organisations.employer_by_code(str(known.get("uscc", "")))
    return {**known, "name": named.name} if named else known


def _category(case: Case, said: Said, *, new: bool) -> Said:
    """A new category is chosen by her; the present one, if there is but one, need not be."""
    present = case.dossier.answers.get("registered", {}).get("category")
    if new:
        return {} if said.get("category") == present else said
    stays = categories.kept(present) if present else frozenset()
    return {"category": str(next(iter(stays)))} if len(stays) == 1 else {}
