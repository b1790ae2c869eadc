"""Reissue, cancellation and other matters on line (clauses 5 to 7): begin one, answer."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.cases import request_facts, requests
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.people import queries as people
from anzhu.registrations import queries as registrations
from anzhu.rules.facts import SHORT_KINDS, Kind, Role
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request
from anzhu.web.shared.requests.pages import registration_facts
from anzhu.web.shared.requests.side import APPLICANT
from anzhu.web.shared.requests.views import shown


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, kind: str) -> HttpResponse:
    """What to have at hand and what speaks against it (GET); begin it (POST)."""
    if kind not in SHORT_KINDS:
        raise NotVisible
    person = people.me(request.actor).person
    found = request_facts.objections_to_opening(Kind(kind), person, request.now)
    if request.method == "POST" and not found:
        try:
            case = requests.open_request(kind=Kind(kind), actor=request.actor, now=request.now)
        except Refused as refused:
            # A second click lost against the first.
            return conflict(request, refused, back=reverse("applicant:home"))
        return see_other("applicant:request", said="requests.said.opened", ref=case.ref)
    context = {
        "kind": kind,
        "title": words.text(f"requests.kind.{kind}.title"),
        "lead": words.text(f"requests.kind.{kind}.lead"),
        "have": [words.text(key) for key in words.keys(f"requests.have.{kind}")],
        "effects": [words.text(key) for key in words.keys(f"requests.effects.{kind}")],
        "holder": registration_facts(registrations.of_person(person.pk)),
        "reasons": [words.objection(one) for one in found],
        "going_on": [str(one.params["ref"]) for one in found if one.code == "request.in_flight"],
        "empty": reverse("public:request_form", args=[kind]) if kind != "other_matters" else "",
    }
    status = 409 if request.method == "POST" else 200
    return page(request, "requests/start.html", context, status=status)


@door(Role.APPLICANT)
@require_POST
def reply(request: Request, ref: str) -> HttpResponse:
    """Answer the centre, or add something unasked."""
    case = cases.request(request.actor, ref)
    try:
        requests.reply(
            case_id=case.pk,
            key=key_of(request),
            note=request.POST.get("reply", ""),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        if refused.lost_race:
            return conflict(request, refused, back=reverse("applicant:request", args=[ref]))
        said = [words.objection(found) for found in refused.objections]
        return shown(APPLICANT, request, case, reasons=said, status=422)
    return see_other("applicant:request", said="requests.said.replied", ref=ref)
