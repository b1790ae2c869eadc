from django.http import HttpResponse

from anzhu.kernel.errors import NotVisible
from anzhu.rules.facts import Role
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
def tasks(request: Request, ref: str) -> HttpResponse:
    """The nine steps and where each one stands."""
    raise NotVisible
