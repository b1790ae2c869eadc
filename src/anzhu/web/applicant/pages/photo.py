"""The photo tool (0.2, 5-screens 2.4): a picture goes in, a portrait of the right cut comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.urls import reverse

from anzhu import words
from anzhu.rules.objections import objection
from anzhu.rules.photos import PhotoProfile
from anzhu.rules.uploads import MEBIBYTE

#: The buttons that move the frame, in the order of the page; words under ``…photo.nudge``.
NUDGES = ("up", "down", "left", "right", "closer", "wider")
#: Pictures only: a portrait is never a PDF.
ACCEPTS = "image/jpeg,image/png,image/heic,image/heif,image/webp,image/tiff,.heic,.heif"


class Portrait(Protocol):
    """What the page needs to know of a photo."""

    @property
    def id(self) -> UUID: ...

    @property
    def hints(self) -> list[dict[str, object]]: ...


@dataclass(frozen=True, kw_only=True)
class PhotoPage:
    """``state`` is empty, waiting, broken or ready; ``attached`` is the photo in use."""

    ref: str
    state: str
    photo_id: str
    attached_id: str
    refusals: Sequence[str]
    hints: Sequence[str]
    requirements: Sequence[str]
    limit: str
    upload: str = ""
    editable: bool = True
    accept: str = ACCEPTS

    @property
    def is_attached(self) -> bool:
        """Is the shown photo the one in use?"""
        return bool(self.photo_id) and self.photo_id == self.attached_id

    @property
    def nudges(self) -> list[tuple[str, str]]:
        """The buttons that move the frame: value and text."""
        return [(name, words.text(f"applicant_papers.photo.nudge.{name}")) for name in NUDGES]

    @property
    def poll(self) -> str:
        """Where the page asks for news while the worker has the picture."""
        return f"{reverse('applicant:photo_state', args=[self.ref])}?upload={self.upload}"


def photo_page(
    *,
    ref: str,
    profile: PhotoProfile,
    shown: Portrait | None,
    attached: UUID | None,
    upload: UUID | None = None,
    refusals: Sequence[str] = (),
    editable: bool = True,
) -> PhotoPage:
    """The page for what is known now: a photo, an upload in work, or why there is none."""
    waiting = upload is not None and shown is None and not refusals
    state = "ready" if shown else "empty"
    return PhotoPage(
        ref=ref,
        state="broken" if refusals else "waiting" if waiting else state,
        photo_id=str(shown.id) if shown else "",
        attached_id=str(attached or ""),
        refusals=refusals,
        hints=[_hint(found) for found in shown.hints] if shown else [],
        requirements=_requirements(profile),
        limit=words.text(
            "applicant_papers.photo.limit", megabytes=profile.max_source_bytes // MEBIBYTE
        ),
        upload=str(upload) if waiting else "",
        editable=editable,
    )


def _hint(found: dict[str, object]) -> str:
    params = found.get("params")
    return words.objection(
        objection(str(found["code"]), "0.2", **(params if isinstance(params, dict) else {}))
    )


def _requirements(profile: PhotoProfile) -> list[str]:
    facts = {
        "width": profile.width,
        "height": profile.height,
        "width_mm": profile.width_mm,
        "height_mm": profile.height_mm,
    }
    return [words.text(key, **facts) for key in words.keys("applicant_papers.photo.needs")]
