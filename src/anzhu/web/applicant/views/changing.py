"""The first question of a change, and a renewal that becomes one (1.3, 1.4)."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from anzhu.cases import changing
from anzhu.cases import queries as cases
from anzhu.cases.pages import Problem
from anzhu.kernel.errors import Refused
from anzhu.rules.facts import Role
from anzhu.web.applicant.forms.change import ticked
from anzhu.web.applicant.pages import change as pages
from anzhu.web.applicant.views.opened import Opened, go_on, opened
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request


def page_of_change(request: Request, found: Opened) -> HttpResponse:
    """Keep what is ticked, all of it, and go on to the first step."""
    changing.choose(
        case_id=found.case.pk,
        wanted=ticked(request.POST),
        actor=request.actor,
        now=request.now,
    )
    found = opened(request, found.case.ref, "change")
    if found.problems and "save_list" not in request.POST:
        return shown(request, found, found.problems)
    return go_on(request, found)


def shown(request: Request, found: Opened, problems: Sequence[Problem]) -> HttpResponse:
    """What may be changed, and the offer to renew at the same time."""
    if not found.editable:
        facts = [*pages.held(found.case), ("变更事项", pages.said_in_words(found.read.answers))]
        context = {"frame": found.frame(), "facts": facts}
        return answer(request, "applicant/page_locked.html", context)
    page = pages.page(found.case, found.read, problems)
    return answer(
        request,
        "applicant/change.html",
        {"frame": found.frame(), "page": page, "form": page.form},
        status=422 if problems else 200,
    )


@door(Role.APPLICANT)
@require_POST
def switch_to_change(request: Request, ref: str) -> HttpResponse:
    """单位已变化，改办变更: the renewal becomes a change, with all that was filled in."""
    case = cases.visible(request.actor, ref)
    try:
        changing.switch_to_change(
            case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        return conflict(request, refused, back=reverse("applicant:tasks", args=[ref]))
    return see_other("applicant:page", said="applicant_change.switched", ref=ref, page="change")
