from django.http import HttpResponse

from anzhu.kernel.errors import NotVisible
from anzhu.rules.facts import Role
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
def home(request: Request) -> HttpResponse:
    """What can I do now, and why?"""
    raise NotVisible


@door(Role.APPLICANT)
def start(request: Request, kind: str) -> HttpResponse:
    """What to have at hand (GET); open the draft (POST)."""
    raise NotVisible
