"""The landing page: what waits for this agency, most urgent first."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.production import queries as production
from anzhu.web.agency.desk import DESK
from anzhu.web.agency.pages.queue import collecting
from anzhu.web.shared import desk_views
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(*DESK.roles)
@require_safe
def queue(request: Request) -> HttpResponse:
    """One page of a tab, or what a search found; five reads for any number of cases."""
    lying = production.count_waiting_for_collection(request.actor)
    return desk_views.queue(DESK, request, also=[collecting(lying)])
