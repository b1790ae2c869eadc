"""The phone's side of a hand-off: an address to type a code at, and a page that only takes files.

No log-in and no session: who holds the token may hand in, and reads nothing but what became of it.
Every reason why a token or a code opens nothing has the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from anzhu import words
from anzhu.cases import handing_off
from anzhu.kernel import clock, limits
from anzhu.kernel.errors import Refused
from anzhu.rules import uploads
from anzhu.rules.materials import Material
from anzhu.verification.queries import masked_name
from anzhu.web.public.forms_phone import CodeForm
from anzhu.web.shared import waiting
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import key_of_file
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.request import Request, address_of, wants_fragment

if TYPE_CHECKING:
    from anzhu.cases.handing_off import Arrival
    from anzhu.cases.models import HandOff

#: Codes that one address may try in ten minutes.
TRIES, TRIES_SECONDS = 20, 600
#: Files one account may send in an hour, by whatever way.
FILES_AN_HOUR = 300
#: Pictures only: a portrait is never a PDF.
_PICTURES = "image/jpeg,image/png,image/heic,image/heif,image/webp,.heic,.heif"


@dataclass(frozen=True)
class Came:
    """One upload of this phone: its number, state, and what to say about it."""

    number: int
    state: str
    text: str
    sentences: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PhonePage:
    """All that a phone may know."""

    name: str
    slot: str
    until: datetime
    several: bool
    accept: str
    limit: str
    came: Sequence[Came]
    wait: int

    @property
    def waits(self) -> bool:
        """Is something being looked at still?"""
        return any(one.state == "waiting" for one in self.came)


@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request) -> HttpResponse:
    """Type the code that the other screen shows (GET); on to the page that takes files (POST)."""
    if request.method != "POST":
        return _private(page(request, "public/phone_code.html", {"form": CodeForm()}))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _private(page(request, "public/phone_code.html", {"form": form}, status=422))
    limits.hit(
        "hand_off.code",
        address_of(request),
        at_most=TRIES,
        per_seconds=TRIES_SECONDS,
        now=request.machine_now,
    )
    try:
        token = handing_off.token_of(form.cleaned_data["code"], now=request.now)
    except Refused:
        form.add_error(
            "code",
            words.text("objections.hand_off.wrong_code", digits=handing_off.CODE_DIGITS),
        )
        return _private(page(request, "public/phone_code.html", {"form": form}, status=422))
    return _private(see_other("public:phone", token=token))


@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: Request, token: str) -> HttpResponse:
    """What may be sent and what has come (GET); take files (POST)."""
    try:
        row = handing_off.by_token(token, now=request.now)
        said = _take(request, row, token) if request.method == "POST" else []
    except Refused as refused:
        reasons = [words.objection(found) for found in refused.objections]
        # A script then goes where a browser is: to this very page.
        by_script = wants_fragment(request)
        answer = page(
            request,
            "public/phone_over.html",
            {"reasons": reasons},
            status=200 if by_script else 404,
        )
        if by_script:
            answer.headers["HX-Refresh"] = "true"
        return _private(answer)
    row.refresh_from_db(fields=["received"])
    context = {"page": _shown(row, request), "reasons": said}
    if request.method == "POST" and not said and not wants_fragment(request):
        return _private(see_other("public:phone", token=token))
    status = 422 if said and not wants_fragment(request) else 200
    return _private(page(request, "public/phone.html", context, status=status))


def _take(request: Request, row: "HandOff", token: str) -> list[str]:
    """Hand in every file; what was said about those that were turned away."""
    files = request.FILES.getlist("file")
    if not files:
        return [words.text("applicant_papers.no_file")]
    said = []
    for place, one in enumerate(files):
        who = str(row.account_id)
        limits.hit("upload", who, at_most=FILES_AN_HOUR, per_seconds=3600, now=request.now)
        try:
            handing_off.hand_in(
                token=token, upload=one, key=key_of_file(request, one, place), now=request.now
            )
        except Refused as refused:
            if "hand_off.over" in refused.codes:
                raise
            said += [
                words.text("applicant_papers.of_file", name=one.name, why=words.objection(found))
                for found in refused.objections
            ]
    return said


def _shown(row: "HandOff", request: Request) -> PhonePage:
    on, is_photo = clock.day(request.now), row.slot == handing_off.PHOTO
    name = "hand_off.photo" if is_photo else f"materials.{row.slot}.name"
    most = 1 if is_photo else uploads.most_pages(Material(row.slot), on)
    limit = words.text(
        "materials.pages.limits",
        types="、".join(list(uploads.TYPES.values())[: -1 if is_photo else None]),
        megabytes=uploads.MAX_BYTES.on(on) // uploads.MEBIBYTE,
    )
    arrived = handing_off.arrivals(row)
    return PhonePage(
        name=masked_name(row.account.person.name),
        slot=words.text(name),
        until=row.expires_at,
        several=most > 1,
        accept=_PICTURES if is_photo else uploads.accepts(),
        limit=limit,
        came=[_came(number, one) for number, one in enumerate(arrived, 1)],
        wait=_wait(arrived, request),
    )


def _wait(arrived: "Sequence[Arrival]", request: Request) -> int:
    """In how many seconds to ask again; 0 for not at all."""
    if any(one.state == "waiting" for one in arrived):
        return waiting.SOON
    looked_at = any(waiting.is_looked_at(one.looking_since, request.now) for one in arrived)
    return waiting.CALMLY if looked_at else 0


def _came(number: int, one: "Arrival") -> Came:
    sentences = [words.objection(found) for found in one.refusals]
    sentences += [
        words.text(f"materials.hint.{hint['code']}", **hint["params"]) for hint in one.hints
    ]
    return Came(number, one.state, words.text(f"hand_off.arrival.{one.state}"), sentences)


def _private(answer: HttpResponse) -> HttpResponse:
    """Kept nowhere; and no address that this page leads to learns its own."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer
