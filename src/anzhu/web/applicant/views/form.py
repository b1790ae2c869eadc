"""Print the application form and the sheet for the employer (2.7)."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from anzhu.cases import drafting, facts
from anzhu.cases import forms as papers
from anzhu.cases import queries as cases
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.rules.facts import Role
from anzhu.web.applicant.pages.form import form_page, is_current
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import paper
from anzhu.web.shared.request import Request


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Request, ref: str) -> HttpResponse:
    """What is printed (GET); print the form as it stands now, then show it (POST)."""
    case = cases.visible(request.actor, ref)
    if request.method == "POST":
        try:
            drafting.note_print(
                case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now
            )
        except Refused as refused:
            if refused.codes[0] != "page.incomplete":
                raise
            return _page(request, ref, status=422)
        return see_other(reverse("applicant:form_pdf", args=[ref]))
    return _page(request, ref)


@door(Role.APPLICANT)
@require_safe
def form_pdf(request: Request, ref: str) -> HttpResponse:
    """The printed version as PDF; once the answers have changed it cannot be had any more."""
    case = cases.visible(request.actor, ref)
    if not case.dossier.form_version:
        raise NotVisible
    if not is_current(case, clock.day(request.now)):
        return see_other("applicant:form", said="applicant_papers.form.stale", tone="warn", ref=ref)
    content = papers.application_form(case, on=clock.day(case.dossier.printed_at or request.now))
    name = f"{ref}-v{case.dossier.form_version}.pdf"
    return paper(request, content, name)


@door(Role.APPLICANT)
@require_safe
def guide_pdf(request: Request, ref: str) -> HttpResponse:
    """The sheet for the employer's personnel office."""
    case = cases.visible(request.actor, ref)
    content = papers.employer_guide(case, on=clock.day(request.now))
    return paper(request, content, f"{ref}-employer.pdf")


def _page(request: Request, ref: str, *, status: int = 200) -> HttpResponse:
    case = cases.visible(request.actor, ref)
    shown = form_page(
        case,
        on=clock.day(request.now),
        unfinished=facts.unprintable_pages(case, case.dossier, clock.day(request.now)),
        editable="form" in drafting.open_pages(case),
        in_wechat="MicroMessenger" in request.headers.get("User-Agent", ""),
    )
    return page(request, "applicant/form.html", {"page": shown}, status=status)
