"""The landing page of the final review: what agencies forwarded, most urgent first."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.reviews import queries as reviews
from anzhu.reviews.queries import Slice
from anzhu.rules.facts import Role, Status
from anzhu.web.centre.pages import queue as pages
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.CENTRE_REVIEWER)
@require_safe
def queue(request: Request) -> HttpResponse:
    """One page of a tab, or what a search found."""
    asked = request.GET
    tab = "mine" if asked.get("tab") == "mine" else "final_review"
    said = asked.get("q", "").strip()[:60]
    shown = pages.queue_page(
        request,
        _found(request, tab, said),
        reviews.counts(request.actor, [Status.FINAL_REVIEW]),
        tab=tab,
        said=said,
    )
    return answer(request, "centre/queue.html", {"page": shown})


def _found(request: Request, tab: str, said: str) -> Slice:
    if said:
        return Slice(rows=reviews.find(request.actor, said), before=None, after=None)
    return reviews.queue(
        request.actor,
        status=Status.FINAL_REVIEW,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        mine=tab == "mine",
    )
