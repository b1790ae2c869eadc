"""The screen of the final review: the agency's marks beside one's own."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.kernel.errors import Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import reading
from anzhu.rules.facts import Role
from anzhu.web.centre.pages.review import meanwhile
from anzhu.web.shared import review_marks
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request, wants_fragment
from anzhu.web.shared.review import review_page
from anzhu.web.shared.review_pictures import picture

_centre = door(Role.CENTRE_REVIEWER)
#: Where the form of marks may go on to after it was saved.
_THEN = ("conclude", "send_back")


@_centre
@require_safe
def case(request: Request, ref: str) -> HttpResponse:
    """Evidence and checklist side by side; read-only unless the case is in the reader's hands."""
    read = reading.read(request.actor, ref, request.now)
    page = review_page(read, area="centre", sheet=request.GET.get("sheet", ""))
    may = page.editable and "conclude" in page.steps
    said = read.case.agency_opinion
    context = {
        "page": page,
        "decide": may,
        "release": page.editable and "release" in page.steps,
        "agency_opinion": words.text(f"kinds.opinion.{said}") if said else "",
        "agency_agrees": said == "agree",
    }
    return answer(request, "centre/case.html", context)


@_centre
@require_POST
def marks(request: Request, ref: str) -> HttpResponse:
    """Keep the marks of the form: one of them (a script, 204) or all of them (the button)."""
    try:
        save_marks(request, ref)
    except Refused as refused:
        if wants_fragment(request):
            said = "\n".join(words.objection(found) for found in refused.objections)
            return HttpResponse(said, status=409, content_type="text/plain; charset=utf-8")
        return lost(request, ref, refused)
    if wants_fragment(request):
        return HttpResponse(status=204)
    then = request.POST.get("then", "")
    if then in _THEN:
        return see_other(f"centre:{then}", ref=ref)
    return see_other("centre:case", said="centre.said.saved", ref=ref)


def save_marks(request: Request, ref: str) -> None:
    """Keep what the form says; raises ``Refused`` if the case is not the actor's to judge."""
    found = cases.visible(request.actor, ref)
    revision = cases.latest_revision(found)
    judged = review_marks.posted(request.POST, revision.checklist if revision else ())
    if judged:
        reviews.save_marks(case_id=found.pk, judged=judged, actor=request.actor, now=request.now)


def lost(request: Request, ref: str, refused: Refused) -> HttpResponse:
    """409: what happened meanwhile, and in words every mark that could not be saved."""
    found = cases.visible(request.actor, ref)
    revision = cases.latest_revision(found)
    return conflict(
        request,
        refused,
        meanwhile=meanwhile(request.actor, ref),
        back=reverse("centre:case", kwargs={"ref": ref}),
        typed=review_marks.typed(request.POST, revision.checklist if revision else ()),
    )


@_centre
@require_safe
def page_picture(request: Request, ref: str, page: int, variant: str) -> HttpResponse:
    """One submitted page in one of its sizes."""
    return picture(reading.page_picture(request.actor, ref, page, variant))


@_centre
@require_safe
def portrait(request: Request, ref: str, photo: UUID) -> HttpResponse:
    """A submitted portrait."""
    return picture(reading.portrait(request.actor, ref, photo))
