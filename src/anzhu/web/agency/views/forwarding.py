"""Forwarding a batch to the centre (批次上报): the lead chooses, everybody may look."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from anzhu.kernel.errors import Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries
from anzhu.reviews.queries import Row
from anzhu.rules.facts import Role
from anzhu.web.agency.desk import DESK
from anzhu.web.shared.answers import conflict, reasons_of, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.desk_queue import Line, line
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def forwarding(request: Request) -> HttpResponse:
    """What is ready to go to the centre and what went before (GET); forward the chosen (POST)."""
    if request.method != "POST":
        return _shown(request, [])
    waiting = {row.ref: row.id for row in queries.to_forward(request.actor)}
    refs = request.POST.getlist("ref")
    # What is not in the list any more keeps its place, so that the action says why it cannot go.
    chosen = [waiting.get(ref) or queries.visible(request.actor, ref).pk for ref in refs]
    try:
        batch = reviews.forward(
            case_ids=chosen,
            key=key_of(request),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        if refused.lost_race:
            back = reverse("agency:forwarding")
            return conflict(request, refused, back=back, typed=[("", ref) for ref in refs])
        return _shown(request, reasons_of(refused))
    about = {"size": batch.size, "number": batch.number}
    return see_other("agency:forwarding", said="agency.said.forwarded", about=about)


def _shown(request: Request, wrong: Sequence[str]) -> HttpResponse:
    waiting = queries.to_forward(request.actor)
    context = {
        "lines": _lines(request, waiting),
        "batches": queries.forwardings(request.actor),
        "may_forward": request.actor.role is Role.AGENCY_LEAD,
        "reasons": wrong,
    }
    return answer(request, "agency/forwarding.html", context, status=422 if wrong else 200)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_safe
def batch(request: Request, number: str) -> HttpResponse:
    """One forwarding: its cases in their order, and the digest of the list."""
    found, rows = queries.forwarding(request.actor, number)
    context = {
        "batch": found,
        "lines": [(line(DESK, row, request), row.agency_opinion) for row in rows],
    }
    return answer(request, "agency/forwarded.html", context)


def _lines(request: Request, rows: Sequence[Row]) -> list[tuple[Line, str]]:
    """Rows in words, each with the opinion of the agency."""
    return [(line(DESK, row, request), row.agency_opinion) for row in rows]
