"""The landing page: what waits for this agency, most urgent first."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.production import queries as production
from anzhu.reviews import queries as reviews
from anzhu.reviews.queries import Slice
from anzhu.rules.facts import Role
from anzhu.web.agency.pages import queue as pages
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_safe
def queue(request: Request) -> HttpResponse:
    """One page of a tab, or what a search found; five reads for any number of cases."""
    asked = request.GET
    tab = asked.get("tab", "") if asked.get("tab") in pages.TABS else pages.FIRST
    kind = asked.get("kind", "") if asked.get("kind") in set(pages.KINDS) else ""
    said = asked.get("q", "").strip()[:60]
    page = pages.queue_page(
        request,
        _found(request, tab, kind, said),
        reviews.counts(request.actor, sorted(set(pages.TABS.values()))),
        tab=tab,
        kind=kind,
        said=said,
        lying=production.count_waiting_for_collection(request.actor),
    )
    return answer(request, "agency/queue.html", {"page": page})


def _found(request: Request, tab: str, kind: str, said: str) -> Slice:
    if said:
        return Slice(rows=reviews.find(request.actor, said), before=None, after=None)
    return reviews.queue(
        request.actor,
        status=pages.TABS[tab],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        kind=kind,
        mine=tab == "mine",
    )
