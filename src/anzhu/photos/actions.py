"""Prepare a portrait from an upload; cut it anew on request."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from anzhu.files.models import Received
from anzhu.kernel.actor import Actor
from anzhu.photos.models import Photo


class Nudge(StrEnum):
    """How to move the frame over the original; each is one button."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    CLOSER = "closer"
    WIDER = "wider"


def hand_in(
    upload: UploadedFile, *, person_id: int, actor: Actor, now: datetime
) -> Received:
    """Receive a picture and have the worker prepare a photo of it; raises Refused."""
    raise NotImplementedError


def prepare(
    received_id: UUID,
    *,
    person_id: int,
    actor: Actor,
    now: datetime,
    crop: tuple[int, int, int, int] | None = None,
) -> Photo:
    """Cut, measure and keep the portrait; worker only. Hard stops raise Refused, nothing kept."""
    raise NotImplementedError


def recut(photo_id: UUID, direction: Nudge, *, actor: Actor, now: datetime) -> Photo:
    """A new photo from the kept original with the frame nudged; the old one stays."""
    raise NotImplementedError
