"""Step 1 at the door: the result of the questions, and another choice with its reason (2.1)."""

from collections.abc import Sequence

from django.http import HttpResponse

from anzhu.cases import drafting
from anzhu.cases.pages import Problem
from anzhu.web.applicant.forms.agency import Choice
from anzhu.web.applicant.pages import agency as pages
from anzhu.web.applicant.views.opened import Opened, go_on, opened
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.request import Request


def page_of_agency(request: Request, found: Opened) -> HttpResponse:
    """Keep the chosen agency; the category is kept with it where there is only one."""
    said = Choice.read(request.POST)
    if said["chosen"] == request.POST.get("advised"):
        said["reason"] = ""
    said["category"] = pages.answers_of(found.case, found.read)["agency"].get("category", "")
    drafting.save(
        case_id=found.case.pk, page="agency", said=said, actor=request.actor, now=request.now
    )
    found = opened(request, found.case.ref, "agency")
    if found.problems and "save_list" not in request.POST:
        return shown(request, found, found.problems)
    return go_on(request, found)


def shown(request: Request, found: Opened, problems: Sequence[Problem]) -> HttpResponse:
    """The result; while a question is open, that question instead."""
    if not found.editable:
        context = {"frame": found.frame(), "facts": pages.facts(found.case, found.read)}
        return answer(request, "applicant/page_locked.html", context)
    other = "other" in request.GET or "other" in request.POST
    asked = pages.next_question(found.case, found.read)
    if asked and not other:
        return see_other("applicant:chooser", ref=found.case.ref, question=asked)
    page = pages.result(found.case, found.read, problems, other=other)
    return answer(
        request,
        "applicant/agency.html",
        {"frame": found.frame(), "page": page, "form": page.form},
        status=422 if problems else 200,
    )
