"""``anzhu photo``: one verdict for scripts and for people; nothing is overwritten unasked."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from anzhu.ops import cli
from anzhu.ops.demo import portraits

KEYS = ["verdict", "stops", "hints", "measures", "face", "crop", "profile"]


@pytest.fixture(scope="module")
def face() -> Image.Image:
    return Image.open(io.BytesIO(portraits.portrait(1))).convert("RGB")


@pytest.fixture
def asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The status and the output of ``anzhu photo check`` for these bytes (None: no such file)."""

    def ask(content: bytes | None, *options: str) -> tuple[int, str]:
        file = tmp_path / "me.jpg"
        if content is not None:
            file.write_bytes(content)
        status = cli.main(["photo", "check", str(file), *options])
        return status, capsys.readouterr().out

    return ask


def jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file.getvalue()


def nobody(size: tuple[int, int] = (800, 1000)) -> Image.Image:
    return Image.new("RGB", size, "white")


def both(face: Image.Image) -> Image.Image:
    two = Image.new("RGB", (face.width * 2, face.height), "white")
    two.paste(face, (0, 0))
    two.paste(face, (face.width, 0))
    return two


@pytest.mark.parametrize(
    ("content", "stops", "status"),
    [
        (lambda face: jpeg(face), [], 0),
        (lambda face: jpeg(nobody()), ["face.none"], 1),
        (lambda face: jpeg(both(face)), ["face.several"], 1),
        (lambda face: jpeg(face.resize((240, 336))), ["size.too_small"], 1),
        (lambda face: jpeg(nobody((90, 90))), ["size.too_small", "face.none"], 1),
        (lambda face: jpeg(face)[:9000], ["file.unreadable"], 1),
        (lambda face: b"no picture at all", ["file.unreadable"], 2),
        (lambda face: b"", ["file.unreadable"], 2),
        (lambda face: None, ["file.unreadable"], 2),
    ],
    ids=[
        "good", "nobody", "two people", "too small", "tiny and nobody", "cut off", "text", "empty",
        "missing",
    ],
)  # fmt: skip
def test_the_answer_for_scripts(face, asked, content, stops, status):
    ended, said = asked(content(face), "--json")
    answer = json.loads(said)
    assert list(answer) == KEYS
    assert (answer["stops"], ended) == (stops, status)
    assert answer["verdict"] == ("stop" if stops else "pass")
    assert (answer["crop"] is None) == bool(stops)


def test_boxes_are_in_pixels_of_the_picture_as_it_came(face, asked):
    """Twelve megapixels are looked at in a smaller copy; nobody outside needs to know."""
    wall = Image.new("RGB", (3024, 4032), "white")
    wall.paste(face.resize((1475, 2065)), (800, 1200))
    answer = json.loads(asked(jpeg(wall), "--json")[1])
    x, y, width, height = answer["face"]["box"]
    assert 1000 < x + width / 2 < 2000 and 1900 < y + height / 2 < 2700
    x, y, width, height = answer["crop"]
    assert 1500 < height < 2500
    assert width / height == pytest.approx(295 / 413, rel=0.01)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda face: jpeg(face), "通过系统初检，最终以审核为准。\n"),
        (
            lambda face: jpeg(nobody()),
            "不能用作证件照：\n✗ 未检测到人脸。请上传本人正面免冠照片。\n",
        ),
        (lambda face: jpeg(face)[:9000], "不能用作证件照：\n✗ 文件打不开，可能已损坏。"),
    ],
    ids=["good", "nobody", "cut off"],
)
def test_the_answer_for_people(face, asked, content, said):
    assert asked(content(face))[1].startswith(said)


def make(*arguments: object) -> int:
    return cli.main(["photo", "make", *map(str, arguments)])


def test_a_photo_is_made_ready_for_print(face, tmp_path):
    wall = Image.new("RGB", (1600, 2000), "white")
    wall.paste(face, (400, 600))
    (tmp_path / "me.jpg").write_bytes(jpeg(wall))
    assert make(tmp_path / "me.jpg", "-o", tmp_path / "out.jpg") == 0
    made = Image.open(tmp_path / "out.jpg")
    assert (made.format, made.size, made.info["dpi"]) == ("JPEG", (295, 413), (300, 300))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["me.jpg", "out.jpg"]


def test_of_a_stopped_picture_nothing_is_made(tmp_path):
    (tmp_path / "me.jpg").write_bytes(jpeg(nobody()))
    assert make(tmp_path / "me.jpg", "-o", tmp_path / "out.jpg") == 1
    assert not (tmp_path / "out.jpg").exists()


@pytest.mark.parametrize(
    ("out", "options", "status", "kept"),
    [
        ("there.jpg", [], 2, True),
        ("there.jpg", ["--force"], 0, False),
        ("me.jpg", [], 2, True),
        ("me.jpg", ["--force"], 2, True),
        ("no/such/folder.jpg", [], 2, True),
    ],
    ids=["there", "there, forced", "itself", "itself, forced", "nowhere"],
)
def test_nothing_is_overwritten_unasked_and_the_original_never(
    face, tmp_path, out, options, status, kept
):
    for name in ("me.jpg", "there.jpg"):
        (tmp_path / name).write_bytes(jpeg(face))
    assert make(tmp_path / "me.jpg", "-o", tmp_path / out, *options) == status
    assert (tmp_path / "me.jpg").read_bytes() == jpeg(face)
    assert ((tmp_path / "there.jpg").read_bytes() == jpeg(face)) == kept
