"""照片自检 (5-screens 2.4): anybody tries a picture, one browser sees it, nobody else can."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from anzhu.kernel import jobs
from anzhu.kernel.limits import Limit
from anzhu.ops.demo import drawing
from anzhu.photos import trials
from anzhu.photos.models import Trial

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def portrait() -> bytes:
    return drawing.portrait(3, woman=True)


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("张三.jpg", content, "image/jpeg")


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def tried(client: Client, content: bytes) -> str:
    """Hand in a picture; the address of what becomes of it."""
    client.get("/photo")
    sent = client.post("/photo", {"file": file(content), "once": "one form"})
    assert sent.status_code == 303
    return str(sent.headers["Location"]).partition("#")[0]


def test_a_picture_is_checked_moved_kept_by_its_owner_and_deleted(
    client: Client, portrait: bytes
) -> None:
    where = tried(client, portrait)
    assert "正在检查" in text(client.get(where))
    assert "刷新" in text(client.get(where))
    jobs.run_all()
    ready = text(client.get(where))
    assert "已通过系统初检，最终以审核为准" in ready
    for line in ("头顶", "眼睛", "下巴", "下载裁好的照片", "25×35 毫米"):
        assert line in ready

    first = client.get(f"{where}/photo.jpg?download=1")
    picture = Image.open(BytesIO(first.content))
    assert picture.size == (295, 413)
    assert picture.info["dpi"] == (300, 300)
    assert first.headers["Content-Disposition"].startswith("attachment")

    moved = client.post(f"{where}/move", {"nudge": "wider", "crop": ""})
    assert moved.headers["Location"].startswith(where)
    jobs.run_all()
    assert client.get(f"{where}/photo.jpg").content != first.content

    assert client.post(f"{where}/forget").headers["Location"] == "/photo"
    assert client.get(where).status_code == 404
    assert not Trial.objects.exists()


def test_it_is_turned_by_a_button_or_by_hand(client: Client, portrait: bytes) -> None:
    where = tried(client, portrait)
    jobs.run_all()
    straight = client.get(f"{where}/photo.jpg").content
    for sent, turn in (
        ({"nudge": "anticlockwise", "crop": ""}, -0.5),
        ({"crop": "0.1,0.1,0.8,0.8,3"}, 3.0),
    ):
        assert client.post(f"{where}/move", sent).status_code == 303
        jobs.run_all()
        page = text(client.get(where))
        assert f'data-turn="{turn:g}"' in page
        assert "已通过系统初检" in page
        assert Trial.objects.get().turn == turn
    assert client.get(f"{where}/photo.jpg").content != straight


def test_its_address_is_nothing_to_anybody_else(client: Client, portrait: bytes) -> None:
    where = tried(client, portrait)
    jobs.run_all()
    other = Client()
    other.get("/photo")
    for stranger in (other, Client()):
        for path in ("", "/state", "/photo.jpg", "/whole.jpg"):
            assert stranger.get(where + path).status_code == 404
        for path, sent in (("/move", {"nudge": "up"}), ("/forget", {})):
            assert stranger.post(where + path, sent).status_code == 404
    assert client.get(where).status_code == 200


def test_nothing_of_it_may_be_cached_listed_or_read_elsewhere(
    client: Client, portrait: bytes
) -> None:
    where = tried(client, portrait)
    jobs.run_all()
    answer = client.get(where)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "sandbox" in client.get(f"{where}/photo.jpg").headers["Content-Security-Policy"]
    assert "张三" not in text(answer)
    cookie = client.cookies["photo_check"]
    assert cookie["httponly"]
    assert cookie["path"] == "/photo"
    assert cookie["max-age"] == ""  # it ends with the browser
    assert cookie.value not in text(answer)


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (None, 422, "还没有选择文件"),
        (b"", 422, "文件是空的"),
        (b"\xff\xd8\xff" + b"0" * (40 << 20), 413, "超过 20 MB"),
        (b"not a picture", 422, "不能识别这种文件"),
    ],
    ids=["no file", "empty", "40 MB", "no picture"],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(
    client: Client, content: bytes | None, status: int, said: str
) -> None:
    sent = {} if content is None else {"file": file(content)}
    answer = client.post("/photo", sent)
    assert answer.status_code == status
    assert said in text(answer)
    assert "选择照片或拍照" in text(answer)
    assert not Trial.objects.exists()


def test_without_a_face_it_says_so_and_takes_another(client: Client) -> None:
    blank = BytesIO()
    Image.new("RGB", (800, 1000), "white").save(blank, "JPEG")
    where = tried(client, blank.getvalue())
    jobs.run_all()
    page = text(client.get(where))
    assert "未检测到人脸" in page
    assert 'type="file"' in page
    assert client.get(f"{where}/photo.jpg").status_code == 404


def test_a_double_click_tries_once(client: Client, portrait: bytes) -> None:
    page = text(client.get("/photo"))
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    places = {
        client.post("/photo", {"file": file(portrait), "once": once[1]}).headers["Location"]
        for _ in range(2)
    }
    assert len(places) == 1
    assert Trial.objects.count() == 1


def test_too_many_pictures_from_one_address_wait(client: Client, monkeypatch) -> None:
    few = Limit(bucket="photo.trial", at_most=2, per_seconds=600)
    monkeypatch.setattr(trials, "BY_ADDRESS", (few,))
    answers = [client.post("/photo", {"file": file(b"x")}).status_code for _ in range(3)]
    assert answers == [422, 422, 429]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"nudge": "away"},
        {"crop": "1,2"},
        {"crop": "0,0,nan,1,0"},
        {"crop": "0,0,2,1,0"},
        {"crop": "0,0,1,1,16"},
        {"crop": "0,0,1,1,nan"},
    ],
)
def test_a_move_that_means_nothing_changes_nothing(
    client: Client, portrait: bytes, sent: dict[str, str]
) -> None:
    where = tried(client, portrait)
    jobs.run_all()
    before = Trial.objects.get().portrait_id
    assert client.post(f"{where}/move", sent).status_code == 404
    assert jobs.run_all() == 0
    assert Trial.objects.get().portrait_id == before


def test_the_home_page_leads_here(client: Client) -> None:
    assert 'href="/photo"' in text(client.get("/"))
    assert "照片自检" in text(client.get("/"))
