"""Anybody tries a picture (5-screens 2.4): one browser sees it, the worker opens it, an hour later
nothing of it is left."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from anzhu.files import sandbox
from anzhu.files.models import Received, StoredFile
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.photos import judging, ticking, trials
from anzhu.photos.judging import Crop
from anzhu.photos.models import Photo, Trial

SECRET, OTHER = "a secret of one browser", "of another"


@pytest.fixture
def tried(stores, db, now, face) -> Callable[..., UUID]:
    """Hand in a picture; the form's key is new each time."""
    keys = iter(range(100))

    def begun(
        image: Image.Image | bytes | None = None, key: str = "", secret: str = SECRET
    ) -> UUID:
        content = image if isinstance(image, bytes) else jpeg(image or wall(face))
        upload = SimpleUploadedFile("林晓的照片.jpg", content)
        return trials.begin(upload, secret=secret, key=key or str(next(keys)), now=now)

    return begun


def jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file.getvalue()


def wall(face: Image.Image) -> Image.Image:
    """The portrait in the middle of a larger white wall."""
    image = Image.new("RGB", (1200, 1600), "white")
    image.paste(face, ((1200 - face.width) // 2, 500))
    return image


def test_a_picture_is_looked_at_by_the_worker_and_only_the_cut_copies_stay(tried, jobs, kept):
    trial_id = tried()
    waiting = trials.of_browser(trial_id, SECRET)
    assert waiting.waits
    assert waiting.portrait is None
    assert kept() == {"quarantine": 1, "clean": 0}

    jobs()
    trial = trials.of_browser(trial_id, SECRET)
    assert not trial.waits
    assert (trial.portrait.width, trial.portrait.height) == (295, 413)
    assert (trial.upright.width, trial.upright.height) == (1200, 1600)
    assert trial.stops == []
    assert kept() == {"quarantine": 0, "clean": 3}
    assert list(Received.objects.values_list("shown_name", flat=True)) == [""]
    assert not Photo.objects.exists()


def test_another_browser_finds_nothing(tried, jobs, now):
    trial_id = tried()
    jobs()
    for secret in (OTHER, ""):
        with pytest.raises(NotVisible):
            trials.of_browser(trial_id, secret)
        with pytest.raises(NotVisible):
            trials.move(trial_id, secret=secret, nudge="up")
        with pytest.raises(NotVisible):
            trials.forget(trial_id, secret=secret)
    assert Trial.objects.count() == 1


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (Image.new("RGB", (800, 1000), "white"), "face.none"),
        (b"\xff\xd8\xff\xe0<html>", "file.damaged"),
    ],
    ids=["nobody", "not a picture"],
)
def test_a_stop_says_why_and_keeps_no_picture(tried, jobs, kept, picture, code):
    trial_id = tried(picture)
    jobs()
    trial = trials.of_browser(trial_id, SECRET)
    assert [found.code for found in trial.objections] == [code]
    assert trial.portrait is None
    assert kept() == {"quarantine": 0, "clean": 0}


def test_what_cannot_be_received_begins_nothing(tried, kept):
    with pytest.raises(Refused) as refused:
        tried(b"")
    assert refused.value.codes == ["file.empty"]
    assert not Trial.objects.exists()
    assert kept() == {"quarantine": 0, "clean": 0}


def test_a_double_click_tries_once(tried, jobs):
    assert tried(key="one form") == tried(key="one form")
    assert tried(key="one form", secret=OTHER) != tried(key="another form")
    assert Trial.objects.count() == 3


