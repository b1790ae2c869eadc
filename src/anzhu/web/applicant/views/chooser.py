"""The questions of clause 3, one page each; every answer is saved and the next page follows."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from anzhu import words
from anzhu.cases import drafting
from anzhu.rules.facts import Role
from anzhu.web.applicant.forms import base
from anzhu.web.applicant.pages import agency as pages
from anzhu.web.applicant.views.opened import Opened, opened
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, ref: str, question: str) -> HttpResponse:
    """Ask (GET); keep the answer and go on to the next question or the result (POST)."""
    found = opened(request, ref, "agency")
    if request.method != "POST":
        if not found.editable:
            return see_other("applicant:page", ref=ref, page="agency")
        return _asked(request, found, question)
    said = base.text(request.POST.get(question, ""))
    if not said or said not in dict(pages.choices_of(question, found.read)):
        drafting.require_open(found.case, "agency", request.actor)
        error = words.text(f"applicant.chooser.{question}.error")
        return _asked(request, found, question, error=error)
    _keep(request, found, question, said)
    found = opened(request, ref, "agency")
    following = pages.next_question(found.case, found.read)
    if following:
        return see_other("applicant:chooser", ref=ref, question=following)
    return see_other("applicant:page", ref=ref, page="agency")


def _keep(request: Request, found: Opened, question: str, said: str) -> None:
    """Save the answer; another category is the category of the application, too."""
    case_id, actor, now = found.case.pk, request.actor, request.now
    drafting.save(case_id=case_id, page="agency", said={question: said}, actor=actor, now=now)
    if question == "category" and "category" in found.pen.pages:
        drafting.save(
            case_id=case_id, page="category", said={"category": said}, actor=actor, now=now
        )


def _asked(request: Request, found: Opened, name: str, *, error: str = "") -> HttpResponse:
    query = base.text(request.GET.get("q", ""))
    page = pages.question(found.case, found.read, name, error=error, query=query)
    return answer(
        request,
        "applicant/agency_question.html",
        {"frame": found.frame(), "page": page, "form": page.form},
        status=422 if error else 200,
    )
