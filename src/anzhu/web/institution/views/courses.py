"""What the institution has filed: whose hours it may import."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.kernel import clock
from anzhu.organisations import queries
from anzhu.rules.facts import Role
from anzhu.web.shared.answers import page
from anzhu.web.shared.courses import line
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.INSTITUTION)
@require_safe
def courses(request: Request) -> HttpResponse:
    """Every filed course of the institution, also those that are over."""
    filed = queries.courses_of(queries.institution(request.actor.institution))
    context = {"courses": [line(row, clock.day(request.now)) for row in filed]}
    return page(request, "institution/courses.html", context)
