"""The landing page of the final review: what agencies forwarded, most urgent first."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.web.centre.desk import DESK
from anzhu.web.shared import desk_views
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(*DESK.roles)
@require_safe
def queue(request: Request) -> HttpResponse:
    """One page of a tab, or what a search found."""
    return desk_views.queue(DESK, request)
