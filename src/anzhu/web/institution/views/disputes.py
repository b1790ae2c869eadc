"""Objections to records: which wait, and the answer to one."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from anzhu.education import actions, queries
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.rules import parameters
from anzhu.rules.facts import Role
from anzhu.web.institution import forms, pages
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

_INSTITUTION = door(Role.INSTITUTION)


@_INSTITUTION
@require_safe
def disputes(request: Request) -> HttpResponse:
    """What waits, the most urgent first, and what was answered last."""
    today = clock.day(request.now)
    context = {
        "open": [pages.dispute_line(row, today) for row in queries.open_disputes(request.actor)],
        "answered": [
            pages.dispute_line(row, today) for row in queries.answered_disputes(request.actor)
        ],
        "days": parameters.EDUCATION_DISPUTE_WORKING_DAYS.on(today),
    }
    return answer(request, "institution/disputes.html", context)


@_INSTITUTION
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: Request, dispute: int) -> HttpResponse:
    """One objection (GET); take the record back or keep it, with an answer (POST)."""
    found = queries.dispute(request.actor, dispute)
    form = forms.Answer(request.POST if request.method == "POST" else None)
    line = pages.dispute_line(found, clock.day(request.now))
    context = {"form": form, "page": line, "open": found.state == "open"}
    if request.method != "POST":
        return answer(request, "institution/dispute.html", context)
    if not form.is_valid():
        return answer(request, "institution/dispute.html", context, status=422)
    try:
        actions.answer(
            dispute_id=found.pk,
            upheld=form.cleaned_data["verdict"] == "upheld",
            said=form.cleaned_data["said"],
            key=key_of(request),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        back = reverse("institution:dispute", kwargs={"dispute": found.pk})
        return conflict(request, refused, keep=form, back=back)
    return see_other("institution:disputes", said="institution.said.answered")
