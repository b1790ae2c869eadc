from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.cases import applying, drafting
from anzhu.cases import queries as cases
from anzhu.rules.facts import Role
from anzhu.web.applicant.pages import tasks as pages
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
@require_safe
def tasks(request: Request, ref: str) -> HttpResponse:
    """The nine steps and where each one stands; once submitted, the progress instead."""
    case = cases.visible(request.actor, ref)
    if case.status not in drafting.WITH_THE_APPLICANT:
        return see_other("applicant:status", ref=ref)
    read = applying.reading(case, request.now)
    page = pages.page(case, read, applying.papers(case, read), applying.pen_of(case))
    return answer(request, "applicant/tasks.html", {"page": page})
