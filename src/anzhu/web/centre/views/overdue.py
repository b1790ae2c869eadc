"""What has passed its statutory deadline, anywhere between submission and certificate (R12)."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu import words
from anzhu.kernel import clock
from anzhu.production import overdue as clocks
from anzhu.rules.facts import Role
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import days_left


@door(Role.CENTRE_REVIEWER)
@require_safe
def overdue(request: Request) -> HttpResponse:
    """The oldest of each clock; it is a reminder, and decides nothing."""
    today = clock.day(request.now)
    found = clocks.overdue(request.actor, today)
    sections = [
        (
            words.text(f"clocks.name.{name}"),
            [(row, days_left(row.due_on, today)[0]) for row in rows],
        )
        for name, rows in found.items()
    ]
    context = {"sections": sections, "at_most": clocks.AT_MOST}
    return page(request, "centre/overdue.html", context)
