"""Upload the materials (2.8): every file through the same door, every page with its own state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from anzhu import words
from anzhu.cases import drafting, facts, reusing
from anzhu.cases import queries as cases
from anzhu.education import queries as education
from anzhu.kernel import clock, limits
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.materials import queries as materials
from anzhu.rules.facts import Kind, Role
from anzhu.rules.materials import Material
from anzhu.web.applicant.pages.materials import (
    Around,
    MaterialsPage,
    materials_page,
    where,
)
from anzhu.web.applicant.pages.statement import state as statement_state
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import key_of, key_of_file
from anzhu.web.shared.doors import door
from anzhu.web.shared.hand_offs import panels
from anzhu.web.shared.papers import picture
from anzhu.web.shared.request import Request, wants_fragment

if TYPE_CHECKING:
    from anzhu.cases.models import Case

#: Files one account may send in an hour; many times what an application has pages.
FILES_AN_HOUR = 300


@door(Role.APPLICANT)
@require_safe
def materials_list(request: Request, ref: str) -> HttpResponse:
    """All slots and how far they are."""
    case = cases.visible(request.actor, ref)
    return page(request, "applicant/materials.html", {"page": slots_of(request, case)})


@door(Role.APPLICANT)
@require_POST
def upload(request: Request, ref: str, material: str) -> HttpResponse:
    """Put files into a slot; one that is turned away does not touch the others."""
    case = cases.visible(request.actor, ref)
    drafting.require_open(case, "materials", request.actor)
    if material not in set(Material):
        raise NotVisible
    turned_away = _take(request, case, Material(material))
    if not turned_away.sentences:
        return _answer(request, case, material)
    return _answer(
        request,
        case,
        material,
        refusals=turned_away.sentences,
        status=413 if "file.too_big" in turned_away.codes else 422,
    )


@door(Role.APPLICANT)
@require_safe
def slot(request: Request, ref: str, material: str) -> HttpResponse:
    """One slot as it stands now: what a page asks for while a file is being checked."""
    return _slot(request, cases.visible(request.actor, ref), material)


@door(Role.APPLICANT)
@require_safe
def page_image(request: Request, ref: str, page_id: int, variant: str) -> HttpResponse:
    """A page that was handed in: ``full``, ``preview`` or ``thumbnail``."""
    case = cases.visible(request.actor, ref)
    row = materials.page(page_id, folder_id=case.folder_id)
    if row is None:
        raise NotVisible
    return picture(materials.opened(row, variant), f"{ref}-{page_id}.jpg")


@door(Role.APPLICANT)
@require_POST
def page_remove(request: Request, ref: str, page_id: int) -> HttpResponse:
    """Take a page out of its slot."""
    case, material = _page_of(request, ref, page_id)
    drafting.remove_page(case_id=case.pk, page_id=page_id, actor=request.actor, now=request.now)
    return _answer(request, case, material, said="applicant_papers.materials.removed")


@door(Role.APPLICANT)
@require_POST
def page_keep(request: Request, ref: str, page_id: int) -> HttpResponse:
    """Use a page in spite of its hints (仍然使用)."""
    case, material = _page_of(request, ref, page_id)
    drafting.keep_page(case_id=case.pk, page_id=page_id, actor=request.actor)
    return _answer(request, case, material, said="applicant_papers.materials.kept")


@door(Role.APPLICANT)
@require_POST
def page_turn(request: Request, ref: str, page_id: int) -> HttpResponse:
    """Have a page turned that stands on its head (转正)."""
    case, material = _page_of(request, ref, page_id)
    drafting.turn_page(
        case_id=case.pk,
        page_id=page_id,
        key=key_of(request),
        actor=request.actor,
        now=request.now,
    )
    return _answer(request, case, material, said="applicant_papers.materials.turning")


@dataclass(frozen=True)
class TurnedAway:
    """What was said about files that were not taken, and why."""

    sentences: Sequence[str]
    codes: frozenset[str]


def _take(request: Request, case: "Case", material: Material) -> TurnedAway:
    """Hand in every file of the request, one by one."""
    files = request.FILES.getlist("file")
    if not files:
        return TurnedAway([words.text("applicant_papers.no_file")], frozenset())
    said, codes = [], set()
    for place, one in enumerate(files):
        who = str(request.actor.account)
        limits.hit("upload", who, at_most=FILES_AN_HOUR, per_seconds=3600, now=request.now)
        try:
            drafting.add_page(
                case_id=case.pk,
                material=material,
                upload=one,
                key=key_of_file(request, one, place),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            if refused.lost_race:
                raise
            codes.update(refused.codes)
            said += [
                words.text("applicant_papers.of_file", name=one.name, why=words.objection(found))
                for found in refused.objections
            ]
    return TurnedAway(said, frozenset(codes))


def _page_of(request: Request, ref: str, page_id: int) -> tuple["Case", str]:
    case = cases.visible(request.actor, ref)
    row = materials.page(page_id, folder_id=case.folder_id)
    if row is None:
        raise NotVisible
    return case, row.material


def _answer(
    request: Request,
    case: "Case",
    material: str,
    *,
    said: str | None = None,
    refusals: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """A script gets the slot; a browser goes back to the page, or sees what was wrong there."""
    if wants_fragment(request):
        return _slot(request, case, material, refusals=refusals)
    if not refusals:
        return see_other(where(case.ref, material), said=said)
    shown = slots_of(request, case, {material: refusals})
    context = {"page": shown, "reasons": refusals}
    return page(request, "applicant/materials.html", context, status=status)


def _slot(
    request: Request, case: "Case", material: str, *, refusals: Sequence[str] = ()
) -> HttpResponse:
    shown = slots_of(request, case, {material: refusals})
    found = [one for one in (*shown.required, *shown.optional) if one.name == material]
    if not found:
        raise NotVisible
    context = {"slot": found[0], "page": shown, "polled": request.method == "GET"}
    return page(request, "applicant/slot_answer.html", context)


def slots_of(
    request: Request, case: "Case", turned_away: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> MaterialsPage:
    """All slots of an application, with what was just turned away, by material."""
    on = clock.day(request.now)
    editable = "materials" in drafting.open_pages(case)
    around = Around(
        ref=case.ref,
        form_version=case.folder.form_version,
        now=request.now,
        on=on,
        status=str(case.dossier.answers.get("employer", {}).get("status", "")),
        editable=editable,
        statement_version=case.folder.statement_version,
        statement=statement_state(case, on) if case.kind == Kind.RENEWAL else "",
        phones=panels(request, case) if editable else {},
        offers=reusing.offers(case, request.now) if editable else {},
    )
    needs = facts.needs_of(case, case.dossier, on)
    if any(need.material is Material.EDUCATION_PROOF for need in needs.all):
        around = replace(around, certificates=education.certificates_of(case.person_id))
    return materials_page(needs, materials.pages_in(case.folder_id), around, turned_away)
