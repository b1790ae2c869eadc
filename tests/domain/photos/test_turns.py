"""A head that leans is set straight by half degrees (5-screens 2.4): cut anew from the kept
picture, measured anew, and never with anything in it that is not of the picture."""

import io
from datetime import date

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat

from anzhu.files.actions import open_clean
from anzhu.kernel.errors import Refused
from anzhu.photos import actions, judging
from anzhu.photos.actions import Nudge
from anzhu.photos.judging import Crop
from anzhu.photos.models import Photo

ON = date(2026, 11, 23)
MIDDLE = (0.3, 0.3, 0.4, 0.42)


def on_a_wall(face: Image.Image) -> Image.Image:
    wall = Image.new("RGB", (1200, 1600), "white")
    wall.paste(face, ((1200 - face.width) // 2, 500))
    return wall


def png(image: Image.Image) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def portrait_of(photo: Photo) -> Image.Image:
    with open_clean(photo.portrait) as content:
        return opened(content.read())


def far_apart(one: Image.Image, other: Image.Image) -> float:
    """The mean difference in grey levels."""
    return ImageStat.Stat(ImageChops.difference(one.convert("L"), other.convert("L"))).mean[0]


def test_not_turned_it_has_the_very_same_pixels(face):
    source = png(on_a_wall(face))
    plain = judging.judge(source, ON, crop=Crop(*MIDDLE), pictures=True)
    there = judging.judge(source, ON, crop=Crop(*MIDDLE, turn=0.0), pictures=True)
    assert plain.portrait == there.portrait
    assert plain.as_json() == there.as_json()


@pytest.mark.parametrize("turn", [-15.0, -0.5, 0.5, 6.0, 15.0])
def test_it_is_the_picture_turned_about_the_middle_of_the_frame(face, turn):
    wall = on_a_wall(face)
    verdict = judging.judge(png(wall), ON, crop=Crop(*MIDDLE, turn=turn), pictures=True)
    left, top, width, height = verdict.crop
    middle = (left + width / 2, top + height / 2)
    # Pillow counts against the clock.
    expected = wall.rotate(-turn, Image.Resampling.BICUBIC, center=middle)
    expected = expected.crop((left, top, left + width, top + height)).resize((295, 413))
    assert verdict.turn == turn
    assert far_apart(opened(verdict.portrait), expected) < 1.5


@pytest.mark.parametrize("turn", [-15.0, 0.5, 15.0])
def test_nothing_from_beyond_the_picture_is_ever_in_it(face, turn):
    """The picture fills the frame whole; all round is white, and no corner is black."""
    large = face.resize((1180, 1652))
    verdict = judging.judge(png(large), ON, crop=Crop(0, 0, 1, 1, turn), pictures=True)
    assert verdict.crop.height < 1652
    portrait = np.asarray(opened(verdict.portrait).convert("L"))
    # The drawn shoulders reach the lower corners.
    assert min(portrait[0, 0], portrait[0, -1]) > 235
    seam = portrait[:-20, [0, -1]]
    assert seam[: len(seam) // 2].min() > 235


def test_the_lean_of_the_head_is_measured_anew(face):
    source = png(on_a_wall(face))
    before, after = (
        judging.judge(source, ON, crop=Crop(*MIDDLE, turn=turn)) for turn in (0.0, 10.0)
    )
    leans = after.measures["head_roll"] - before.measures["head_roll"]
    assert leans == pytest.approx(10.0, abs=0.1)
    assert "head.tilted" not in [hint.code for hint in before.hints]
    assert "head.tilted" in [hint.code for hint in after.hints]


def test_a_button_turns_a_new_photo_and_back_again(face, hand_in, jobs, actor, now):
    hand_in(on_a_wall(face))
    jobs()
    old = Photo.objects.get()
    turned = actions.recut(old.pk, Nudge.CLOCKWISE, actor=actor, now=now)
    back = actions.recut(turned.pk, Nudge.ANTICLOCKWISE, actor=actor, now=now)

    assert [photo.turn for photo in (old, turned, back)] == [0.0, 0.5, 0.0]
    assert turned.crop == back.crop == pytest.approx(old.crop, abs=1)
    leans = turned.measures["head_roll"] - back.measures["head_roll"]
    assert leans == pytest.approx(0.5, abs=0.01)
    assert turned.digest != old.digest
    assert back.original == old.original
    assert far_apart(portrait_of(back), portrait_of(old)) < 1.5


def test_as_far_as_it_goes_it_stays_the_same_photo(face, hand_in, jobs, actor, now):
    hand_in(on_a_wall(face), crop=Crop(*MIDDLE, turn=15.0))
    jobs()
    photo = Photo.objects.get()
    assert photo.turn == 15.0
    assert actions.recut(photo.pk, Nudge.CLOCKWISE, actor=actor, now=now) == photo
    assert Photo.objects.count() == 1


def test_what_has_no_pixels_to_spare_is_not_turned(face, hand_in, jobs, actor, now, kept):
    hand_in(face.resize((295, 413)))
    jobs()
    photo = Photo.objects.get()
    with pytest.raises(Refused) as refused:
        actions.recut(photo.pk, Nudge.CLOCKWISE, actor=actor, now=now)
    assert refused.value.codes == ["size.too_small"]
    assert list(Photo.objects.order_by("pk")) == [photo]
    assert kept() == {"quarantine": 0, "clean": 3}
