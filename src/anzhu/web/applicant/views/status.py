"""Where an application is; take it back (5-screens 2.8)."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from anzhu import words
from anzhu.cases import actions
from anzhu.cases import queries as cases
from anzhu.cases.matters import matters_of
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.production import queries as production
from anzhu.registrations import queries as registrations
from anzhu.rules.facts import Role, Status
from anzhu.rules.production import ItemStatus
from anzhu.rules.workflow import STEPS
from anzhu.web.applicant.pages import outcome
from anzhu.web.applicant.pages import status as pages
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.production.models import Item


@door(Role.APPLICANT)
@require_safe
def status(request: Request, ref: str) -> HttpResponse:
    """The tracker, whose turn it is, and what has happened."""
    case = cases.visible(request.actor, ref)
    if case.status == Status.DRAFT:
        return see_other("applicant:tasks", ref=ref)
    acts, sheet, on = cases.history(case), _item(case), clock.day(request.now)
    item = ItemStatus(sheet.status) if sheet else None
    matter = matters_of([case]).get(case.pk)
    row = registrations.of_case(case.ref) if case.approved_on else None
    shown = pages.StatusPage(
        ref=ref,
        kind=words.text(f"kinds.{case.kind}"),
        status=case.status,
        status_text=_status_text(request, case, item),
        stations=pages.stations(case, acts, item),
        turn=pages.turn_of(case, item, on),
        events=pages.events(acts, case.kind),
        reasons=pages.refusal_of(acts),
        remedies=pages.remedies(on),
        correct_by=case.correct_by,
        count=next((len(act.reasons) for act in acts if act.step == "return"), 0),
        may_withdraw=case.status in STEPS["withdraw"].leaves,
        pick_up=outcome.pick_up(case, sheet),
        matter=outcome.asked(matter),
        granted=outcome.granted(row, matter),
        carried_beyond=outcome.carried_beyond(case, matter, on),
    )
    return page(request, "applicant/status.html", {"page": shown})


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, ref: str) -> HttpResponse:
    """Ask once more (GET); take the application back (POST)."""
    case = cases.visible(request.actor, ref)
    if request.method == "POST":
        try:
            actions.withdraw(
                case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now
            )
        except Refused as refused:
            return conflict(request, refused, back=reverse("applicant:status", args=[ref]))
        return see_other("applicant:status", said="applicant_papers.withdraw.done", ref=ref)
    if case.status not in STEPS["withdraw"].leaves:
        return see_other("applicant:status", ref=ref)
    effects = [words.text(key, ref=ref) for key in words.keys("applicant_papers.withdraw.effects")]
    back = "applicant:tasks" if case.status == Status.DRAFT else "applicant:status"
    context = {"ref": ref, "effects": effects, "back": reverse(back, args=[ref])}
    return page(request, "applicant/withdraw.html", context)


def _status_text(request: Request, case: "Case", item: ItemStatus | None) -> str:
    """The words for the status as the applicant reads it, with the claim and the certificate."""
    claimed = f"statuses.{case.status}.claimed"
    if case.claimed_by_id and words.exists(claimed):
        return words.text(claimed)
    if case.status == Status.APPROVED and item:
        return words.status(f"item.{item}")
    return words.status(case.status)


def _item(case: "Case") -> "Item | None":
    """The certificate or label of the case; None before there is one."""
    return production.current_item(case.pk) if case.approved_on else None
