"""Pages anybody may read."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from anzhu import words
from anzhu.cases import request_papers
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible
from anzhu.organisations import queries
from anzhu.papers.requests import RequestKind
from anzhu.web.shared import navigation, signing_in
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.papers import paper
from anzhu.web.shared.request import Request
from anzhu.web.shared.shell import ELDER


@dataclass(frozen=True)
class Line:
    """One agency as the list shows it."""

    name: str
    address: str
    phone: str
    is_open: bool
    kind: str


_YEAR = 365 * 24 * 3600


@public_door
@require_safe
def home(request: Request) -> HttpResponse:
    """The five big tasks."""
    context = {
        "apply_url": navigation.url_of("applicant:home") or reverse("account:sign_in"),
        "verify_url": navigation.url_of("verify:ask"),
        "home_url": navigation.home_of(request.actor.role),
    }
    return page(request, "public/home.html", context)


@public_door
@require_safe
def help_page(request: Request) -> HttpResponse:
    """Help by task."""
    return page(request, "public/help.html")


@public_door
@require_safe
def request_form(request: Request, kind: str) -> HttpResponse:
    """The empty form of a reissue or a cancellation, for paper (5.1, 6.1)."""
    if kind not in set(RequestKind):
        raise NotVisible
    content = request_papers.empty_form(RequestKind(kind), on=clock.day(request.now))
    return paper(request, content, f"{kind}-form.pdf")


@public_door
@require_safe
def privacy(request: Request) -> HttpResponse:
    """What is kept about a person, why, and for how long."""
    return page(request, "public/privacy.html")


@public_door
@require_safe
def agencies(request: Request) -> HttpResponse:
    """Every agency that takes applications, with its telephone."""
    today = clock.day(request.now)
    lines = [
        Line(agency.name, agency.address, agency.phone, agency.is_open_on(today), agency.kind)
        for agency in queries.existing_agencies(today)
    ]
    groups = [
        (words.text(f"pages.agency_kinds.{kind}"), [line for line in lines if line.kind == kind])
        for kind in dict.fromkeys(line.kind for line in lines)
    ]
    return page(request, "public/agencies.html", {"groups": groups})


@public_door
@require_safe
def display(request: Request) -> HttpResponse:
    """适老版 on or off for this browser, then back to the page before; it writes a cookie only."""
    before = urlsplit(request.headers.get("Referer") or "/")
    back = f"{before.path}?{before.query}" if before.query else before.path
    answer = HttpResponseRedirect(back if signing_in.is_ours(request, back) else "/")
    if request.GET.get("elder") == "1":
        safe = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(ELDER, "1", max_age=_YEAR, httponly=True, secure=safe, samesite="Lax")
    else:
        answer.delete_cookie(ELDER, samesite="Lax")
    return answer
