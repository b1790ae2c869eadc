"""A portrait from an upload: hard stops keep nothing, soft hints go along with the photo."""

import hashlib
import io
from datetime import timedelta

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from anzhu import words
from anzhu.audit.models import Entry
from anzhu.files.actions import open_clean
from anzhu.files.models import StoredFile
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.photos import actions, judging, queries
from anzhu.photos.actions import Nudge
from anzhu.photos.judging import Crop
from anzhu.photos.models import Photo
from anzhu.rules.facts import Role


def on_a_wall(face: Image.Image, width: int, height: int, colour: str = "white") -> Image.Image:
    """The person in a larger picture."""
    wall = Image.new("RGB", (width, height), colour)
    wall.paste(face, ((width - face.width) // 2, (height - face.height) // 2))
    return wall


def portrait_of(photo: Photo) -> Image.Image:
    with open_clean(photo.portrait) as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == photo.digest
    return Image.open(io.BytesIO(content))


def test_a_good_picture_becomes_a_photo_ready_for_print(face, hand_in, jobs, actor, person, kept):
    received = hand_in(face)
    assert queries.outcome_of(received.pk, actor) is None
    jobs()
    photo = queries.outcome_of(received.pk, actor)
    assert photo is not None
    portrait = portrait_of(photo)
    assert (portrait.size, portrait.format, portrait.mode) == ((295, 413), "JPEG", "RGB")
    assert portrait.info["dpi"] == (300, 300)
    assert photo.hints == []
    assert photo.crop == [0, 0, 590, 826]
    assert queries.latest_of(person.pk) == photo == queries.passed(photo.pk, person_id=person.pk)
    assert kept() == {"quarantine": 0, "clean": 3}


def test_the_record_knows_the_photo_by_its_digest(face, hand_in, jobs, person):
    hand_in(face)
    jobs()
    entry, photo = Entry.objects.get(event="photo.prepared"), Photo.objects.get()
    assert (entry.subject, entry.digest) == (f"photos.photo:{photo.pk}", photo.digest)


def test_from_a_large_picture_the_head_is_cut_out(face, hand_in, jobs):
    hand_in(on_a_wall(face, 2400, 1800))
    jobs()
    photo = Photo.objects.get()
    assert photo.crop[3] < 1200
    assert 0.5 < photo.measures["head_size"] < 0.78
    assert (photo.original.width, photo.original.height) == (2400, 1800)


def test_a_picture_on_its_side_is_set_upright(face, hand_in, jobs):
    hand_in(on_a_wall(face, 1200, 1600).rotate(90, expand=True))
    jobs()
    original = Photo.objects.get().original
    assert (original.width, original.height) == (1200, 1600)


@pytest.mark.parametrize(
    ("spoilt", "refused_for"),
    [
        (lambda face: Image.new("RGB", (800, 1000), "white"), "face.none"),
        (lambda face: _side_by_side(face), "face.several"),
        (lambda face: face.resize((240, 336)), "size.too_small"),
        (lambda face: b"\xff\xd8\xff\xe0<html>", "file.damaged"),
    ],
    ids=["nobody", "two people", "too small", "not a picture"],
)
def test_a_hard_stop_says_why_and_keeps_nothing(
    face, hand_in, jobs, actor, kept, spoilt, refused_for
):
    received = hand_in(spoilt(face))
    jobs()
    with pytest.raises(Refused) as refused:
        queries.outcome_of(received.pk, actor)
    assert refused.value.codes == [refused_for]
    assert words.objection(refused.value.objections[0])
    assert kept() == {"quarantine": 0, "clean": 0}
    assert not Photo.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("spoilt", "hint"),
    [
        (lambda face: _on_blue(face), "ground.not_white"),
        (lambda face: ImageEnhance.Brightness(face).enhance(0.3), "light.dark"),
        (lambda face: face.filter(ImageFilter.GaussianBlur(9)), "sharpness.blurred"),
        (lambda face: _half_in_shadow(face), "light.uneven"),
    ],
    ids=["blue ground", "dark", "blurred", "shadow"],
)
def test_a_soft_hint_never_refuses_and_stays_with_the_photo(face, hand_in, jobs, spoilt, hint):
    hand_in(spoilt(face))
    jobs()
    photo = Photo.objects.get()
    assert hint in [found["code"] for found in photo.hints]
    assert all(words.objection(found) for found in photo.noticed)
    assert queries.has_hints(photo.pk)


def test_a_frame_drawn_by_the_applicant_is_kept(face, hand_in, jobs):
    hand_in(on_a_wall(face, 1200, 1600), crop=Crop(0.2, 0.2, 0.5, 0.6))
    jobs()
    assert Photo.objects.get().crop[3] == 960


def test_preparing_twice_gives_the_same_photo(face, hand_in, actor, person, now, kept):
    received = hand_in(face)
    first = actions.prepare(received.pk, person_id=person.pk, actor=actor, now=now)
    again = actions.prepare(received.pk, person_id=person.pk, actor=actor, now=now)
    assert first == again == Photo.objects.get()
    assert kept() == {"quarantine": 0, "clean": 3}


def test_of_two_workers_with_the_same_job_one_keeps_a_photo(
    face, hand_in, jobs, actor, person, now, kept, monkeypatch
):
    received = hand_in(face)
    keep = actions._keep

    def after_the_twin(mine, outcome, **how):
        keep(mine, outcome, **how)
        return keep(mine, outcome, **how)

    monkeypatch.setattr(actions, "_keep", after_the_twin)
    photo = actions.prepare(received.pk, person_id=person.pk, actor=actor, now=now)
    assert list(Photo.objects.all()) == [photo]
    assert kept() == {"quarantine": 0, "clean": 3}


def test_an_original_that_cannot_be_read_any_more_changes_nothing(
    face, hand_in, jobs, actor, now, monkeypatch
):
    hand_in(on_a_wall(face, 1200, 1600))
    jobs()
    photo = Photo.objects.get()
    monkeypatch.setattr(judging, "asked", lambda on: {"pixels": 10})
    with pytest.raises(Refused) as refused:
        actions.recut(photo.pk, Nudge.UP, actor=actor, now=now)
    assert refused.value.codes == ["file.too_many_pixels"]
    assert list(Photo.objects.all()) == [photo]


def test_a_button_makes_a_new_photo_and_leaves_the_old_one(face, hand_in, jobs, actor, now):
    hand_in(on_a_wall(face, 1200, 1600))
    jobs()
    old = Photo.objects.get()
    new = actions.recut(old.pk, Nudge.CLOSER, actor=actor, now=now)
    assert new.pk != old.pk
    assert new.crop[3] < old.crop[3]
    assert new.original == old.original
    assert new.digest != old.digest
    old.refresh_from_db()
    assert portrait_of(old).size == portrait_of(new).size == (295, 413)


def test_where_nothing_can_move_it_stays_the_same_photo(face, hand_in, jobs, actor, now):
    hand_in(face)
    jobs()
    photo = Photo.objects.get()
    assert actions.recut(photo.pk, Nudge.WIDER, actor=actor, now=now) == photo
    assert Photo.objects.count() == 1


def test_too_close_is_refused_and_the_old_photo_stays(face, hand_in, jobs, actor, now, kept):
    hand_in(face.resize((295, 413)))
    jobs()
    photo = Photo.objects.get()
    with pytest.raises(Refused) as refused:
        actions.recut(photo.pk, Nudge.CLOSER, actor=actor, now=now)
    assert refused.value.codes == ["size.too_small"]
    assert list(Photo.objects.all()) == [photo]
    assert kept() == {"quarantine": 0, "clean": 3}


@pytest.mark.parametrize(
    "stranger",
    [
        Actor(role=Role.APPLICANT, account_id=8, person_id=10**6),
        Actor(role=Role.AGENCY_REVIEWER, account_id=9, agency_id=1),
        Actor(role=Role.PUBLIC),
    ],
    ids=["another applicant", "an agency without the case", "the public"],
)
def test_a_photo_of_somebody_else_does_not_exist(face, hand_in, jobs, now, stranger):
    received = hand_in(face)
    jobs()
    photo = Photo.objects.get()
    with pytest.raises(NotVisible):
        queries.mine(stranger, photo.pk)
    with pytest.raises(NotVisible):
        queries.outcome_of(received.pk, stranger)
    with pytest.raises(NotVisible):
        actions.recut(photo.pk, Nudge.UP, actor=stranger, now=now)
    assert queries.passed(photo.pk, person_id=10**6) is None


@pytest.mark.parametrize(("days", "told"), [(30, False), (400, True)])
def test_the_picture_of_an_earlier_year_is_told(
    face, hand_in, jobs, actor, person, now, days, told
):
    hand_in(face)
    jobs()
    again, later = hand_in(face), now + timedelta(days=days)
    photo = actions.prepare(again.pk, person_id=person.pk, actor=actor, now=later)
    assert ("photo.same_as_last" in [hint.code for hint in photo.noticed]) == told


def test_a_photo_is_never_changed(face, hand_in, jobs):
    hand_in(face)
    jobs()
    with pytest.raises(RuntimeError):
        Photo.objects.get().save()


def _side_by_side(face: Image.Image) -> Image.Image:
    both = Image.new("RGB", (face.width * 2, face.height), "white")
    both.paste(face, (0, 0))
    both.paste(face, (face.width, 0))
    return both


def _on_blue(face: Image.Image) -> Image.Image:
    white = face.convert("L").point(lambda grey: 255 if grey > 245 else 0)
    return Image.composite(Image.new("RGB", face.size, (67, 142, 219)), face, white)


def _half_in_shadow(face: Image.Image) -> Image.Image:
    half = (0, 0, face.width // 2, face.height)
    spoilt = face.copy()
    spoilt.paste(ImageEnhance.Brightness(face.crop(half)).enhance(0.55), half)
    return spoilt


def test_a_frame_drawn_in_the_browser_is_cut_and_measured(face, hand_in, jobs, actor, now):
    hand_in(on_a_wall(face, 1200, 1600))
    jobs()
    old = Photo.objects.get()
    left, top, width, height = old.crop
    drawn = Crop(left / 1200, top / 1600, width / 1200, height / 1600 * 0.9)
    new = actions.recut(old.pk, drawn, actor=actor, now=now)
    assert new.pk != old.pk
    assert new.crop[3] == pytest.approx(old.crop[3] * 0.9, abs=2)
    assert new.measures["head_size"] > old.measures["head_size"]
