"""Confirm a cancellation by the code that was sent, and hand it in (6.0)."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anzhu import words
from anzhu.cases import cancelling, request_facts, requests
from anzhu.cases import queries as cases
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.people import queries as people
from anzhu.registrations import queries as registrations
from anzhu.rules.facts import Role
from anzhu.web.shared import sent_codes
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.one_time import Code
from anzhu.web.shared.request import Request
from anzhu.web.shared.requests.pages import registration_facts
from anzhu.web.shared.requests.side import APPLICANT
from anzhu.web.shared.requests.views import shown

if TYPE_CHECKING:
    from anzhu.cases.models import Case


@door(Role.APPLICANT)
@require_POST
def send_code(request: Request, ref: str) -> HttpResponse:
    """Send a code, and ask for it; with something still missing, say what."""
    case = _asking(request, ref)
    try:
        token = cancelling.send_code(case_id=case.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, case, refused)
    request.session[_key(ref)] = token
    sent_codes.remember(request, people.me(request.actor).email)
    return see_other("applicant:request_confirm", said="requests.said.code_sent", ref=ref)


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, ref: str) -> HttpResponse:
    """Ask for the code (GET); with the right one the cancellation is handed in (POST)."""
    case = _asking(request, ref)
    form = Code(request.POST or None)
    if form.is_valid():
        # A repeated click finds it confirmed, and gets the answer of the first one.
        if request_facts.is_confirmed(case) or _is_right(request, case, form.cleaned_data["code"]):
            return _handed_in(request, case)
        form.add_error("code", words.text("accounts.errors.code_wrong"))
    account = people.me(request.actor)
    context = {
        "ref": ref,
        "form": form,
        "messages": sent_codes.shown_in_demo(request),
        "phone": account.phone,
        "email": account.email,
        "holder": registration_facts(registrations.of_person(case.person_id)),
        "effects": [words.text(key) for key in words.keys("requests.effects.cancellation")],
    }
    status = 422 if form.errors else 200
    return page(request, "requests/confirm.html", context, status=status)


def _is_right(request: Request, case: "Case", code: str) -> bool:
    return cancelling.confirm(
        case_id=case.pk,
        token=str(request.session.get(_key(case.ref), "")),
        code=code,
        actor=request.actor,
        now=request.now,
    )


def _handed_in(request: Request, case: "Case") -> HttpResponse:
    try:
        requests.submit(case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, case, refused)
    request.session.pop(_key(case.ref), None)
    return see_other("applicant:request", said="requests.said.submitted", ref=case.ref)


def _asking(request: Request, ref: str) -> "Case":
    """The request, if it is one that must be confirmed."""
    case = cases.request(request.actor, ref)
    if not request_facts.asks_for_code(case):
        raise NotVisible
    return case


def _refused(request: Request, case: "Case", refused: Refused) -> HttpResponse:
    if refused.lost_race:
        return conflict(request, refused, back=reverse("applicant:request", args=[case.ref]))
    said = [words.objection(found) for found in refused.objections]
    fresh = cases.request(request.actor, case.ref)
    return shown(APPLICANT, request, fresh, reasons=said, status=422)


def _key(ref: str) -> str:
    return f"code_for_{ref}"
