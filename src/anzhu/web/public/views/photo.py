"""照片自检 (5-screens 2.4): a picture is tried without signing in, and nothing of it is kept.

The worker opens it, never this process. A trial is found by a random address and a secret in a
cookie of the browser that sent it; for everybody else the address does not exist.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu.files.actions import open_clean, open_preview
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.photos import trials
from anzhu.photos.actions import Nudge
from anzhu.web.public import offline_tool
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import key_of_file
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.papers import download, picture
from anzhu.web.shared.photo_tool import PhotoTool, drawn, photo_tool, said
from anzhu.web.shared.request import Request, address_of, wants_fragment

if TYPE_CHECKING:
    from anzhu.photos.models import Trial

_COOKIE = "photo_check"


@dataclass(frozen=True, kw_only=True)
class TrialPage:
    """``state`` is empty, waiting, broken or ready; ``trial_id`` is there once one was begun."""

    state: str
    tool: PhotoTool
    trial_id: str = ""
    refusals: Sequence[str] = ()
    hints: Sequence[str] = ()

    @property
    def has_portrait(self) -> bool:
        """Is there a portrait to look at?"""
        return bool(self.tool.portrait)


@public_door
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Request) -> HttpResponse:
    """What a portrait must be, and a field for a picture (GET); try one (POST)."""
    secret = request.COOKIES.get(_COOKIE) or secrets.token_urlsafe(32)
    answer = _hand_in(request, secret) if request.method == "POST" else _empty(request)
    _remember(answer, secret)
    return answer


@public_door
@require_safe
def trial(request: Request, trial: UUID) -> HttpResponse:
    """What became of a picture."""
    return _private(page(request, "public/photo.html", {"page": _shown(request, trial)}))


@public_door
@require_safe
def state(request: Request, trial: UUID) -> HttpResponse:
    """The part of the page that changes while the worker has the picture."""
    return _private(page(request, "public/photo_state.html", {"page": _shown(request, trial)}))


@public_door
@require_POST
def move(request: Request, trial: UUID) -> HttpResponse:
    """Have the portrait cut anew: one notch on, or as it was drawn by hand."""
    nudge, crop = request.POST.get("nudge", ""), drawn(request.POST.get("crop"))
    if nudge not in set(Nudge) and crop is None:
        raise NotVisible
    trials.MOVES.count(address_of(request), request.now)
    crop = None if nudge else crop
    trials.move(trial, secret=_secret(request), crop=crop, nudge=nudge)
    return see_other(f"{reverse('photo:trial', args=[trial])}#slot-photo")


@public_door
@require_POST
def forget(request: Request, trial: UUID) -> HttpResponse:
    """Remove a picture and what was found at once."""
    trials.forget(trial, secret=_secret(request))
    return see_other("photo:begin", said="photo_tool.trial.gone")


@public_door
@require_safe
def portrait(request: Request, trial: UUID) -> HttpResponse:
    """The portrait that was cut; to keep where the address says ``download``."""
    stored = trials.of_browser(trial, _secret(request)).portrait
    if stored is None:
        raise NotVisible
    if "download" in request.GET:
        with open_clean(stored) as content:
            return download(content.read(), "photo.jpg")
    return picture(open_clean(stored), "photo.jpg")


@public_door
@require_safe
def whole(request: Request, trial: UUID) -> HttpResponse:
    """The whole picture it was cut from, small."""
    stored = trials.of_browser(trial, _secret(request)).upright
    if stored is None:
        raise NotVisible
    return picture(open_preview(stored), "photo.jpg")


@public_door
@require_safe
def offline(request: Request) -> HttpResponse:
    """The tool that works without a network, in one file."""
    return download(offline_tool.built(clock.day(request.now)), "zhengjianzhao.html")


def _hand_in(request: Request, secret: str) -> HttpResponse:
    for limit in trials.BY_ADDRESS:
        limit.count(address_of(request), request.now)
    trials.OF_ALL.count("", request.now)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused.because("file.none", "0.1")
        key = key_of_file(request, upload, 0)
        begun = trials.begin(upload, secret=secret, key=key, now=request.now)
    except Refused as refused:
        return _refused(request, refused)
    return see_other(f"{reverse('photo:trial', args=[begun])}#slot-photo")


def _refused(request: Request, refused: Refused) -> HttpResponse:
    reasons = said(refused.objections)
    shown = replace(_before(request), state="broken", refusals=reasons)
    if wants_fragment(request):
        return page(request, "public/photo_state.html", {"page": shown})
    status = 413 if "file.too_big" in refused.codes else 422
    return page(request, "public/photo.html", {"page": shown, "reasons": reasons}, status=status)


def _empty(request: Request) -> HttpResponse:
    return page(request, "public/photo.html", {"page": _nothing(request)})


def _nothing(request: Request) -> TrialPage:
    return TrialPage(state="empty", tool=photo_tool(clock.day(request.now)))


def _before(request: Request) -> TrialPage:
    """What stood on the page from which this was sent: an earlier trial, or nothing."""
    try:
        return _shown(request, UUID(request.POST.get("trial", "")))
    except (ValueError, NotVisible):
        return _nothing(request)


def _shown(request: Request, trial_id: UUID) -> TrialPage:
    found = trials.of_browser(trial_id, _secret(request))
    return TrialPage(
        state=_state(found),
        trial_id=str(trial_id),
        tool=_tool(found, request),
        refusals=said(found.objections) if not found.waits else (),
        hints=said(found.noticed),
    )


def _state(found: "Trial") -> str:
    if found.waits:
        return "waiting"
    return "broken" if found.stops else "ready"


def _tool(found: "Trial", request: Request) -> PhotoTool:
    on = clock.day(request.now)
    if found.portrait is None or found.upright is None:
        return photo_tool(on)
    size = (found.upright.width, found.upright.height)
    return photo_tool(
        on,
        # A new cut is a new picture under the same address: its name tells the browser so.
        portrait=f"{reverse('photo:portrait', args=[found.pk])}?cut={found.portrait.digest[:8]}",
        source=reverse("photo:whole", args=[found.pk]),
        picture=size,
        box=[share * side for share, side in zip(found.frame or (), (*size, *size), strict=True)],
        turn=found.turn,
    )


def _secret(request: Request) -> str:
    return request.COOKIES.get(_COOKIE, "")


def _remember(answer: HttpResponse, secret: str) -> None:
    """The browser's secret: it ends with the browser, and is sent to these pages only."""
    answer.set_cookie(
        _COOKIE,
        secret,
        path=reverse("photo:begin"),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _private(answer: HttpResponse) -> HttpResponse:
    """Nobody keeps a copy, and no search engine comes here."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
