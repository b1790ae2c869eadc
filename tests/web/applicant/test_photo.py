"""The photo tool (0.2): a picture goes in, the server cuts it, the applicant uses it."""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageEnhance

from anzhu.kernel import jobs
from anzhu.ops.demo import drawing
from anzhu.photos.models import Photo
from tests.web.applicant.papers import Applicant, applicant, file, picture, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Applicant:
    return applicant()


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def shown_photo(page: str) -> str:
    found = re.search(r'name="photo" value="([0-9a-f-]{36})"', page)
    assert found is not None
    return found[1]


def test_a_picture_is_cut_moved_and_used(lin: Applicant) -> None:
    before = lin.case.dossier.photo_id
    sent = lin.post("photo", {"file": file(drawing.portrait(3, woman=True))})
    where = sent.headers["Location"]
    waiting = text(lin.client.get(where))
    jobs.run_all()
    ready = text(lin.client.get(where))

    assert sent.status_code == 303
    assert "正在检查" in waiting
    assert "刷新" in waiting
    assert "已通过系统初检，最终以审核为准" in ready
    assert lin.fresh().dossier.photo_id == before  # nothing is used before she says so

    first = shown_photo(ready)
    moved = lin.post("photo/recut", {"photo": first, "nudge": "wider"})
    second = shown_photo(text(lin.client.get(moved.headers["Location"])))
    used = lin.post("photo/use", {"photo": second})

    assert used.headers["Location"] == f"{lin.base}/person"
    assert str(lin.fresh().dossier.photo_id) == second
    image = lin.get(f"photo/{second}.jpg")
    assert image.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in image.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "文件是空的"),
        (b"\xff\xd8\xff" + b"0" * (40 << 20), 413, "超过 20 MB"),
        (b"not a picture", 422, "不能识别这种文件"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_photo_stays(
    lin: Applicant, content: bytes, status: int, said: str
) -> None:
    before = (lin.case.dossier.photo_id, Photo.objects.count())
    answer = lin.post("photo", {"file": file(content)})
    assert answer.status_code == status
    assert said in text(answer)
    assert str(before[0]) in text(answer)
    assert (lin.fresh().dossier.photo_id, Photo.objects.count()) == before


def test_without_a_face_it_is_no_portrait(lin: Applicant) -> None:
    where = lin.post("photo", {"file": file(picture())}).headers["Location"]
    jobs.run_all()
    assert "未检测到人脸" in text(lin.client.get(where))


def test_the_fragment_is_only_the_part_that_changes(lin: Applicant) -> None:
    fragment = text(lin.get("photo/state"))
    assert 'id="slot-photo"' in fragment
    assert "<html" not in fragment


def test_other_people_have_no_photos_here(lin: Applicant) -> None:
    other = applicant(name="高远", number=21, builder=lin.builder)
    theirs = str(lin.case.dossier.photo_id)
    mine = other.fresh().dossier.photo_id
    assert other.get(f"photo/{theirs}.jpg").status_code == 404
    assert other.get(f"photo?photo={theirs}").status_code == 404
    assert other.post("photo/recut", {"photo": theirs, "nudge": "up"}).status_code == 404
    assert other.post("photo/use", {"photo": theirs}).status_code == 409
    assert other.fresh().dossier.photo_id == mine
    for path in ("photo", f"photo/{theirs}.jpg", "photo/state"):
        assert other.client.get(f"{lin.base}/{path}").status_code == 404


@pytest.mark.parametrize("query", ["?upload=x", "?photo=x"])
def test_an_address_that_names_nothing_is_not_found(lin: Applicant, query: str) -> None:
    assert lin.get(f"photo{query}").status_code == 404


def test_after_submission_the_photo_is_read_only(lin: Applicant) -> None:
    submitted(lin)
    before = lin.case.dossier.photo_id
    assert lin.post("photo", {"file": file(picture())}).status_code == 409
    assert lin.post("photo/use", {"photo": str(before)}).status_code == 409
    assert 'type="file"' not in text(lin.get("photo"))


def test_a_frame_drawn_by_hand_is_cut_and_the_whole_picture_is_hers_alone(lin: Applicant) -> None:
    where = lin.post("photo", {"file": file(drawing.portrait(3, woman=True))}).headers["Location"]
    jobs.run_all()
    first = shown_photo(text(lin.client.get(where)))
    whole = lin.get(f"photo/{first}/whole.jpg")
    assert whole.headers["Content-Type"] == "image/jpeg"
    other = applicant(name="高远", number=21, builder=lin.builder)
    assert other.get(f"photo/{first}/whole.jpg").status_code == 404

    moved = lin.post("photo/recut", {"photo": first, "crop": "0.1,0.1,0.8,0.8,0"})
    second = shown_photo(text(lin.client.get(moved.headers["Location"])))
    assert second != first
    width, height = Photo.objects.get(pk=second).crop[2:]
    assert height == pytest.approx(0.8 * 826, abs=2)
    assert width / height == pytest.approx(295 / 413, abs=0.01)

    before = Photo.objects.count()
    for sent in ({}, {"crop": "1,2"}, {"crop": "0,0,9,9,0"}, {"nudge": "away"}):
        assert lin.post("photo/recut", {"photo": second, **sent}).status_code == 404
    assert Photo.objects.count() == before


def test_a_button_turns_it_and_the_page_tells_the_script_how_far(lin: Applicant) -> None:
    handed_in = lin.post("photo", {"file": file(drawing.portrait(3, woman=True))})
    jobs.run_all()
    shown = text(lin.client.get(handed_in.headers["Location"]))
    assert 'data-turn="0"' in shown
    for button in ("向左转 0.5°", "向右转 0.5°"):
        assert f">{button}</button>" in shown

    for turn in ("0.5", "1"):
        before = shown_photo(shown)
        pressed = {"photo": before, "nudge": "clockwise", "crop": ""}
        turned = lin.post("photo/recut", pressed)
        shown = text(lin.client.get(turned.headers["Location"]))
        assert shown_photo(shown) != before
        assert f'data-turn="{turn}"' in shown
    assert Photo.objects.get(pk=shown_photo(shown)).turn == 1.0


def test_hints_are_said_and_the_button_says_that_she_goes_on_all_the_same(lin: Applicant) -> None:
    dark = BytesIO()
    portrait = Image.open(BytesIO(drawing.portrait(3, woman=True)))
    ImageEnhance.Brightness(portrait).enhance(0.3).save(dark, "JPEG")
    where = lin.post("photo", {"file": file(dark.getvalue())}).headers["Location"]
    jobs.run_all()
    page = text(lin.client.get(where))
    assert "面部偏暗。请面向光源重拍。" in page
    assert "仍然使用这张照片" in page
    used = lin.post("photo/use", {"photo": shown_photo(page)})
    assert used.status_code == 303
    assert str(lin.fresh().dossier.photo_id) == shown_photo(page)


def test_the_photo_of_before_is_offered_with_its_day(lin: Applicant) -> None:
    lin.case.dossier.photo_id = None
    lin.case.dossier.save(update_fields=["photo_id"])
    page = text(lin.get("photo"))
    assert "沿用上次的照片（" in page
    assert "使用这张照片" in page


def test_a_double_click_hands_in_once(lin: Applicant) -> None:
    portrait = drawing.portrait(3, woman=True)
    before = Photo.objects.count()
    once = re.search(r'name="once" value="([^"]+)"', text(lin.get("photo")))
    assert once
    places = {
        lin.post("photo", {"file": file(portrait), "once": once[1]}).headers["Location"]
        for _ in range(2)
    }
    jobs.run_all()
    assert len(places) == 1
    assert Photo.objects.count() == before + 1
