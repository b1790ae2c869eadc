"""The photo tool in one file, opened from a disk with the network off (5-screens 2.4).

Its result is what the server would have cut, and what it measures is what the server measures,
within ``TOLERANCE``: browsers decode JPEG a little differently, and the tool takes the face to be
where the lines are, while the server looks for it.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import Browser, Page, expect

from anzhu.ops.demo import portraits
from anzhu.photos import judging, without_faces
from anzhu.photos.crop import Box, from_shares, nudged, within
from anzhu.photos.judging import Crop
from anzhu.rules.photos import PROFILE
from anzhu.web.public import offline_tool
from tests import astronaut
from tests.browser.screen import Screen, picture_file
from tests.live import DESKTOP, PHONE, Live

pytestmark = pytest.mark.browser

ON = date(2026, 11, 23)
#: By how much a measure may differ from the server's, in its own unit.
TOLERANCE = {
    "background": 4.0,
    "background_tint": 4.0,
    "background_uniformity": 3.0,
    "brightest": 4.0,
    "illumination": 15.0,
    "illumination_uniformity": 0.12,
    "over_exposure": 0.05,
    "sharpness": 0.08,
}


def face() -> Image.Image:
    """A drawn portrait as it should be, 590 × 826."""
    return Image.open(BytesIO(portraits.portrait(1))).convert("RGB")


def on_blue() -> Image.Image:
    """The same before a blue wall."""
    picture = face()
    white = picture.convert("L").point(lambda grey: 255 if grey > 244 else 0)
    picture.paste((120, 160, 220), mask=white)
    return picture


def before_stripes() -> Image.Image:
    """The same before a wall with a pattern."""
    picture = face()
    white = picture.convert("L").point(lambda grey: 255 if grey > 244 else 0)
    stripes = Image.new("RGB", picture.size, "white")
    for left in range(0, picture.width, 40):
        stripes.paste((170, 170, 170), (left, 0, left + 20, picture.height))
    picture.paste(stripes, mask=white)
    return picture


def half_in_shadow() -> Image.Image:
    """The same with the left half in the dark."""
    picture = face()
    dark = ImageEnhance.Brightness(picture).enhance(0.35)
    half = (0, 0, picture.width // 2, picture.height)
    picture.paste(dark.crop(half), half)
    return picture


#: name: the picture, and what must be noticed of it without looking for a face.
PICTURES: dict[str, tuple[Callable[[], Image.Image], set[str]]] = {
    "good": (face, set()),
    "dark": (lambda: ImageEnhance.Brightness(face()).enhance(0.3), {"light.dark"}),
    "blue wall": (on_blue, {"ground.not_white"}),
    "stripes": (before_stripes, {"ground.not_plain"}),
    "half in shadow": (half_in_shadow, {"light.uneven"}),
    "blurred": (lambda: face().filter(ImageFilter.GaussianBlur(9)), {"sharpness.blurred"}),
    "a real face": (astronaut.before_white, set()),
    "a real face before a flag": (
        lambda: astronaut.as_taken().resize((1280, 1280)),
        {"ground.not_white"},
    ),
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tool as somebody has downloaded it."""
    path = tmp_path_factory.mktemp("usb") / "zhengjianzhao.html"
    path.write_bytes(offline_tool.built(ON))
    return path


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1280", "360"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def opened(chromium: Browser, file: Path) -> Iterator[Callable[..., Page]]:
    """Open the file on a machine without a network; whatever it asks for fails the test."""
    contexts, asked, said = [], [], []

    def refuse(route: object) -> None:
        address = route.request.url  # type: ignore[attr-defined]
        if address == file.as_uri():
            route.continue_()  # type: ignore[attr-defined]
        else:
            asked.append(address)
            route.abort()  # type: ignore[attr-defined]

    def open_it(size: tuple[int, int] = DESKTOP) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            offline=True,
            accept_downloads=True,
            locale="zh-CN",
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.route("**/*", refuse)
        page = context.new_page()
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [address for address in asked if not address.startswith(("blob:", "data:"))] == []
    assert said == []


