from django.http import HttpResponse

from anzhu.kernel.errors import NotVisible
from anzhu.rules.facts import Role
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
def page_of_answers(request: Request, ref: str, page: str) -> HttpResponse:
    """One page of answers."""
    raise NotVisible


@door(Role.APPLICANT)
def save_field(request: Request, ref: str, page: str) -> HttpResponse:
    """One field, saved by itself."""
    raise NotVisible


@door(Role.APPLICANT)
def employers(request: Request) -> HttpResponse:
    """Employers of the directory by code or beginning of the name."""
    raise NotVisible
