"""The photo tool (0.2, 5-screens 2.4): a picture goes in, a portrait of the right cut comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.urls import reverse

from anzhu import words
from anzhu.kernel import clock
from anzhu.rules.objections import Objection
from anzhu.web.shared.photo_tool import PhotoTool, photo_tool, said


class Stored(Protocol):
    """The size of a picture that is kept."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


class Portrait(Protocol):
    """What the page needs to know of a photo."""

    @property
    def id(self) -> UUID: ...

    @property
    def noticed(self) -> Sequence[Objection]: ...

    @property
    def crop(self) -> Sequence[int]: ...

    @property
    def turn(self) -> float: ...

    @property
    def original(self) -> Stored: ...

    @property
    def created_at(self) -> datetime: ...


@dataclass(frozen=True, kw_only=True)
class PhotoPage:
    """``state`` is empty, waiting, broken or ready; ``attached`` is the photo in use."""

    ref: str
    state: str
    title: str
    photo_id: str
    attached_id: str
    refusals: Sequence[str]
    hints: Sequence[str]
    tool: PhotoTool
    upload: str = ""
    editable: bool = True
    short: bool = False

    @property
    def back(self) -> str:
        """Where one goes on when the photo is settled."""
        return back_from(self.ref, short=self.short)

    @property
    def back_text(self) -> str:
        """What the way back is called."""
        return words.text(f"applicant_papers.photo.back.{'request' if self.short else 'person'}")

    @property
    def is_attached(self) -> bool:
        """Is the shown photo the one in use?"""
        return bool(self.photo_id) and self.photo_id == self.attached_id

    @property
    def poll(self) -> str:
        """Where the page asks for news while the worker has the picture."""
        return f"{reverse('applicant:photo_state', args=[self.ref])}?upload={self.upload}"

    @property
    def move_url(self) -> str:
        """Where a moved frame is posted."""
        return reverse("applicant:photo_recut", args=[self.ref])

    @property
    def upload_url(self) -> str:
        """Where a picture is handed in."""
        return reverse("applicant:photo", args=[self.ref])

    @property
    def upload_label(self) -> str:
        """What the field for a file is called."""
        return words.text(f"applicant_papers.photo.{'another' if self.photo_id else 'choose'}")


def photo_page(
    *,
    ref: str,
    on: date,
    shown: Portrait | None,
    attached: UUID | None,
    upload: UUID | None = None,
    is_new: bool = False,
    refusals: Sequence[str] = (),
    editable: bool = True,
    short: bool = False,
) -> PhotoPage:
    """The page for what is known now: a photo, an upload in work, or why there is none.

    ``is_new``: the photo shown was handed in or cut just now, not in an earlier application;
    ``short``: it is for a request of the short tracks.
    """
    waiting = upload is not None and shown is None and not refusals
    state = "ready" if shown else "empty"
    return PhotoPage(
        ref=ref,
        state="broken" if refusals else "waiting" if waiting else state,
        title=_title(shown, attached, is_new=is_new),
        photo_id=str(shown.id) if shown else "",
        attached_id=str(attached or ""),
        refusals=refusals,
        hints=said(shown.noticed) if shown else [],
        tool=_tool(ref, on, shown),
        upload=str(upload) if waiting else "",
        editable=editable,
        short=short,
    )


def back_from(ref: str, *, short: bool) -> str:
    """The page of the application, or of the request, on which the photo stands."""
    if short:
        return f"{reverse('applicant:request', args=[ref])}#photo"
    return reverse("applicant:page", args=[ref, "person"])


def _title(shown: Portrait | None, attached: UUID | None, *, is_new: bool) -> str:
    if shown is None:
        return words.text("applicant_papers.photo.title.none")
    if shown.id == attached:
        return words.text("applicant_papers.photo.title.attached")
    if is_new:
        return words.text("applicant_papers.photo.title.cut")
    return words.text("applicant_papers.photo.title.before", day=clock.day(shown.created_at))


def _tool(ref: str, on: date, shown: Portrait | None) -> PhotoTool:
    if shown is None:
        return photo_tool(on)
    return photo_tool(
        on,
        portrait=reverse("applicant:photo_image", args=[ref, shown.id]),
        source=reverse("applicant:photo_whole", args=[ref, shown.id]),
        picture=(shown.original.width, shown.original.height),
        box=shown.crop,
        turn=shown.turn,
    )
