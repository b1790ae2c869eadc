from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from anzhu import words
from anzhu.cases import applying, opening
from anzhu.cases import queries as cases
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.notices import queries as notices
from anzhu.people import queries as people
from anzhu.rules.eligibility import assess
from anzhu.rules.facts import IN_FLIGHT, Kind, Role, Status
from anzhu.web.applicant.pages import home as pages
from anzhu.web.applicant.pages import tasks
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case

#: The kinds that can be filed on line so far.
OFFERED = frozenset({Kind.INITIAL})
_NOTICES = 3


@door(Role.APPLICANT)
@require_safe
def home(request: Request) -> HttpResponse:
    """What can I do now, and why?"""
    mine = cases.mine(request.actor)
    busy = next((case for case in mine if case.status in IN_FLIGHT), None)
    shown = next((case for case in mine if pages.is_under_way(case)), None)
    person = people.me(request.actor).person
    held = people.holding_of(person)
    law = applying.filing_now(person, request.now)
    row, state = cases.registration_of(person.pk, clock.day(request.now))
    page = pages.HomePage(
        name=person.name,
        holding=held,
        category=words.text(f"categories.{held.category}") if held and held.category else "",
        registration=row,
        state=words.text(f"statuses.registration.{state}.applicant"),
        state_code=state,
        registered_category=words.text(f"categories.{row.category}") if row else "",
        in_flight=pages.flight(shown, _done(request, shown)) if shown else None,
        offer=pages.offer(
            assess(Kind.INITIAL, law) if law else None,
            applying.objections_to_opening(Kind.INITIAL, law, busy_with=busy),
        ),
        notices=notices.mine(request.actor, at_most=_NOTICES),
        earlier=[case for case in mine if case is not shown],
    )
    return answer(request, "applicant/home.html", {"page": page})


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, kind: str) -> HttpResponse:
    """What to have at hand (GET); open the draft, or go on with the one there is (POST)."""
    if kind not in OFFERED:
        raise NotVisible
    person = people.me(request.actor).person
    busy = cases.in_flight(person.pk)
    if busy is not None:
        return _go_on_with(busy)
    law = applying.filing_now(person, request.now)
    found = applying.objections_to_opening(Kind(kind), law, busy_with=None)
    if request.method != "POST" or found:
        page = pages.offer(assess(Kind(kind), law) if law else None, found)
        status = 409 if request.method == "POST" else 200
        return answer(request, "applicant/start.html", {"page": page, "kind": kind}, status=status)
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


def _done(request: Request, case: "Case") -> int:
    """How many steps of a draft are complete; of no use once it was submitted."""
    if case.status != Status.DRAFT:
        return 0
    whole = cases.visible(request.actor, case.ref)
    read = applying.reading(whole, request.now)
    return tasks.done(tasks.states_of(whole, read, applying.papers(whole, read)))