def chooses(page: Page, content: bytes, name: str = "me.jpg") -> None:
    page.set_input_files("#file", [picture_file(name, content)])  # type: ignore[list-item]


def is_done(page: Page) -> None:
    """It has cut and measured what is under the lines now."""
    expect(page.locator("[data-tool=work][data-measured]")).to_be_visible()


def kept(page: Page) -> bytes:
    with page.expect_download() as got:
        page.locator("[data-tool=save]").click()
    return Path(got.value.path()).read_bytes()


def test_from_a_phone_picture_to_a_portrait_of_three_hundred_dots(
    opened: Callable[..., Page], size: tuple[int, int], live: Live
) -> None:
    page = opened(size)
    screen = Screen(live, page, "offline")
    screen.looks("offline-empty")
    chooses(page, astronaut.from_a_phone())
    expect(page.locator("[data-tool=save]")).to_contain_text("KB")
    page.locator("[data-view]").focus()
    for key in ("+", "+", "ArrowUp", "]"):
        page.keyboard.press(key)
    page.get_by_role("button", name="放大").click()
    is_done(page)
    screen.looks("offline-result")

    content = kept(page)
    picture = Image.open(BytesIO(content))
    assert picture.format == "JPEG"
    assert picture.size == (295, 413)
    assert (picture.info["jfif_unit"], picture.info["jfif_density"]) == (1, (300, 300))
    assert len(content) <= 200 * 1024
    picture.load()


@pytest.mark.parametrize("name", PICTURES)
def test_it_measures_what_the_server_measures(opened: Callable[..., Page], name: str) -> None:
    make, noticed = PICTURES[name]
    content = astronaut.jpeg(make(), quality=95)
    verdict = judging.judge(BytesIO(content), ON, pictures=True)
    assert verdict.crop is not None
    assert verdict.portrait is not None
    page = opened()
    chooses(page, content)
    is_done(page)
    measures, codes = measured_in(page, verdict.crop)

    most = PROFILE.on(ON).background_uniformity_most
    for measure, by in TOLERANCE.items():
        of_server = verdict.measures[measure]
        if measure == "background_uniformity" and min(of_server, measures[measure]) > most:
            continue  # Both say that it is no plain wall; how far from plain hangs on the face.
        assert measures[measure] == pytest.approx(of_server, abs=by), measure
    known = {bound.code for bound in without_faces.bounds(ON)}
    assert codes == {hint.code for hint in verdict.hints} & known
    assert noticed <= codes
    assert differing(kept(page), verdict.portrait) < 3.0


@pytest.mark.parametrize("turn", [-15.0, -0.5, 4.0])
def test_it_turns_as_the_server_turns(opened: Callable[..., Page], turn: float) -> None:
    """From the same frame, too large to be turned, both come to the same portrait."""
    content = astronaut.jpeg(astronaut.before_white(), quality=95)
    whole = Crop(0.0, 0.0, 1.0, 1.0, turn)
    verdict = judging.judge(BytesIO(content), ON, crop=whole, pictures=True)
    assert verdict.crop is not None
    assert verdict.portrait is not None
    page = opened()
    chooses(page, content)
    is_done(page)
    boxes = page.evaluate(
        """(turn) => {
            const { frame } = document.querySelector("[data-photo-editor]");
            const before = frame.put = [...frame.picture.map((side) => side / 2), frame.most];
            frame.settle();
            const upright = frame.box;
            frame.move(0, 0, 1, turn);
            const turned = frame.box;
            frame.move(0, 0, 1, -turn);
            const back = frame.box;
            frame.move(0, 0, 1, turn);
            return { upright, turned, back };
        }""",
        turn,
    )
    is_done(page)
    assert boxes["turned"] == pytest.approx(list(verdict.crop), abs=1.5)
    # Turned back, it is as large and where it was: for the server, too.
    assert boxes["back"] == boxes["upright"]
    assert boxes["turned"][3] < boxes["upright"][3]
    frame, picture = judging.frame_of(PROFILE.on(ON)), verdict.picture
    assert picture is not None
    upright = from_shares(whole[:4], picture, frame)
    there = nudged(upright, "clockwise", picture, frame, turn - 0.5)
    assert there == (upright, turn)
    assert within(upright, picture, frame, turn) == pytest.approx(verdict.crop, abs=1)
    assert list(upright) == pytest.approx(boxes["back"], abs=1.5)
    measures, _ = measured_in(page, verdict.crop)
    # The head is not between the lines here, so only what does not hang on the face.
    for measure in ("background", "brightest"):
        expected = pytest.approx(verdict.measures[measure], abs=TOLERANCE[measure])
        assert measures[measure] == expected, measure
    assert differing(kept(page), verdict.portrait) < 3.0


