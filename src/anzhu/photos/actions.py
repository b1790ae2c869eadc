"""Prepare a portrait from an upload; cut it anew on request."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.files import actions as files
from anzhu.files import keeping
from anzhu.files.actions import Upload
from anzhu.files.models import Received, State, StoredFile, Variant
from anzhu.files.sandbox import Outcome
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock, jobs, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.photos import engine_names, judging, queries
from anzhu.photos.crop import Box, Cut, from_shares, nudged, within
from anzhu.photos.judging import Crop
from anzhu.photos.models import Photo
from anzhu.rules.facts import Role
from anzhu.rules.objections import Objection
from anzhu.rules.photos import CLAUSE, PROFILE

PURPOSE = "photo"


class Nudge(StrEnum):
    """How to move the frame over the original, or turn that; each is one button."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    CLOSER = "closer"
    WIDER = "wider"
    ANTICLOCKWISE = "anticlockwise"
    CLOCKWISE = "clockwise"


@transaction.atomic
def hand_in(
    upload: Upload,
    *,
    person_id: int,
    actor: Actor,
    now: datetime,
    key: str = "",
    crop: Crop | None = None,
) -> Received:
    """Receive a picture of a person and have the worker prepare a photo of it.

    ``key`` is the one-time key of the file: a double click gives the first upload; without one
    it is always a first one. Raises Refused as ``files.receive`` does. The page then asks
    ``queries.outcome_of``.
    """
    own = key or secrets.token_urlsafe(18)
    with once.first(own, actor=actor, action="photo.hand_in", now=now) as turn:
        if turn.answer is not None:
            return Received.objects.get(pk=turn.answer["received"])
        received = files.receive(upload, purpose=PURPOSE, actor=actor, now=now)
        turn.keep({"received": str(received.pk)})
        jobs.later(
            prepare_later,
            received_id=str(received.pk),
            person_id=person_id,
            role=str(actor.role),
            account_id=actor.account_id,
            crop=list(crop) if crop else None,
        )
        return received


@jobs.task(name="photos.prepare", queue="images", retry=3)
def prepare_later(
    *,
    received_id: str,
    person_id: int,
    role: str,
    account_id: int | None,
    crop: list[float] | None = None,
) -> None:
    """The job of ``hand_in``. A refusal is an answer: it stands on the upload for the page."""
    actor = Actor(role=Role(role), account_id=account_id, person_id=person_id)
    chosen = Crop(*crop) if crop else None
    try:
        prepare(UUID(received_id), person_id=person_id, actor=actor, now=clock.now(), crop=chosen)
    except Refused:
        return


def prepare(
    received_id: UUID,
    *,
    person_id: int,
    actor: Actor,
    now: datetime,
    crop: Crop | None = None,
) -> Photo:
    """Cut, measure and keep the portrait; for workers, outside of a transaction.

    Hard stops (``size.too_small``, ``face.none``, ``face.several``, and what ``files.clean``
    says of files) raise Refused: nothing is kept but the reasons, on the upload. Harmless to
    repeat: the second run gives the photo, or the refusal, of the first.
    """
    received = Received.objects.get(pk=received_id)
    if received.state == State.RECEIVED:
        asked = judging.asked(clock.day(now)) | judging.chosen(crop)
        child = (judging.TRADE, asked, judging.BOUNDS)
        with files.opened_in_child(received, *child, now=now) as outcome:
            stops = judging.stops(outcome.done, clock.day(now))
            if stops:
                raise files.settle_refused(received, stops, now=now)
            photo = _keep(received, outcome, chosen=crop, person_id=person_id, actor=actor, now=now)
        files.forget_upload(received)
        if photo is not None:
            return photo
        received.refresh_from_db()
    return queries.photo_of(received)


