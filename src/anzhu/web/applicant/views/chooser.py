from django.http import HttpResponse

from anzhu.kernel.errors import NotVisible
from anzhu.rules.facts import Role
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
def question(request: Request, ref: str, question: str) -> HttpResponse:
    """One question of clause 3 on its own page."""
    raise NotVisible
