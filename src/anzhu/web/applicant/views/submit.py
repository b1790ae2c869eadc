"""Check everything, submit once, and keep the receipt (2.9)."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from anzhu import words
from anzhu.cases import actions, drafting, facts
from anzhu.cases import queries as cases
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.organisations import queries as organisations
from anzhu.papers import lists
from anzhu.rules.facts import Role
from anzhu.web.applicant.pages.submit import check_page, receipt_page, receipt_paper
from anzhu.web.applicant.views.materials import slots_of
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.forms import Form
from anzhu.web.shared.papers import paper
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.cases.models import Case


class Declaration(Form):
    """The promise that what goes in is true."""

    declared = forms.BooleanField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared"].label = words.text("applicant_papers.check.declaration")
        self.fields["declared"].error_messages["required"] = words.text(
            "objections.missing.declaration"
        )


@door(Role.APPLICANT)
@require_safe
def check(request: Request, ref: str) -> HttpResponse:
    """All answers, the photo and the materials, before they go in."""
    case = cases.visible(request.actor, ref)
    if not drafting.open_pages(case):
        return see_other("applicant:status", ref=ref)
    return _check(request, case, Declaration())


@door(Role.APPLICANT)
@require_POST
def submit(request: Request, ref: str) -> HttpResponse:
    """Submit; a repeated click gets the receipt of the first one."""
    case = cases.visible(request.actor, ref)
    form = Declaration(request.POST)
    if not form.is_valid():
        return _check(request, case, form, status=422)
    try:
        actions.submit(case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now)
    except Refused as refused:
        if refused.lost_race:
            return conflict(request, refused, back=reverse("applicant:status", args=[ref]))
        return _check(request, case, form, status=422)
    return see_other("applicant:receipt", ref=ref)


@door(Role.APPLICANT)
@require_safe
def receipt(request: Request, ref: str) -> HttpResponse:
    """The number, who has it now, and by when."""
    case = cases.visible(request.actor, ref)
    revision = cases.latest_revision(case)
    if revision is None:
        return see_other("applicant:check", ref=ref)
    return page(request, "applicant/receipt.html", {"page": receipt_page(case, revision)})


@door(Role.APPLICANT)
@require_safe
def receipt_pdf(request: Request, ref: str) -> HttpResponse:
    """The receipt on paper."""
    case = cases.visible(request.actor, ref)
    revision = cases.latest_revision(case)
    if revision is None:
        return see_other("applicant:check", ref=ref)
    watermark = words.text("people.demo_mark") if settings.ANZHU_DEMO else ""
    shown = receipt_paper(case, receipt_page(case, revision), watermark=watermark)
    return paper(request, lists.receipt(shown), f"{ref}-receipt.pdf")


def _check(request: Request, case: "Case", form: Declaration, *, status: int = 200) -> HttpResponse:
    chosen = str(case.dossier.answers.get("agency", {}).get("chosen", ""))
    shown = check_page(
        case,
        agency=case.agency or organisations.agency_by_code(chosen),
        materials=slots_of(request, case),
        against=cases.objections_to_submit(case, request.now),
        open_pages=drafting.open_pages(case),
        learnt=facts.hours_of(case, case.dossier, clock.day(request.now)),
    )
    context = {"page": shown, "form": form, "case": case}
    return page(request, "applicant/check.html", context, status=status)