def measured_in(page: Page, crop: Box) -> tuple[dict[str, float], set[str]]:
    """What the tool says of the very frame that the server cut."""
    page.evaluate(
        """([left, top, width, height]) => {
            const { frame } = document.querySelector("[data-photo-editor]");
            [frame.x, frame.y, frame.tall] = [left + width / 2, top + height / 2, height];
            frame.draw();
            frame.editor.dispatchEvent(new CustomEvent("frame-moved", { detail: frame }));
        }""",
        list(crop),
    )
    is_done(page)
    codes = page.locator("[data-tool=checks] .check-hint").evaluate_all(
        "lines => lines.map((line) => line.dataset.code)"
    )
    measured = page.locator("[data-measured]").get_attribute("data-measured")
    return json.loads(measured or ""), set(codes)


def differing(one: bytes, other: bytes) -> float:
    """The mean difference of two portraits, in grey levels."""
    pictures = [Image.open(BytesIO(content)).convert("L") for content in (one, other)]
    pairs = zip(*(picture.tobytes() for picture in pictures), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (295 * 413)


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("IMG_1.HEIC", astronaut.heic, "打不开 HEIC 照片"),
        ("大.jpg", lambda: b"\xff\xd8\xff" + b"0" * 40_000_000, "照片超过 20 MB"),
        ("网页.jpg", lambda: b"<!doctype html><p>", "打不开这个文件"),
        ("空.jpg", lambda: b"", "文件是空的"),
        (
            "小.jpg",
            lambda: astronaut.jpeg(Image.new("RGB", (240, 320), "white")),
            "照片 240×320，至少需要 295×413",
        ),
    ],
    ids=["HEIC", "40 MB", "no picture", "empty", "too small"],
)
def test_what_it_cannot_use_it_says_and_what_was_there_stays(
    opened: Callable[..., Page],
    tmp_path: Path,
    name: str,
    make: Callable[[], bytes],
    sentence: str,
) -> None:
    page = opened()
    chooses(page, astronaut.jpeg(face()))
    is_done(page)
    (tmp_path / name).write_bytes(make())
    page.set_input_files("#file", tmp_path / name)
    expect(page.locator("[data-tool=refused]")).to_contain_text(sentence)
    expect(page.locator("[data-tool=work]")).to_be_visible()
    assert Image.open(BytesIO(kept(page))).size == (295, 413)


def test_a_picture_on_its_side_is_turned_by_a_button(opened: Callable[..., Page]) -> None:
    page = opened()
    chooses(page, astronaut.jpeg(face().transpose(Image.Transpose.ROTATE_90), quality=95))
    is_done(page)
    page.get_by_role("button", name="右转 90°").click()
    is_done(page)
    upright = BytesIO(kept(page))
    expected = BytesIO()
    face().resize((295, 413), Image.Resampling.LANCZOS).save(expected, "JPEG", quality=95)
    assert differing(upright.getvalue(), expected.getvalue()) < 4.0