@pytest.mark.parametrize(
    ("asked", "across", "closer"),
    [
        ({"nudge": "right"}, 1, 0),
        ({"nudge": "closer"}, 0, 1),
        ({"crop": Crop(0.3, 0.3, 0.35, 0.36)}, None, 1),
    ],
)
def test_a_frame_is_moved_and_checked_again(tried, jobs, kept, asked, across, closer):
    trial_id = tried()
    jobs()
    before = trials.of_browser(trial_id, SECRET)
    trials.move(trial_id, secret=SECRET, **asked)
    assert trials.of_browser(trial_id, SECRET).waits
    jobs()
    after = trials.of_browser(trial_id, SECRET)

    assert after.portrait.pk != before.portrait.pk
    assert after.upright.pk == before.upright.pk
    assert kept() == {"quarantine": 0, "clean": 3}  # the old portrait is gone
    if across is not None:
        assert (after.frame[0] > before.frame[0]) or not across
    assert (after.frame[3] < before.frame[3]) == bool(closer)


def test_a_trial_is_turned_by_the_button_and_by_hand(tried, jobs):
    trial_id = tried()
    jobs()
    turns = []
    for asked in (
        {"nudge": "anticlockwise"},
        {"nudge": "anticlockwise"},
        {"nudge": "up"},
        {"crop": Crop(0.3, 0.3, 0.35, 0.36, 4.5)},
        {"nudge": "clockwise"},
    ):
        trials.move(trial_id, secret=SECRET, **asked)
        jobs()
        turns.append(trials.of_browser(trial_id, SECRET).turn)
    assert turns == [-0.5, -1.0, -1.0, 4.5, 5.0]


def test_a_frame_that_is_too_small_is_refused_and_the_portrait_stays(tried, jobs, kept):
    trial_id = tried()
    jobs()
    before = trials.of_browser(trial_id, SECRET)
    trials.move(trial_id, secret=SECRET, crop=Crop(0.4, 0.4, 0.1, 0.1))
    jobs()
    after = trials.of_browser(trial_id, SECRET)
    assert [found.code for found in after.objections] == ["size.too_small"]
    assert (after.portrait, after.frame) == (before.portrait, before.frame)
    assert kept() == {"quarantine": 0, "clean": 3}


def test_a_nudge_that_does_not_exist_changes_nothing(tried, jobs):
    trial_id = tried()
    jobs()
    with pytest.raises(NotVisible):
        trials.move(trial_id, secret=SECRET, nudge="away")
    assert not trials.of_browser(trial_id, SECRET).waits
    assert jobs() == 0


def test_a_child_that_breaks_is_said_and_may_be_tried_again(tried, jobs, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise sandbox.Broken("no child today")

    monkeypatch.setattr(judging, "judge", broken)
    trial_id = tried()
    jobs()
    found = trials.of_browser(trial_id, SECRET)
    assert [one.code for one in found.objections] == ["photo.not_checked"]


def test_within_the_hour_nothing_is_left(tried, jobs, kept, now):
    first = tried()
    tried(b"\xff\xd8\xff\xe0<html>")
    jobs()
    tried()  # and one that no worker has looked at
    assert trials.forget_old(now=now + trials.KEPT - timedelta(seconds=1)) == 0
    assert trials.of_browser(first, SECRET)

    assert trials.forget_old(now=now + trials.KEPT) == 3
    assert kept() == {"quarantine": 0, "clean": 0}
    for table in (Trial, Received, StoredFile):
        assert not table.objects.exists()
    jobs()  # the job of the forgotten one finds nothing, and harms nothing
    # The clock comes every five minutes, so that the promise of an hour holds.
    assert trials.KEPT + timedelta(minutes=5) < timedelta(hours=1)
    assert ticking.forget_trials.name == "photos.forget_trials"


def test_its_owner_forgets_it_at_once(tried, jobs, kept):
    trial_id = tried()
    jobs()
    trials.forget(trial_id, secret=SECRET)
    assert kept() == {"quarantine": 0, "clean": 0}
    assert not Trial.objects.exists()


def test_the_public_waits_for_the_applicants_own_files(tried, hand_in, face):
    tried()
    hand_in(face)
    waiting = ProcrastinateJob.objects.order_by("-priority", "id")
    assert list(waiting.values_list("task_name", flat=True)) == ["photos.prepare", "photos.trial"]
