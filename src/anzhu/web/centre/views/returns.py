"""How often the agencies send applications back, and where they raised old matters (R12)."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.reviews import returns as reviews
from anzhu.web.centre.desk import DESK
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(*DESK.roles)
@require_safe
def returns(request: Request) -> HttpResponse:
    """A table by agency, and the recorded reasons one by one."""
    context = {
        "days": reviews.DAYS,
        "agencies": reviews.by_agency(request.actor, request.now),
        "overrides": reviews.overrides(request.actor, request.now),
    }
    return page(request, "centre/returns.html", context)
