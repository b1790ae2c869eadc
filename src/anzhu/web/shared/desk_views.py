"""The views every reviewing desk has: take a case and give it back, keep marks, show pictures.

They are written for any ``Desk``; ``addresses`` builds them for one, with its doors.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.kernel.errors import Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries, reading
from anzhu.web.shared import desk_queue
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.desk import Desk, claim_next, lost, lost_marks, save_marks
from anzhu.web.shared.desk_queue import Tab
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import picture
from anzhu.web.shared.request import Request, wants_fragment

P = ParamSpec("P")
_CASE = "cases/<slug:ref>"


def addresses(desk: Desk) -> list[URLPattern]:
    """Everything but the queue, the case itself and the decisions, which each desk shows its way.

    Taking and giving back is always a POST: a look never writes.
    """
    through = door(*desk.roles)
    return [
        path("next", through(require_POST(_at(desk, take_next))), name="next"),
        path(f"{_CASE}/claim", through(require_POST(_at(desk, claim))), name="claim"),
        path(f"{_CASE}/release", through(require_POST(_at(desk, release))), name="release"),
        path(f"{_CASE}/marks", through(require_POST(_at(desk, marks))), name="marks"),
        path(
            f"{_CASE}/pages/<int:page>/<slug:variant>",
            through(require_safe(_at(desk, page_picture))),
            name="page_picture",
        ),
        path(
            f"{_CASE}/findings/<int:found>",
            through(require_safe(_at(desk, crop))),
            name="crop",
        ),
        path(
            f"{_CASE}/proofs/<int:proof>/<slug:variant>",
            through(require_safe(_at(desk, proof_picture))),
            name="proof",
        ),
        path(
            f"{_CASE}/portrait/<uuid:photo>",
            through(require_safe(_at(desk, portrait))),
            name="portrait",
        ),
    ]


def _at(
    desk: Desk, view: Callable[Concatenate[Desk, Request, P], HttpResponse]
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """A view at one desk."""

    @wraps(view)
    def there(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(desk, request, *args, **kwargs)

    return there


def queue(desk: Desk, request: Request, *, also: Sequence[Tab] = ()) -> HttpResponse:
    """One page of a tab, or what a search found; ``also`` are tabs that lead elsewhere."""
    asked = desk_queue.asked(desk, request)
    shown = desk_queue.queue_page(
        desk,
        request,
        asked,
        found=desk_queue.found(desk, request.actor, asked),
        counts=queries.counts(request.actor, sorted(set(desk.tabs.values()))),
        also=also,
    )
    return page(request, f"{desk.area}/queue.html", {"page": shown})


def take_next(desk: Desk, request: Request) -> HttpResponse:
    """Claim the most urgent free case of the list and open it; to the queue if there is none."""
    taken = claim_next(desk, request, kind=request.POST.get("kind", ""))
    said = f"{desk.area}.said"
    if taken is None:
        return see_other(f"{desk.area}:queue", said=f"{said}.nothing_waits", tone="note")
    return see_other(f"{desk.area}:case", said=f"{said}.claimed", ref=taken)


def claim(desk: Desk, request: Request, ref: str) -> HttpResponse:
    """Begin, go on after the lease ran out, or take over from somebody whose lease ran out."""
    case = cases.visible(request.actor, ref)
    try:
        reviews.claim(case_id=case.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        if wants_fragment(request):
            return HttpResponse(status=409)
        return lost(desk, request, ref, refused, typed=())
    if wants_fragment(request):
        return HttpResponse(status=204)
    return see_other(f"{desk.area}:case", ref=ref)


def release(desk: Desk, request: Request, ref: str) -> HttpResponse:
    """Give the case back to the queue; what was marked stays for the next time."""
    case = cases.visible(request.actor, ref)
    try:
        reviews.release(case_id=case.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        # A second click finds the case released already: that is what was wanted.
        if refused.codes != ["claim.not_yours"]:
            raise
    return see_other(f"{desk.area}:queue", said=f"{desk.area}.said.released", tone="note")


def marks(desk: Desk, request: Request, ref: str) -> HttpResponse:
    """Keep the marks of the form: one of them (a script, 204) or all of them (the button)."""
    try:
        save_marks(request, ref)
    except Refused as refused:
        if wants_fragment(request):
            said = "\n".join(words.objection(found) for found in refused.objections)
            return HttpResponse(said, status=409, content_type="text/plain; charset=utf-8")
        return lost_marks(desk, request, ref, refused)
    if wants_fragment(request):
        return HttpResponse(status=204)
    then = request.POST.get("then", "")
    if then in desk.then:
        return see_other(f"{desk.area}:{then}", ref=ref)
    return see_other(f"{desk.area}:case", said=f"{desk.area}.said.saved", ref=ref)


def page_picture(_desk: Desk, request: Request, ref: str, page: int, variant: str) -> HttpResponse:
    """One submitted page in one of its sizes."""
    return picture(reading.page_picture(request.actor, ref, page, variant))


def crop(_desk: Desk, request: Request, ref: str, found: int) -> HttpResponse:
    """What a check cut out of a submitted page."""
    return picture(reading.crop_picture(request.actor, ref, found))


def proof_picture(
    _desk: Desk, request: Request, ref: str, proof: int, variant: str
) -> HttpResponse:
    """One page of a submitted certificate of continuing education."""
    return picture(reading.proof_picture(request.actor, ref, proof, variant))


def portrait(_desk: Desk, request: Request, ref: str, photo: UUID) -> HttpResponse:
    """A submitted portrait."""
    return picture(reading.portrait(request.actor, ref, photo))
