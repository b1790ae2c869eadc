"""Photos of a person, and what became of an upload."""

from datetime import datetime
from uuid import UUID

from anzhu.files import queries as files
from anzhu.files.models import Received, State, StoredFile
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.photos.models import Photo


def mine(actor: Actor, photo_id: UUID) -> Photo:
    """A photo of the actor's own person; NotVisible otherwise."""
    found = Photo.objects.visible_to(actor).select_related("portrait", "original")
    photo = found.filter(pk=photo_id).first()
    if photo is None:
        raise NotVisible
    return photo


def outcome_of(received_id: UUID, actor: Actor) -> Photo | None:
    """What became of an upload of the actor's own: its photo, or None while the worker has it.

    Raises Refused with the reasons where no photo came of it, NotVisible if it is not theirs.
    """
    received = files.received(received_id, actor)
    return None if received.state == State.RECEIVED else photo_of(received)


def photo_of(received: Received) -> Photo:
    """The photo made of an upload that the worker has dealt with; Refused if none was."""
    if received.state == State.REFUSED:
        raise Refused(received.objections)
    (page,) = received.pages
    return Photo.objects.select_related("portrait", "original").get(pk=page["photo_id"])


def passed(photo_id: UUID, *, person_id: int) -> Photo | None:
    """This photo, if it passed and is this person's; others' photos do not exist here."""
    return (
        Photo.objects.select_related("portrait", "original")
        .filter(pk=photo_id, person_id=person_id)
        .first()
    )


def with_pictures(photo_id: UUID) -> Photo:
    """A photo with the portrait and the picture it was cut from, for the house's own jobs."""
    return Photo.objects.select_related("portrait", "original").get(pk=photo_id)


def latest_of(person_id: int) -> Photo | None:
    """The person's newest passed photo."""
    return (
        Photo.objects.select_related("portrait", "original")
        .filter(person_id=person_id)
        .order_by("-created_at")
        .first()
    )


def is_of_old(original: StoredFile, *, person_id: int, before: datetime) -> bool:
    """Did this person hand in the very same picture before an instant?"""
    older = Photo.objects.filter(person_id=person_id, created_at__lt=before)
    return older.filter(original__digest=original.digest).exists()


def has_hints(photo_id: UUID) -> bool:
    """Did the machine notice something about this photo?"""
    return Photo.objects.filter(pk=photo_id).exclude(hints=[]).exists()
