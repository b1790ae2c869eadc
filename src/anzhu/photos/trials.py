"""Anybody tries a picture: checked by the worker, shown to one browser, gone within the hour.

No account and no name: a trial is found by its own random key together with the secret of the
browser that handed it in. The web process opens no picture; it queues a job and looks later.
"""

import hashlib
import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from anzhu.files import actions as files
from anzhu.files import keeping
from anzhu.files.actions import Upload
from anzhu.files.models import Received, State, StoredFile, Variant
from anzhu.files.sandbox import Broken
from anzhu.kernel import clock, jobs, once
from anzhu.kernel.actor import PUBLIC
from anzhu.kernel.errors import NotVisible
from anzhu.kernel.limits import Limit
from anzhu.photos import judging
from anzhu.photos.crop import Box, nudged
from anzhu.photos.judging import Crop, Verdict
from anzhu.photos.models import Trial, TrialState
from anzhu.rules.objections import Objection, objection
from anzhu.rules.photos import CLAUSE, PROFILE

log = logging.getLogger(__name__)

PURPOSE = "photo-trial"
#: Removed by the clock job, which runs every five minutes: gone within the hour that is promised.
KEPT = timedelta(minutes=50)


#: By address: an office behind one address must be able to try its photos.
BY_ADDRESS = (
    Limit(bucket="photo.trial", at_most=20, per_seconds=600),
    Limit(bucket="photo.trial.day", at_most=200, per_seconds=86_400),
)
#: Of everybody together: what the workers can look at beside the applicants' own files.
OF_ALL = Limit(bucket="photo.trial.all", at_most=300, per_seconds=600)
#: Cutting one anew costs the worker less, but not nothing.
MOVES = Limit(bucket="photo.trial.move", at_most=60, per_seconds=600)


