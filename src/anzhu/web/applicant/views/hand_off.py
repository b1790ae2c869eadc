"""Hand a slot over to one's phone: show a code, look whether something came, take it back."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anzhu.cases import handing_off
from anzhu.cases import queries as cases
from anzhu.kernel import limits
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.rules.facts import SHORT_KINDS, Role
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.hand_offs import CODES_AN_HOUR, page_of, panel, seen_of
from anzhu.web.shared.request import Request, wants_fragment

if TYPE_CHECKING:
    from anzhu.cases.models import Case


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_off(request: Request, ref: str, slot: str) -> HttpResponse:
    """Anything new since ``seen``? (GET); show a code for the phone (POST)."""
    case = cases.own(request.actor, ref)
    if request.method != "POST":
        return _news(request, case, slot)
    who = str(request.actor.account)
    limits.hit("hand_off", who, at_most=CODES_AN_HOUR, per_seconds=3600, now=request.now)
    try:
        handing_off.hand_over(
            case_id=case.pk, slot=slot, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        return conflict(request, refused, back=page_of(case, slot))
    return _answer(request, case, slot)


@door(Role.APPLICANT)
@require_POST
def stop(request: Request, ref: str, slot: str) -> HttpResponse:
    """The code is worth nothing from now on."""
    case = cases.own(request.actor, ref)
    handing_off.take_back(case_id=case.pk, slot=slot, actor=request.actor, now=request.now)
    return _answer(request, case, slot)


def _news(request: Request, case: "Case", slot: str) -> HttpResponse:
    """Asked every few seconds, so what has not changed is answered before anything is reckoned."""
    row = handing_off.of_case(case, request.actor).get(slot)
    if row is not None and request.GET.get("seen") == seen_of(request, row):
        return HttpResponse(status=204)
    if slot not in handing_off.slots_of(case, request.now):
        raise NotVisible
    return _answer(request, case, slot)


def _answer(request: Request, case: "Case", slot: str) -> HttpResponse:
    """A script gets the part of the page that changes; a browser goes to the page."""
    if not wants_fragment(request):
        return see_other(page_of(case, slot))
    if slot == handing_off.PHOTO:
        row = handing_off.of_case(case, request.actor).get(slot)
        context = {"phone": panel(request, case, slot, row)}
        return page(request, "applicant/hand_off_photo.html", context)
    name = "applicant:request_slot" if case.kind in SHORT_KINDS else "applicant:slot"
    return see_other(reverse(name, args=[case.ref, slot]))
