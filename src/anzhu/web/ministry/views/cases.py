"""One case of a batch, to read: what was declared, what it rests on, what was said about it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.reviews import reading
from anzhu.rules.facts import Role
from anzhu.web.ministry.pages.cases import case_page
from anzhu.web.shared import papers
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

_ministry = door(Role.MINISTRY_APPROVER)


@_ministry
@require_safe
def case(request: Request, ref: str) -> HttpResponse:
    """Everything, with nothing to press."""
    read = reading.read(request.actor, ref, request.now)
    return answer(request, "ministry/case.html", {"page": case_page(read)})


@_ministry
@require_safe
def picture(request: Request, ref: str, page: int, variant: str) -> HttpResponse:
    """One submitted page in one of its sizes."""
    return papers.picture(reading.page_picture(request.actor, ref, page, variant))


@_ministry
@require_safe
def crop(request: Request, ref: str, found: int) -> HttpResponse:
    """What a check cut out of a submitted page."""
    return papers.picture(reading.crop_picture(request.actor, ref, found))


@_ministry
@require_safe
def proof(request: Request, ref: str, proof: int, variant: str) -> HttpResponse:
    """One page of a submitted certificate of continuing education."""
    return papers.picture(reading.proof_picture(request.actor, ref, proof, variant))


@_ministry
@require_safe
def portrait(request: Request, ref: str, photo: UUID) -> HttpResponse:
    """A submitted portrait."""
    return papers.picture(reading.portrait(request.actor, ref, photo))