def digest_of(secret: str) -> str:
    """What is kept of a browser's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


# --- in the web process ------------------------------------------------------------------------


@transaction.atomic
def begin(upload: Upload, *, secret: str, key: str, now: datetime) -> UUID:
    """Receive a picture and have the worker look at it; the key of the trial.

    Raises Refused as ``files.receive`` does. ``key`` is the one-time key of the form: a double
    click gives the first trial.
    """
    browser = digest_of(secret)
    own = hashlib.sha256(f"{browser}{key}".encode()).hexdigest()
    with once.first(own, actor=PUBLIC, action="photo.trial", now=now) as turn:
        if turn.answer is not None:
            return UUID(turn.answer["trial"])
        received = files.receive(upload, purpose=PURPOSE, actor=PUBLIC, now=now)
        # A file's name may be a person's; nothing here needs it.
        Received.objects.filter(pk=received.pk).update(shown_name="")
        trial = Trial.objects.create(browser=browser, received=received, created_at=now)
        turn.keep({"trial": str(trial.pk)})
        jobs.later(look_later, trial_id=str(trial.pk))
        return trial.pk


def of_browser(trial_id: UUID, secret: str) -> Trial:
    """A trial of this browser; NotVisible for every other."""
    trials = Trial.objects.select_related("upright", "portrait")
    found = trials.filter(pk=trial_id, browser=digest_of(secret)).first() if secret else None
    if found is None:
        raise NotVisible
    return found


@transaction.atomic
def move(trial_id: UUID, *, secret: str, crop: Crop | None = None, nudge: str = "") -> None:
    """Have the portrait cut anew: by a frame drawn in the browser, or one notch on.

    Nothing happens while the worker is busy with it, or where there is nothing to cut. Raises
    NotVisible, also for a nudge that does not exist.
    """
    of_browser(trial_id, secret)
    trial = Trial.objects.select_for_update(of=("self",)).get(pk=trial_id)
    if trial.state == TrialState.WAITING or trial.upright is None:
        return
    frame = list(crop or _one_notch(trial, trial.upright, nudge))
    trial.state = TrialState.WAITING
    trial.save(update_fields=["state"])
    jobs.later(look_later, trial_id=str(trial.pk), frame=frame)


def _one_notch(trial: Trial, upright: StoredFile, nudge: str) -> Crop:
    picture = (upright.width, upright.height)
    frame = judging.frame_of(PROFILE.on(clock.day(trial.created_at)))
    left, top, width, height = trial.frame or (0.0, 0.0, 1.0, 1.0)
    box = Box(
        round(left * picture[0]),
        round(top * picture[1]),
        round(width * picture[0]),
        round(height * picture[1]),
    )
    try:
        cut = nudged(box, nudge, picture, frame, trial.turn)
        left, top, width, height = _shares(cut.box, picture)
        return Crop(left, top, width, height, cut.turn)
    except KeyError:
        raise NotVisible from None


# --- in the worker -----------------------------------------------------------------------------


@jobs.task(name="photos.trial", queue="images", retry=2, priority=-10)
def look_later(*, trial_id: str, frame: list[float] | None = None) -> None:
    """The job of ``begin`` and ``move``."""
    look(UUID(trial_id), crop=Crop(*frame) if frame else None, now=clock.now())


def look(trial_id: UUID, *, now: datetime, crop: Crop | None = None) -> None:
    """Judge the picture of a trial and keep the portrait, or why there is none.

    Outside of a transaction. Harmless to repeat, and to run for a trial that is gone. Where the
    child breaks, the answer is that nobody looked: whoever waits before a screen tries again.
    """
    trial = Trial.objects.select_related("received", "upright").filter(pk=trial_id).first()
    if trial is None or trial.state == TrialState.ANSWERED:
        return
    verdict = _verdict(trial, crop, now)
    with transaction.atomic():
        locked = Trial.objects.select_for_update().filter(pk=trial_id).first()
        if locked is None or locked.state == TrialState.ANSWERED:
            return
        old = locked.portrait
        _answer(locked, verdict, crop, now=now)
    if old is not None and old != locked.portrait:
        files.discard(old)


def _verdict(trial: Trial, crop: Crop | None, now: datetime) -> Verdict:
    try:
        with _picture_of(trial) as source:
            return judging.judge(source, clock.day(now), crop=crop, pictures=True)
    except FileNotFoundError:
        return _none("file.gone")
    except Broken:
        log.exception("a public trial was not checked")
        return _none("photo.not_checked")


def _picture_of(trial: Trial) -> AbstractContextManager[BinaryIO]:
    return files.open_clean(trial.upright) if trial.upright else files.opened(trial.received)


def _none(code: str) -> Verdict:
    return Verdict(stops=[objection(code, CLAUSE)], measures={}, profile="", lines={})


def _answer(trial: Trial, verdict: Verdict, crop: Crop | None, *, now: datetime) -> None:
    """Keep what was found; an earlier portrait stays where a new frame was refused."""
    trial.state = TrialState.ANSWERED
    trial.stops = _plain(verdict.stops)
    if verdict.portrait and verdict.crop and verdict.picture:
        profile = PROFILE.on(clock.day(now))
        trial.portrait = _kept(verdict.portrait, (profile.width, profile.height), now)
        trial.upright = trial.upright or _whole(verdict, verdict.picture, now)
        trial.frame = list(crop[:4]) if crop else _shares(verdict.crop, verdict.picture)
        trial.turn = verdict.turn
        trial.hints = _plain(verdict.hints)
    trial.save()
    _settle(trial, verdict, now)


def _settle(trial: Trial, verdict: Verdict, now: datetime) -> None:
    """The upload itself is not needed any more, whatever came of it."""
    if trial.received.state != State.RECEIVED:
        return
    if verdict.passed:
        files.settle_cleaned(trial.received, [], now=now)
        files.forget_upload(trial.received)
    else:
        files.settle_refused(trial.received, verdict.stops, now=now)


def _kept(content: bytes, size: tuple[int, int], now: datetime) -> StoredFile:
    return keeping.keep_bytes(content, keeping.NewCopy("photo", *size), purpose=PURPOSE, now=now)


def _whole(verdict: Verdict, picture: tuple[int, int], now: datetime) -> StoredFile:
    """The picture it is cut from, and its small copy for the browser."""
    upright = _kept(verdict.upright or b"", _bounded(picture, judging.LONG_SIDE), now)
    copy = keeping.NewCopy("preview", *_bounded(picture, judging.PREVIEW_SIDE))
    keeping.keep_bytes(
        verdict.preview or b"", copy, purpose=PURPOSE, now=now, of=upright, variant=Variant.PREVIEW
    )
    return upright


def _bounded(picture: tuple[int, int], most: int) -> tuple[int, int]:
    """The size of a copy of a picture with at most so many pixels on its long side."""
    smaller = min(1.0, most / max(picture))
    return round(picture[0] * smaller), round(picture[1] * smaller)


def _shares(box: Box, picture: tuple[int, int]) -> list[float]:
    return [round(side / whole, 6) for side, whole in zip(box, (*picture, *picture), strict=True)]


def _plain(found: Sequence[Objection]) -> list[dict[str, Any]]:
    return [{"code": one.code, "clause": one.clause, "params": dict(one.params)} for one in found]


# --- forgetting --------------------------------------------------------------------------------


def forget(trial_id: UUID, *, secret: str) -> None:
    """Remove a trial at once because its owner asks for it; NotVisible for others."""
    _remove(of_browser(trial_id, secret))


def forget_old(*, now: datetime) -> int:
    """Remove every trial that is older than ``KEPT``, with all its pictures; how many."""
    old = list(Trial.objects.filter(created_at__lte=now - KEPT).order_by("created_at"))
    for trial in old:
        _remove(trial)
    return len(old)


def _remove(trial: Trial) -> None:
    """The row first: what then points at the pictures is nothing."""
    kept = [stored for stored in (trial.portrait, trial.upright) if stored is not None]
    received = trial.received
    trial.delete()
    for stored in kept:
        files.discard(stored)
    files.forget_received(received)
