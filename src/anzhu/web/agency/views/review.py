"""The review screen of a first review."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.kernel.errors import Refused
from anzhu.reviews import reading
from anzhu.web.agency.desk import DESK
from anzhu.web.agency.pages.case import buttons
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import reasons_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import review_page


@door(*DESK.roles)
@require_safe
def case(request: Request, ref: str) -> HttpResponse:
    """Evidence and checklist side by side; read-only unless the case is in the reader's hands."""
    return shown(request, ref)


def shown(request: Request, ref: str, refused: Refused | None = None) -> HttpResponse:
    """The screen, with everything that stands against what was tried, if it was."""
    read = reading.read(request.actor, ref, request.now)
    page = review_page(read, area=DESK.area, sheet=request.GET.get("sheet", ""))
    said = reasons_of(refused)
    context = {"page": page, "can": buttons(page, request.actor), "reasons": said}
    return answer(request, "agency/case.html", context, status=422 if said else 200)
