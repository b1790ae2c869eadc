"""The screen of the final review: the agency's marks beside one's own."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu import words
from anzhu.reviews import reading
from anzhu.rules.facts import SHORT_KINDS
from anzhu.web.centre.desk import DESK
from anzhu.web.centre.views import short_tracks
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import review_page


@door(*DESK.roles)
@require_safe
def case(request: Request, ref: str) -> HttpResponse:
    """Evidence and checklist side by side; read-only unless the case is in the reader's hands."""
    read = reading.read(request.actor, ref, request.now)
    if read.case.kind in SHORT_KINDS:
        return short_tracks.shown(request, ref)
    page = review_page(read, area=DESK.area, sheet=request.GET.get("sheet", ""))
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
