"""【开始XX注册】: what to have at hand, and the draft (1.0, 5-screens 2.2)."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from anzhu.cases import applying, opening
from anzhu.cases import queries as cases
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.people import queries as people
from anzhu.rules.facts import REGISTRATION_KINDS, SHORT_KINDS, Kind, Role
from anzhu.web.applicant.pages import start as pages
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, kind: str) -> HttpResponse:
    """What to have at hand (GET); open the draft, or go on with the one there is (POST)."""
    if kind in SHORT_KINDS:
        return see_other("applicant:request_start", kind=kind)
    if kind not in REGISTRATION_KINDS:
        raise NotVisible
    person = people.me(request.actor).person
    busy = cases.in_flight(person.pk)
    if busy is not None:
        return _go_on_with(busy)
    law = applying.filing_now(person, request.now)
    found = applying.objections_to_opening(Kind(kind), law, busy_with=None)
    if request.method != "POST" or found:
        page = pages.page(Kind(kind), law, found, clock.day(request.now))
        status = 409 if request.method == "POST" else 200
        return answer(request, "applicant/start.html", {"page": page}, status=status)
    try:
        case = opening.open_application(kind=Kind(kind), actor=request.actor, now=request.now)
    except Refused:
        # A second click lost against the first: its draft is the one to go on with.
        raced = cases.in_flight(person.pk)
        if raced is None:
            raise
        return _go_on_with(raced)
    return see_other("applicant:tasks", said="applicant.said.started", ref=case.ref)


def _go_on_with(case: "Case") -> HttpResponse:
    return see_other("applicant:tasks", said="applicant.said.in_flight", tone="note", ref=case.ref)
