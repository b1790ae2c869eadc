"""The pages that collect answers: every POST is saved first, then what is wrong is shown (2.2)."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.cases import drafting
from anzhu.cases import queries as cases
from anzhu.cases.pages import Problem
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible
from anzhu.people import queries as people
from anzhu.photos import queries as photos
from anzhu.rules.facts import Role
from anzhu.web.applicant.forms import base
from anzhu.web.applicant.forms.agency import Choice
from anzhu.web.applicant.forms.category import Category
from anzhu.web.applicant.forms.change import Change
from anzhu.web.applicant.forms.employer import Employer
from anzhu.web.applicant.forms.person import Person
from anzhu.web.applicant.pages import answers as pages
from anzhu.web.applicant.pages.frame import facts
from anzhu.web.applicant.views import (
    agency,
    changing,
    education,
    employers,
    experience,
    statement,
)
from anzhu.web.applicant.views.opened import Opened, go_on, opened
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case

FORMS: Mapping[str, type[base.Answers]] = MappingProxyType(
    {
        "change": Change,
        "agency": Choice,
        "person": Person,
        "category": Category,
        "employer": Employer,
    }
)
#: Pages whose saving is more than keeping the fields that changed.
OWN_WAYS: Mapping[str, Callable[[Request, Opened], HttpResponse]] = MappingProxyType(
    {
        "agency": agency.page_of_agency,
        "change": changing.page_of_change,
        "history": experience.page_of_history,
        "statement": statement.page_of_statement,
    }
)
#: Pages of rows: each cell is saved by itself.
CELLS: Mapping[str, Callable[[Request, int, str], str]] = MappingProxyType(
    {"history": experience.save_field, "statement": statement.save_field}
)
#: Pages that are shown in a way of their own.
SHOWN: Mapping[str, Callable[[Request, Opened, list[Problem]], HttpResponse]] = MappingProxyType(
    {
        "agency": agency.shown,
        "change": changing.shown,
        "history": experience.shown,
        "statement": statement.shown,
    }
)


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def page_of_answers(request: Request, ref: str, page: str) -> HttpResponse:
    """One page of answers: look (GET), save and go on (POST)."""
    found = opened(request, ref, page)
    if request.method != "POST":
        if not found.editable and page in FORMS and page not in SHOWN:
            return _locked(request, found)
        return _shown(request, found, [])
    if page in OWN_WAYS:
        return OWN_WAYS[page](request, found)
    said = _said(page, request.POST)
    drafting.save(case_id=found.case.pk, page=page, said=said, actor=request.actor, now=request.now)
    found = opened(request, ref, page)
    if "find" in request.POST or "pick" in request.POST:
        return _shown(request, found, [])
    blocking = [one for one in found.problems if one.field != "photo"]
    if blocking and "save_list" not in request.POST:
        return _shown(request, found, found.problems)
    return go_on(request, found)


@door(Role.APPLICANT)
@require_POST
def save_field(request: Request, ref: str, page: str) -> HttpResponse:
    """One field, saved by itself: 204, or 422 with what is wrong with what was typed."""
    case = cases.visible(request.actor, ref)
    field = request.POST.get("field", "")
    if page in CELLS:
        place = CELLS[page](request, case.pk, field)
    elif page in FORMS and page != "change" and field in FORMS[page].base_fields:
        said = {field: FORMS[page].read_field(field, request.POST)}
        drafting.save(case_id=case.pk, page=page, said=said, actor=request.actor, now=request.now)
        place = field
    else:
        raise NotVisible
    wrong = [one for one in opened(request, ref, page).problems if one.field == place]
    if not wrong or not request.POST.get(field):
        return HttpResponse(status=204)
    sentence = words.objection(wrong[0].objection)
    return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")


@door(Role.APPLICANT)
@require_safe
def look_up(request: Request) -> HttpResponse:
    """Employers of the directory by code or by the beginning of their name, as a fragment."""
    query = base.text(request.GET.get("q", ""))
    return answer(
        request,
        "applicant/employer_matches.html",
        {"found": employers.find(query) if query else None, "query": query},
    )


def _said(page: str, data: QueryDict) -> dict[str, Any]:
    """What was typed on this page; for the employer, completed from the directory."""
    if page not in FORMS:
        return {}
    said = base.changed(FORMS[page].read(data), data)
    return employers.completed(said, data) if page == "employer" else said


def _locked(request: Request, found: Opened) -> HttpResponse:
    """A page that may only be read now."""
    form = FORMS[found.name].showing(found.answers)
    context = {"frame": found.frame(), "facts": facts(form, found.answers)}
    return answer(request, "applicant/page_locked.html", context)


def _shown(request: Request, found: Opened, problems: list[Problem]) -> HttpResponse:
    if found.name in SHOWN:
        return SHOWN[found.name](request, found, problems)
    context: dict[str, Any] = {"frame": found.frame()}
    match found.name:
        case "person":
            taken_on = _photo_taken_over(found.case)
            context["page"] = pages.person(found.case, found.read, problems, taken_on)
        case "category":
            roster = people.holding_of(found.case.person)
            context["page"] = pages.category(found.case, found.read, problems, roster)
        case "employer":
            context["page"] = employers.page(request, found, problems)
        case _:
            return education.shown(request, found)
    context["form"] = getattr(context["page"], "form", None)
    return answer(request, f"applicant/{found.name}.html", context, status=422 if problems else 200)


def _photo_taken_over(case: "Case") -> date | None:
    """The day of a photo that was taken over from an earlier application; None for a new one."""
    photo_id = case.dossier.photo_id
    photo = photos.passed(photo_id, person_id=case.person_id) if photo_id else None
    if photo is None or photo.created_at >= case.created_at:
        return None
    return clock.day(photo.created_at)
