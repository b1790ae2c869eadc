"""The sets of rules that were published, and what each changed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.kernel import clock
from anzhu.law import queries
from anzhu.rules.dated import ENACTED
from anzhu.rules.facts import Role
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def history(request: Request) -> HttpResponse:
    """Every amendment, the newest first, and the set the code was delivered with."""
    today = clock.day(request.now)
    context = {
        "published": queries.history(),
        "present": queries.rule_set_on(today),
        "today": today,
        "enacted": ENACTED.name,
    }
    return page(request, "administrator/rules.html", context)
