"""The photo tool in a real browser (5-screens 2.4): by mouse, by keys, without a script, with what
people really choose; at 1280 and 360 px, every state looked at."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from anzhu.ops.demo import drawing
from anzhu.photos.models import Photo, Trial
from tests import astronaut
from tests.browser.engineer import Engineer
from tests.browser.screen import Screen, picture_file
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSED = "已通过系统初检，最终以审核为准"
AGAIN = "按这个位置重新检查"


@pytest.fixture(scope="module")
def drawn() -> dict[str, object]:
    """A portrait as it should be."""
    return picture_file("IMG_0007.jpg", drawing.portrait(3, woman=True))


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1280", "360"])
def anybody(live: Live, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """Somebody on the public page, who need not sign in."""
    screen = Screen.opened(live, "anybody", size=request.param)
    screen.goes("/")
    screen.clicks_on("照片自检", inside=screen.page.locator("main"))
    screen.heading("照片自检")
    yield screen


def gives(screen: Screen, file: object) -> None:
    """Choose a picture and have the worker look at it."""
    screen.gives_files("file-photo", file)  # type: ignore[arg-type]
    screen.reads("正在检查和裁剪")
    screen.live.work()


def editor_is_ready(page: Page) -> None:
    """The whole picture has come, and hands may move it."""
    expect(page.locator("[data-photo-editor][data-ready]")).to_be_visible()


def framed(page: Page) -> dict[str, float]:
    """Where the picture lies under the frame."""
    image = page.locator(".photo-view [data-framed]")
    return {name: float(image.get_attribute(name) or 0) for name in ("x", "y", "width", "height")}


def kept(page: Page, name: str = "下载裁好的照片") -> Image.Image:
    """What a person gets to keep."""
    with page.expect_download() as got:
        page.get_by_role("link", name=name).click()
    return Image.open(BytesIO(Path(got.value.path()).read_bytes()))


def test_by_mouse(anybody: Screen, drawn: dict[str, object]) -> None:
    page = anybody.page
    anybody.looks("photo-empty")
    anybody.gives_files("file-photo", drawn)
    anybody.reads("正在检查和裁剪")
    anybody.looks("photo-checking")
    anybody.live.work()
    anybody.reads(PASSED)
    anybody.reads("没有发现需要改进的地方")
    editor_is_ready(page)
    anybody.looks("photo-good")
    assert "/photo/" in page.url  # reloading finds it again

    anybody.clicks_on("放大")
    anybody.clicks_on("放大")
    before = framed(page)
    view = page.locator("[data-view]")
    view.scroll_into_view_if_needed()
    place = view.bounding_box()
    assert place
    middle = (place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 6, middle[1] - 9, steps=4)
    page.mouse.up()
    after = framed(page)
    assert after["x"] > before["x"]
    assert after["y"] < before["y"]
    assert (after["width"], after["height"]) == (before["width"], before["height"])

    expect(page.get_by_text(PASSED)).to_be_hidden()
    expect(page.get_by_role("link", name="下载裁好的照片")).to_be_hidden()
    anybody.reads("位置已改，还没有检查")
    anybody.looks("photo-moved")
    anybody.clicks_on(AGAIN)
    anybody.reads("正在检查和裁剪")
    anybody.live.work()
    anybody.reads(PASSED)
    picture = kept(page)
    assert picture.size == (295, 413)
    assert picture.info["dpi"] == (300, 300)

    anybody.clicks_on("现在就删除这张照片")
    anybody.reads("已删除这张照片和它的检查结果")
    assert not Trial.objects.exists()


def test_by_touch(live: Live, drawn: dict[str, object]) -> None:
    """A finger on the picture moves it, and does not scroll the page away."""
    context = live.browser.new_context(
        base_url=live.url,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        has_touch=True,
        is_mobile=True,
    )
    page = context.new_page()
    screen = Screen(live, page, "finger")
    screen.goes("/photo")
    gives(screen, drawn)
    screen.reads(PASSED)
    editor_is_ready(page)
    page.get_by_role("button", name="放大").tap()
    view = page.locator("[data-view]")
    view.scroll_into_view_if_needed()
    before, scrolled = framed(page), page.evaluate("scrollY")
    place = view.bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    finger = context.new_cdp_session(page)

    def touches(kind: str, *points: tuple[float, float]) -> None:
        sent = [{"x": one, "y": other} for one, other in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})

    touches("touchStart", (x, y))
    for step in range(1, 5):
        touches("touchMove", (x, y - 3 * step))
    touches("touchEnd")
    assert framed(page)["y"] < before["y"]
    assert page.evaluate("scrollY") == scrolled

    before = framed(page)
    touches("touchStart", (x - 20, y), (x + 20, y))
    touches("touchMove", (x - 30, y), (x + 30, y))
    touches("touchEnd")
    assert framed(page)["height"] > before["height"]
    context.close()


def test_by_keyboard_alone(anybody: Screen, drawn: dict[str, object]) -> None:
    page = anybody.page
    gives(anybody, drawn)
    anybody.reads(PASSED)
    editor_is_ready(page)
    page.locator("#main").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-view')"):
            break
    start = framed(page)
    page.keyboard.press("+")
    nearer = framed(page)
    assert nearer["height"] > start["height"]
    for key, name, sign in (
        ("ArrowUp", "y", -1),
        ("ArrowDown", "y", 1),
        ("ArrowLeft", "x", -1),
        ("ArrowRight", "x", 1),
    ):
        before = framed(page)[name]
        page.keyboard.press(key)
        assert (framed(page)[name] - before) * sign > 0, key
    page.keyboard.press("-")
    assert framed(page)["height"] < nearer["height"]
    for _ in range(40):
        page.keyboard.press("-")
    anybody.reads("不能再移动了")
    page.keyboard.press("+")
    # On to the button that checks it again, past the buttons that move.
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == AGAIN:
            break
    page.keyboard.press("Enter")
    anybody.reads("正在检查和裁剪")
    anybody.live.work()
    anybody.reads(PASSED)


def test_it_is_turned_by_keys_and_buttons_and_cut_as_it_was_shown(
    anybody: Screen, drawn: dict[str, object]
) -> None:
    page = anybody.page
    gives(anybody, drawn)
    anybody.reads(PASSED)
    editor_is_ready(page)
    page.locator("[data-view]").focus()
    for key in ("]", "]", "]", "["):
        page.keyboard.press(key)
    anybody.clicks_on("向右转 0.5°")
    image = page.locator(".photo-view [data-framed]")
    assert (image.get_attribute("transform") or "").startswith("rotate(1.5 ")
    anybody.looks("photo-turned")
    anybody.clicks_on(AGAIN)
    anybody.reads("正在检查和裁剪")
    anybody.live.work()
    anybody.reads(PASSED)
    assert Trial.objects.get().turn == 1.5

    # The next key goes on from there.
    editor_is_ready(page)
    page.locator("[data-view]").focus()
    page.keyboard.press("[")
    assert (image.get_attribute("transform") or "").startswith("rotate(1 ")
    for _ in range(40):
        page.keyboard.press("[")
    assert (image.get_attribute("transform") or "").startswith("rotate(-15 ")
    anybody.reads("不能再移动了")


def test_a_lost_network_keeps_the_frame_and_says_so(live: Live, drawn: dict[str, object]) -> None:
    screen = Screen.opened(live, "lost")
    page = screen.page
    screen.goes("/photo")
    gives(screen, drawn)
    screen.reads(PASSED)
    editor_is_ready(page)
    screen.clicks_on("放大")
    before = framed(page)
    page.context.set_offline(True)
    screen.clicks_on(AGAIN)
    screen.reads("没有送达，位置还在")
    assert framed(page) == before
    # htmx notes the lost request in the console; that is the only trouble there may be.
    assert [trouble for trouble in live.troubles if "htmx.min.js" not in trouble] == []
    live.troubles.clear()
    page.context.set_offline(False)
    screen.clicks_on(AGAIN)
    screen.reads("正在检查和裁剪")
    live.work()
    screen.reads(PASSED)


def test_without_a_script(live: Live, drawn: dict[str, object]) -> None:
    for size in (DESKTOP, PHONE):
        screen = Screen.opened(live, "plain", size=size, javascript=False)
        page = screen.page
        screen.goes("/photo")
        screen.gives_files("file-photo", drawn)
        screen.clicks_on("上传并检查")
        screen.reads("正在检查和裁剪")
        screen.waits_for_the_worker()
        screen.reads(PASSED)
        first = Trial.objects.latest("created_at")
        for button in ("放大", "上移", "向左转 0.5°"):
            screen.clicks_on(button)
            screen.reads("正在检查和裁剪")
            screen.waits_for_the_worker()
            screen.reads(PASSED)
        last = Trial.objects.latest("created_at")
        assert last.pk == first.pk
        assert last.frame[3] < first.frame[3]
        assert last.turn == -0.5
        assert kept(page).size == (295, 413)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0]


@pytest.mark.parametrize(
    ("name", "make"),
    [("IMG_2041.jpg", astronaut.from_a_phone), ("IMG_2042.HEIC", astronaut.heic)],
    ids=["12 MP on its side", "HEIC"],
)
def test_what_a_phone_takes_is_turned_cut_and_commented(
    live: Live, name: str, make: object
) -> None:
    screen = Screen.opened(live, "phone-picture", size=PHONE)
    screen.goes("/photo")
    kind = "image/heic" if name.endswith("HEIC") else "image/jpeg"
    gives(screen, picture_file(name, make(), kind))  # type: ignore[operator]
    screen.reads(PASSED)
    editor_is_ready(screen.page)
    trial = Trial.objects.get()
    assert trial.upright is not None
    assert trial.upright.height > trial.upright.width
    screen.looks("photo-from-a-phone")


def test_a_real_face_before_a_flag_gets_hints_with_what_to_do(anybody: Screen) -> None:
    gives(anybody, picture_file("me.jpg", astronaut.jpeg(astronaut.as_taken())))
    anybody.reads(PASSED)
    anybody.reads("处建议改进")
    hints = anybody.page.locator(".hints li")
    assert hints.count() >= 1
    for sentence in hints.all_inner_texts():
        assert "请" in sentence
    editor_is_ready(anybody.page)
    anybody.looks("photo-hints")


def test_each_wrong_file_is_answered_and_the_good_photo_stays(
    anybody: Screen, drawn: dict[str, object], tmp_path: Path
) -> None:
    page = anybody.page
    gives(anybody, drawn)
    anybody.reads(PASSED)
    first = page.url
    for name, content, sentence in (
        ("大.jpg", b"\xff\xd8\xff" + b"0" * 40_000_000, "超过 20 MB。请压缩"),
        ("网页.jpg", b"<!doctype html><p>" * 40, "不能识别这种文件"),
        ("空.jpg", b"", "文件是空的"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        page.set_input_files("#file-photo", file)
        anybody.reads(sentence)
        anybody.reads("上一次裁好的照片还在")
        expect(page.get_by_role("link", name="下载裁好的照片")).to_be_visible()
    assert page.url == first
    anybody.looks("photo-wrong-file")

    nobody = BytesIO()
    Image.new("RGB", (800, 1000), "white").save(nobody, "JPEG")
    gives(anybody, picture_file("墙.jpg", nobody.getvalue()))
    anybody.reads("未检测到人脸")
    anybody.looks("photo-stopped")


def test_a_double_click_tries_once(live: Live, drawn: dict[str, object]) -> None:
    page = live.visit("/photo", javascript=False)
    page.set_input_files("#file-photo", [drawn])  # type: ignore[list-item]
    page.get_by_role("button", name="上传并检查").dblclick(no_wait_after=True)
    page.wait_for_url("**/photo/*")
    assert Trial.objects.count() == 1


def test_in_step_two_it_is_moved_commented_and_used_all_the_same(lin: Engineer) -> None:
    screen, page = lin.screen, lin.screen.page
    screen.goes(lin.path("photo"))
    screen.reads("本次申请使用的证件照")
    screen.looks("step-photo-in-use")
    gives(screen, picture_file("me.jpg", astronaut.jpeg(astronaut.as_taken())))
    screen.reads(PASSED)
    editor_is_ready(page)
    screen.looks("step-photo-hints")
    before = Photo.objects.count()
    page.locator("[data-view]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="使用这张照片")).to_be_hidden()
    screen.clicks_on(AGAIN)
    use = page.get_by_role("button", name="仍然使用这张照片")
    expect(use).to_be_visible()
    assert Photo.objects.count() == before + 1
    use.click()
    screen.heading("个人基本信息")
    screen.reads("证件照已用于本次申请")
