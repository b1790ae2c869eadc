"""The portrait: hand in a picture, look at the proposed cut, move it, use it (0.2, 2.2)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.cases import drafting
from anzhu.cases import queries as cases
from anzhu.files.actions import open_clean, open_preview
from anzhu.kernel import clock, limits
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.photos import actions
from anzhu.photos import queries as photos
from anzhu.photos.actions import Nudge
from anzhu.photos.judging import Crop
from anzhu.rules.facts import SHORT_KINDS, Role
from anzhu.web.applicant.asked import uuid_of
from anzhu.web.applicant.pages.photo import PhotoPage, back_from, photo_page
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import key_of_file
from anzhu.web.shared.doors import door
from anzhu.web.shared.hand_offs import photo_panel
from anzhu.web.shared.papers import picture
from anzhu.web.shared.photo_tool import drawn
from anzhu.web.shared.request import Request, wants_fragment

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.photos.models import Photo

FILES_AN_HOUR = 300
#: Cutting anew is done while the browser waits, so it has a limit of its own.
CUTS_A_MINUTE = 60


@door(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: Request, ref: str) -> HttpResponse:
    """Look at the photo (GET); hand in a picture (POST)."""
    case = cases.with_photo(request.actor, ref)
    if request.method == "POST":
        return _hand_in(request, case)
    context = {"page": _shown(request, case), "phone": photo_panel(request, case)}
    return page(request, "applicant/photo.html", context)


@door(Role.APPLICANT)
@require_safe
def photo_state(request: Request, ref: str) -> HttpResponse:
    """The part of the page that changes while the worker has the picture."""
    case = cases.with_photo(request.actor, ref)
    return page(request, "applicant/photo_state.html", {"page": _shown(request, case)})


@door(Role.APPLICANT)
@require_safe
def photo_image(request: Request, ref: str, photo_id: UUID) -> HttpResponse:
    """A photo of the applicant as it will be printed."""
    cases.with_photo(request.actor, ref)
    portrait = photos.mine(request.actor, photo_id).portrait
    return picture(open_clean(portrait), "photo.jpg")


@door(Role.APPLICANT)
@require_safe
def photo_whole(request: Request, ref: str, photo_id: UUID) -> HttpResponse:
    """The whole picture that a photo of the applicant was cut from, small."""
    cases.with_photo(request.actor, ref)
    original = photos.mine(request.actor, photo_id).original
    return picture(open_preview(original), "photo.jpg")


@door(Role.APPLICANT)
@require_POST
def photo_recut(request: Request, ref: str) -> HttpResponse:
    """Move the frame over the picture: by one notch, or to where it was drawn by hand."""
    case = cases.with_photo(request.actor, ref)
    drafting.require_open(case, drafting.page_of_photo(case), request.actor)
    old, to = uuid_of(request.POST.get("photo")), _where_to(request)
    if old is None or to is None:
        raise NotVisible
    who = str(request.actor.account)
    limits.hit("photo.recut", who, at_most=CUTS_A_MINUTE, per_seconds=60, now=request.now)
    try:
        new = actions.recut(old, to, actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, case, refused, photo_id=old)
    return see_other(f"{reverse('applicant:photo', args=[ref])}?photo={new.id}#slot-photo")


@door(Role.APPLICANT)
@require_POST
def photo_use(request: Request, ref: str) -> HttpResponse:
    """Put the shown photo on the application."""
    case = cases.with_photo(request.actor, ref)
    chosen = uuid_of(request.POST.get("photo"))
    if chosen is None:
        raise NotVisible
    drafting.attach_photo(case_id=case.pk, photo_id=chosen, actor=request.actor, now=request.now)
    back = back_from(ref, short=case.kind in SHORT_KINDS)
    return see_other(back, said="applicant_papers.photo.used")


def _where_to(request: Request) -> Nudge | Crop | None:
    """The button that was pressed, else the frame that was drawn; None is neither."""
    direction = request.POST.get("nudge", "")
    if direction:
        return Nudge(direction) if direction in set(Nudge) else None
    return drawn(request.POST.get("crop"))


def _hand_in(request: Request, case: "Case") -> HttpResponse:
    drafting.require_open(case, drafting.page_of_photo(case), request.actor)
    who = str(request.actor.account)
    limits.hit("upload", who, at_most=FILES_AN_HOUR, per_seconds=3600, now=request.now)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused.because("file.none", "0.1")
        received = actions.hand_in(
            upload,
            person_id=case.person_id,
            actor=request.actor,
            now=request.now,
            key=key_of_file(request, upload, 0),
        )
    except Refused as refused:
        return _refused(request, case, refused)
    where = reverse("applicant:photo", args=[case.ref])
    return see_other(f"{where}?upload={received.pk}#slot-photo")


def _refused(
    request: Request, case: "Case", refused: Refused, *, photo_id: UUID | None = None
) -> HttpResponse:
    """The page again with the reasons; the photo that was there stays."""
    said = [words.objection(found) for found in refused.objections]
    context = {"page": _shown(request, case, photo_id=photo_id, refusals=said), "reasons": said}
    if wants_fragment(request):
        return page(request, "applicant/photo_state.html", context)
    status = 413 if "file.too_big" in refused.codes else 422
    context["phone"] = photo_panel(request, case)
    return page(request, "applicant/photo.html", context, status=status)


def _shown(
    request: Request, case: "Case", *, photo_id: UUID | None = None, refusals: Sequence[str] = ()
) -> PhotoPage:
    upload = uuid_of(request.GET.get("upload"))
    wanted = photo_id or uuid_of(request.GET.get("photo"))
    shown, said = None, list(refusals)
    if upload and not said:
        try:
            shown = photos.outcome_of(upload, request.actor)
        except Refused as refused:
            said = [words.objection(found) for found in refused.objections]
    if shown is None and (upload is None or said):
        shown = photos.mine(request.actor, wanted) if wanted else _known(case)
    return photo_page(
        ref=case.ref,
        on=clock.day(request.now),
        shown=shown,
        attached=case.dossier.photo_id,
        upload=upload,
        is_new=upload is not None or wanted is not None,
        refusals=said,
        editable=drafting.page_of_photo(case) in drafting.open_pages(case),
        short=case.kind in SHORT_KINDS,
    )


def _known(case: "Case") -> "Photo | None":
    """The photo in use, or the newest one that passed."""
    attached = case.dossier.photo_id
    found = photos.passed(attached, person_id=case.person_id) if attached else None
    return found or photos.latest_of(case.person_id)
