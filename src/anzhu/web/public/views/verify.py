"""Is this certificate genuine, and does the registration stand today? (5-screens 2.19)

Number and name are personal: the question is posted, so that neither stands in an address, a
history or a log. What is not there, what bears another name and a made-up code get one answer,
to the byte; nothing that was typed comes back in it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from anzhu import words
from anzhu.kernel import clock
from anzhu.rules.grants import Standing
from anzhu.verification import queries
from anzhu.verification.queries import Answer
from anzhu.web.public.forms_verify import Question
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.request import Request, address_of

_TONES = {
    Standing.IN_FORCE: ("●", "green"),
    Standing.RENEWAL_PENDING: ("●", "green"),
    Standing.EXPIRED: ("!", "amber"),
    Standing.CANCELLED: ("✕", "red"),
    Standing.REVOKED: ("✕", "red"),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the public reads of a registration that was found."""

    standing: str
    meaning: str
    shape: str
    colour: str
    sheet_void: bool
    facts: list[tuple[str, str]]
    asked_at: datetime


# The question changes nothing and knows no session: a token would only set a cookie, and make
# two answers to the same question differ.
@csrf_exempt
@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Number and name; also says what the code on a certificate is for."""
    if request.method != "POST":
        return _closed(page(request, "public/verify.html", {"form": Question()}))
    form = Question(request.POST)
    if not form.is_valid():
        return _closed(page(request, "public/verify.html", {"form": form}, status=422))
    number, name = form.cleaned_data["number"], form.cleaned_data["name"]
    for limit, key in queries.limits_for(address=address_of(request), number=number):
        limit.count(key, request.now)
    found = queries.look_up(number=number, name=name, on=clock.day(request.now))
    return _answer(request, found)


@public_door
@require_safe
def by_code(request: Request, code: str) -> HttpResponse:
    """What the code that is printed on a certificate opens."""
    # Whoever shows a code holds the sheet: only the address is counted, so that nobody can make
    # a genuine certificate unreadable by asking for its number.
    for limit in queries.BY_ADDRESS:
        limit.count(address_of(request), request.now)
    return _answer(request, queries.by_code(code, on=clock.day(request.now)))


def _answer(request: Request, found: Answer) -> HttpResponse:
    if found.standing is Standing.NONE:
        return _closed(page(request, "public/verify_unknown.html"))
    context = {"page": _shown(found, request.now)}
    return _closed(page(request, "public/verify_answer.html", context))


def _shown(found: Answer, now: datetime) -> Shown:
    shape, colour = _TONES[found.standing]
    until = words.text(
        "verify.running" if found.running_until else "verify.valid",
        start=found.valid_from,
        until=found.valid_until,
        running=found.running_until,
    )
    cells = {
        "number": found.number,
        "name": found.masked_name,
        "category": words.text(f"categories.{found.category}"),
        "employer": found.employer,
        "valid": until,
    }
    return Shown(
        standing=words.text(f"statuses.registration.{found.standing}.public"),
        meaning=words.text(f"verify.meaning.{found.standing}", until=found.valid_until),
        shape=shape,
        colour=colour,
        sheet_void=found.sheet_void,
        facts=[(words.text(f"verification.field.{name}"), said) for name, said in cells.items()],
        asked_at=now,
    )


def _closed(answer: HttpResponse) -> HttpResponse:
    """Nobody keeps a copy: not the browser, not a proxy, not a search engine."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
