"""A real portrait under every condition: the right thing is said, and nothing else that matters.

The picture comes with scikit-image and is in the public domain.
"""

import io
from datetime import date

import pytest
from PIL import Image

from anzhu.ops.bench.portrait_corpus import CONDITIONS, astronaut, before_a_wall, people
from anzhu.photos import judging
from anzhu.photos.judging import Verdict

pytest.importorskip("skimage")
ON = date(2026, 11, 26)
#: What else may be said: a dark wall is not white, and a blur takes the hair's edge with it.
ALSO = {
    "light.dark": {"ground.not_white"},
    "light.uneven": {"ground.not_white", "ground.not_plain"},
    "ground.not_plain": {"ground.not_white"},
    "sharpness.blurred": {"ground.not_plain"},
    "head.off_centre": {"head.small"},
    # Cut that tightly, hair reaches into the corners.
    "head.large": {"ground.not_plain", "ground.not_white"},
}


def judged(picture: Image.Image, kind: str = "JPEG", **how: object) -> Verdict:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return judging.judge(file, ON)


def said(verdict: Verdict) -> set[str]:
    return {found.code for found in (*verdict.stops, *verdict.hints)}


@pytest.fixture(scope="module")
def person() -> Image.Image:
    return before_a_wall(dict(people(drawn=0))["astronaut"])


@pytest.mark.parametrize("name", CONDITIONS)
def test_of_a_real_person_the_right_thing_is_said(person, name):
    condition = CONDITIONS[name]
    codes = said(judged(condition.spoil(person), quality=92))
    expected = {condition.expected} if condition.expected else set()
    assert expected <= codes <= expected | ALSO.get(condition.expected or "", set())


def test_a_picture_before_a_flag_has_one_face_and_a_busy_ground():
    verdict = judged(astronaut(), "PNG")
    assert verdict.passed
    assert {"ground.not_plain", "ground.not_white"} <= said(verdict)
    x, y, wide, tall = verdict.face
    assert x < 225 < x + wide and y < 115 < y + tall
    assert verdict.crop.width >= 295 and verdict.crop.height >= 413


@pytest.mark.parametrize("name", ["coffee", "chelsea", "rocket", "camera", "grass", "brick"])
def test_where_nobody_looks_at_us_no_face_is_found(name):
    picture = Image.fromarray(getattr(pytest.importorskip("skimage.data"), name)())
    assert "face.none" in said(judged(picture.convert("RGB").resize((800, 800)), "PNG"))