def recut(photo_id: UUID, to: Nudge | Crop, *, actor: Actor, now: datetime) -> Photo:
    """A new photo from the kept original, nudged or with a frame drawn anew; the old one stays.

    At the edge of the picture, where nothing moves, it is the same photo. Raises NotVisible, or
    Refused (``size.too_small``) when the frame became too small to print.
    """
    old = Photo.objects.visible_to(actor).select_related("original").filter(pk=photo_id).first()
    if old is None:
        raise NotVisible
    original, frame = old.original, judging.frame_of(PROFILE.on(clock.day(now)))
    picture = (original.width, original.height)
    cut = (
        nudged(Box(*old.crop), to, picture, frame, old.turn)
        if isinstance(to, Nudge)
        else Cut(from_shares(to[:4], picture, frame), to.turn)
    )
    if cut == (Box(*old.crop), old.turn):
        return old
    try:
        box = within(cut.box, picture, frame, cut.turn)
        asked = judging.asked(clock.day(now)) | {"box": list(box), "turn": cut.turn}
        child = (judging.TRADE, asked, judging.BOUNDS)
        with files.reopened_in_child(original, *child, now=now) as outcome:
            if stops := judging.stops(outcome.done, clock.day(now)):
                raise Refused(stops)
            with transaction.atomic():
                return _create(
                    outcome,
                    original,
                    crop=cut.box,
                    person_id=old.person_id,
                    actor=actor,
                    now=now,
                )
    except Trouble as trouble:
        raise Refused.because(trouble.code, CLAUSE, **trouble.params) from trouble


def _keep(
    received: Received,
    outcome: Outcome,
    *,
    chosen: Crop | None,
    person_id: int,
    actor: Actor,
    now: datetime,
) -> Photo | None:
    """Original, portrait and photo, and the upload settled; None if a twin was quicker."""
    with transaction.atomic():
        locked = Received.objects.select_for_update().get(pk=received.pk)
        if locked.state != State.RECEIVED:
            return None
        width, height = outcome.done["picture"]
        copy = keeping.NewCopy(engine_names.ORIGINAL, width, height)
        original = keeping.keep_copy(outcome, copy, purpose=PURPOSE, now=now)
        small = keeping.NewCopy(engine_names.PREVIEW, *outcome.done["preview"])
        keeping.keep_copy(
            outcome, small, purpose=PURPOSE, now=now, of=original, variant=Variant.PREVIEW
        )
        crop = Box(*outcome.done["box"])
        if chosen is not None:
            frame = judging.frame_of(PROFILE.on(clock.day(now)))
            crop = from_shares(chosen[:4], (width, height), frame)
        photo = _create(outcome, original, crop=crop, person_id=person_id, actor=actor, now=now)
        files.settle_cleaned(locked, [{"photo_id": str(photo.pk)}], now=now)
        return photo


def _create(
    outcome: Outcome,
    original: StoredFile,
    *,
    crop: Box,
    person_id: int,
    actor: Actor,
    now: datetime,
) -> Photo:
    profile = PROFILE.on(clock.day(now))
    copy = keeping.NewCopy(engine_names.PORTRAIT, profile.width, profile.height)
    portrait = keeping.keep_copy(outcome, copy, purpose=PURPOSE, now=now)
    before = now - timedelta(days=profile.recent_days)
    same = queries.is_of_old(original, person_id=person_id, before=before)
    hints = judging.hints(outcome.done, clock.day(now), same_as_last=same)
    photo = Photo.objects.create(
        person_id=person_id,
        original=original,
        portrait=portrait,
        crop=list(crop),
        turn=outcome.done["turn"],
        profile=profile.version,
        measures=outcome.done["measures"],
        hints=[_plain(hint) for hint in hints],
        digest=portrait.digest,
        created_by_id=actor.account_id,
        created_at=now,
    )
    record(
        "photo.prepared",
        chain=HOUSE,
        actor=actor,
        now=now,
        subject=f"photos.photo:{photo.pk}",
        digest=photo.digest,
        data={"profile": photo.profile, "hints": [hint["code"] for hint in photo.hints]},
    )
    return photo


def _plain(hint: Objection) -> dict[str, Any]:
    return {"code": hint.code, "clause": hint.clause, "params": dict(hint.params)}
