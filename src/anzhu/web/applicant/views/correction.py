"""What was sent back and what the applicant says to it (5-screens 2.8)."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from anzhu.cases import drafting, facts
from anzhu.cases import queries as cases
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.materials import queries as materials
from anzhu.rules.facts import Role, Status
from anzhu.web.applicant.pages.correction import correction_page
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case

_REPLY = "reply."


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: Request, ref: str) -> HttpResponse:
    """Each returned item with its reason, its page and what changed; keep what is said (POST)."""
    case = cases.visible(request.actor, ref)
    if request.method == "POST":
        return _reply(request, case)
    returns = [act for act in cases.history(case) if act.step == "return"]
    if case.status != Status.CORRECTION or not returns:
        return see_other("applicant:status", ref=ref)
    shown = correction_page(
        case,
        returns,
        revision=cases.latest_revision(case),
        lying=materials.pages_in(case.folder_id),
        reprint=bool(facts.form_objections(case, case.dossier, clock.day(request.now))),
        longest_reply=drafting.LONGEST_REPLY,
    )
    return page(request, "applicant/correction.html", {"page": shown})


def _reply(request: Request, case: "Case") -> HttpResponse:
    """Keep the replies; on to the last check, or back to the list."""
    said = {
        field.removeprefix(_REPLY): str(text)
        for field, text in request.POST.items()
        if field.startswith(_REPLY)
    }
    try:
        drafting.reply(case_id=case.pk, said=said, actor=request.actor, now=request.now)
    except Refused as refused:
        return conflict(request, refused, back=reverse("applicant:status", args=[case.ref]))
    if "check" in request.POST:
        return see_other("applicant:check", ref=case.ref)
    return see_other("applicant:correction", said="applicant_papers.correction.saved", ref=case.ref)
