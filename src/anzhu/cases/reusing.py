"""Pages of one's own earlier applications, offered again (R9, 5-screens 2.6 历次材料).

Only what was submitted, by the same person, and was not refused; always from the latest such
application that has the material. The very same pages are taken over, with where they come from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.cases import drafting, facts, queries
from anzhu.cases.answers import term
from anzhu.cases.models import Case, Revision
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, refuse_if
from anzhu.materials import actions as folders
from anzhu.materials import queries as materials
from anzhu.rules.employment import Term, Unit
from anzhu.rules.facts import REGISTRATION_KINDS
from anzhu.rules.materials import Material
from anzhu.rules.objections import Objection
from anzhu.rules.reuse import OF_THE_EMPLOYER, REUSABLE, SOURCES, Employed, objections_to_reuse


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Earlier pages of one material; ``against`` is why they cannot be taken over."""

    material: Material
    ref: str
    kind: str
    submitted_on: date
    pages: Sequence[int]
    term: Term
    of_the_employer: bool
    against: Sequence[Objection]


def offers(case: Case, now: datetime) -> dict[Material, Offer]:
    """What could be taken over, by material; nothing for a slot where those pages lie already."""
    on = clock.day(now)
    wanted = {need.material for need in facts.needs_of(case, case.dossier, on).all} & REUSABLE
    if not wanted:
        return {}
    lying = materials.taken_over_in(case.folder_id)
    found: dict[Material, Offer] = {}
    for revision in _earlier(case):
        for material in sorted(wanted - set(found)):
            pages = _pages_of(revision, material)
            if pages:
                found[material] = _offer(case, revision, material, pages, on)
    if not lying:
        return found
    return {
        name: one for name, one in found.items() if not lying & materials.uploaded_as(one.pages)
    }


@transaction.atomic
def take_over(
    *, case_id: int, material: Material, ref: str, key: str, actor: Actor, now: datetime
) -> None:
    """Lay the earlier pages of a material into the folder; once for each ``key``.

    ``ref`` is the application that the actor saw offered. Raises ``NotVisible`` if it is not what
    is offered, and ``Refused`` with everything that stands against it.
    """
    with once.first(key, actor=actor, action="take_over", now=now) as turn:
        case = queries.locked(case_id)
        if turn.answer is not None:
            return
        drafting.require_open(case, "materials", actor)
        offer = offers(case, now).get(material)
        if offer is None or offer.ref != ref:
            raise NotVisible
        refuse_if(offer.against)
        folders.take_over(offer.pages, folder_id=case.folder_id, material=material, now=now)
        about = {"material": str(material), "from": ref, "pages": len(offer.pages)}
        record("case.pages_taken_over", chain=case.ref, actor=actor, now=now, data=about)
        turn.keep(about)


def _earlier(case: Case) -> list[Revision]:
    """What the same person last submitted in each earlier application, newest first."""
    rows = Revision.objects.filter(
        case__person_id=case.person_id,
        case__kind__in=REGISTRATION_KINDS,
        case__status__in=sorted(SOURCES),
    ).exclude(case_id=case.pk)
    # The last one of a case is seen first, and is the one that counts.
    latest: dict[int, Revision] = {}
    for row in rows.select_related("case").order_by("-case_id", "-number"):
        latest.setdefault(row.case_id, row)
    return list(latest.values())


def _pages_of(revision: Revision, material: Material) -> list[int]:
    return [int(page["page"]) for page in revision.materials if page["material"] == material]


def _offer(
    case: Case, revision: Revision, material: Material, pages: Sequence[int], on: date
) -> Offer:
    then = _employed(revision.answers)
    now = _employed(case.dossier.answers)
    return Offer(
        material=material,
        ref=revision.case.ref,
        kind=revision.case.kind,
        submitted_on=clock.day(revision.submitted_at),
        pages=pages,
        term=then.term,
        of_the_employer=material in OF_THE_EMPLOYER,
        against=list(objections_to_reuse(material, then, now, on)),
    )


def _employed(answers: Mapping[str, Any]) -> Employed:
    said = answers.get("employer", {})
    unit = Unit(code=str(said.get("uscc", "")), name=str(said.get("name", "")))
    return Employed(unit=unit, term=term(said))
