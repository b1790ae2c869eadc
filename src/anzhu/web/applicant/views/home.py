from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu import words
from anzhu.cases import applying, request_facts
from anzhu.cases import queries as cases
from anzhu.kernel import clock
from anzhu.notices import queries as notices
from anzhu.people import queries as people
from anzhu.photos import queries as photos
from anzhu.registrations import queries as registrations
from anzhu.rules.facts import IN_FLIGHT, REGISTRATION_KINDS, Role, Status
from anzhu.web.applicant.forms.what_if import WhatIfForm
from anzhu.web.applicant.pages import home as pages
from anzhu.web.applicant.pages import tasks
from anzhu.web.shared import calendar_file
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.navigation import url_of
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case

_NOTICES, _AHEAD = 3, 3


@door(Role.APPLICANT)
@require_safe
def home(request: Request) -> HttpResponse:
    """What can I do now, and why?"""
    today = clock.day(request.now)
    form = WhatIfForm(request.GET or None, today=today)
    page = _home(request, form)
    status = 422 if form.errors else 200
    return answer(request, "applicant/home.html", {"page": page, "form": form}, status=status)


def _home(request: Request, form: WhatIfForm) -> pages.HomePage:
    today = clock.day(request.now)
    mine = cases.mine(request.actor)
    under_way = [case for case in mine if pages.is_under_way(case)]
    shown = next((case for case in under_way if case.kind in REGISTRATION_KINDS), None)
    busy = shown if shown and shown.status in IN_FLIGHT else None
    account = people.me(request.actor)
    person = account.person
    held = people.holding_of(person)
    law = applying.filing_now(person, request.now)
    row, standing = cases.registration_of(person.pk, today)
    state = pages.state_of(standing, row, law, today)
    has_photo = photos.latest_of(person.pk) is not None
    requests = request_facts.objections_beside(under_way)
    bans = registrations.restrictions_of(person.pk) if law and law.restrictions else []
    return pages.HomePage(
        name=person.name,
        has_email=bool(account.email),
        holding=held,
        category=words.text(f"categories.{held.category}") if held and held.category else "",
        state=words.text(f"statuses.registration.{state}.applicant"),
        state_mark=pages.STATE_MARKS[state],
        facts=pages.facts_of(row, state),
        bans=pages.bans_of(bans, today),
        in_flight=pages.flight(shown, _done(request, shown)) if shown else None,
        outlook=pages.outlook_of(law, busy=busy, has_photo=has_photo, requests=requests)
        if law
        else None,
        starts=pages.starts(REGISTRATION_KINDS),
        hours_url=url_of("applicant:education"),
        ahead=pages.ahead_of(law, shown)[:_AHEAD],
        form=form,
        what_if=pages.what_if(law, form, has_photo=has_photo) if law else [],
        notices=notices.mine(request.actor, at_most=_NOTICES),
        requests=[pages.another(case) for case in under_way if case is not shown],
        earlier=[pages.another(case) for case in mine if case not in under_way],
    )


@door(Role.APPLICANT)
@require_safe
def dates(request: Request) -> HttpResponse:
    """Her dates as a file for a calendar."""
    person = people.me(request.actor).person
    law = applying.filing_now(person, request.now)
    ahead = pages.ahead_of(law, cases.in_flight(person.pk))
    return calendar_file.answer(ahead, owner=f"person {person.pk}", at=request.now)


def _done(request: Request, case: "Case") -> int:
    """How many steps of a draft are complete; of no use once it was submitted."""
    if case.status != Status.DRAFT:
        return 0
    whole = cases.visible(request.actor, case.ref)
    read = applying.reading(whole, request.now)
    return tasks.done(tasks.states_of(whole, read, applying.papers(whole, read)))
