"""The desktop shows a code, the phone scans it and sends pages, the desktop shows them (2.8)."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from anzhu.cases import learning
from anzhu.cases.models import HandOff
from anzhu.education.own import Said
from anzhu.files.models import Received
from anzhu.kernel import clock
from anzhu.ops.demo import drawing
from tests.browser.engineer import QILU, Engineer
from tests.browser.screen import Screen, picture_file
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def scanned(screen: Screen) -> str:
    """The address in the code that the screen shows, read from a picture of the screen."""
    expect(screen.page.locator(".hand-off-code")).to_be_visible()
    shown = screen.page.screenshot(full_page=True)
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(shown)).convert("L"))
    return str(code.text)


def phone_of(live: Live, name: str, *, javascript: bool = True) -> Screen:
    return Screen.opened(live, name, size=PHONE, javascript=javascript)


def photographed(number: int) -> dict[str, object]:
    """A page of the contract, taken with a phone."""
    pdf = drawing.contract(21, "林岚", QILU.name, since=clock.today() - timedelta(days=900))
    kept = BytesIO()
    pixels = drawing.rasterised(pdf, number, dpi=160).astype("uint8")
    Image.fromarray(pixels).save(kept, "JPEG", quality=85)
    return picture_file(f"IMG_{number:04d}.jpg", kept.getvalue())


@pytest.mark.parametrize("javascript", [True, False])
def test_a_phone_sends_pages_and_the_desktop_shows_them(
    live: Live, lin: Engineer, javascript: bool
) -> None:
    desk = lin.screen if javascript else lin_without_script(live, lin)
    # Without a script nothing measures; the pages are the same.
    desk.watched = javascript
    desk.goes(lin.path("materials"))
    slot = desk.page.locator("#slot-contract")
    desk.clicks_on("用手机拍照上传", inside=slot)
    expect(slot.locator(".hand-off-code")).to_be_visible()
    desk.looks("hand-off-open")
    address = scanned(desk)
    assert live.url in address

    phone = phone_of(live, "phone", javascript=javascript)
    phone.watched = javascript
    phone.goes(urlsplit(address).path)
    phone.heading("上传")
    phone.reads("林*")
    expect(phone.page.locator("#camera")).to_have_attribute("capture", "environment")
    phone.looks("hand-off-phone")
    for number in (1, 2):
        phone.gives_files("camera", photographed(number))
        if not javascript:
            phone.clicks_on("上传")
        phone.reads(f"第 {number} 个")
        phone.page.wait_for_load_state()
        live.work()
    if javascript:
        # By itself, a few seconds later: nobody touches the desktop.
        expect(slot.locator(".page-picture img")).to_have_count(2)
    else:
        desk.clicks_on("刷新", inside=slot.locator(".hand-off"))
        phone.clicks_on("刷新")
    expect(slot.locator(".page-picture img")).to_have_count(2)
    expect(slot).to_contain_text("已从手机收到 2 个文件")
    phone.reads("已收好")
    phone.looks("hand-off-phone-sent")
    desk.looks("hand-off-arrived")

    desk.clicks_on("停止手机上传", inside=slot)
    expect(slot).to_contain_text("手机上传已结束")
    before = Received.objects.count()
    phone.goes(urlsplit(address).path)
    phone.heading("现在不能上传")
    phone.looks("hand-off-over")
    assert Received.objects.count() == before


def test_the_certificate_of_an_own_record_comes_from_the_phone(live: Live, lin: Engineer) -> None:
    assert lin.who is not None
    said = Said(
        provider="某培训中心",
        course="化工过程安全",
        completed=clock.today() - timedelta(days=60),
        hours=Decimal(8),
    )
    actor, now = lin.who.actor, clock.now()
    record = learning.add(said=said, key="add", actor=actor, now=now)
    desk = lin.screen
    desk.goes("/apply/education")
    line = desk.page.locator(f"#record-{record.pk}")
    desk.clicks_on("用手机拍照上传", inside=line)
    expect(line.locator(".hand-off-code")).to_be_visible()
    desk.looks("proof-hand-off")

    phone = phone_of(live, "phone-proof")
    phone.goes(urlsplit(scanned(desk)).path)
    phone.reads("继续教育证明")
    phone.gives_files("camera", photographed(1))
    phone.reads("第 1 个")
    # By itself, a few seconds later: first that something came, then the page of the certificate.
    expect(line).to_contain_text("正在检查")
    live.work()
    expect(line.locator(".page-picture img")).to_have_count(1)
    expect(line).to_contain_text("已从手机收到 1 个文件")
    for width, height in (DESKTOP, PHONE):
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.looks("proof-came")
    desk.clicks_on("停止手机上传", inside=line)
    expect(line).to_contain_text("手机上传已结束")


def lin_without_script(live: Live, lin: Engineer) -> Screen:
    lin.screen = Screen.opened(live, "lin-no-script", javascript=False)
    lin.signs_in()
    return lin.screen


def test_the_code_is_typed_where_a_camera_is_missing(live: Live, lin: Engineer) -> None:
    desk = lin.screen
    desk.goes(lin.path("materials"))
    slot = desk.page.locator("#slot-id_in_hand")
    desk.clicks_on("用手机拍照上传", inside=slot)
    code = slot.locator(".hand-off-number").inner_text()
    where = slot.locator(".hand-off-address").inner_text()

    phone = phone_of(live, "phone-typed")
    phone.goes(urlsplit(f"http://{where}").path)
    phone.heading("输入代码")
    phone.looks("hand-off-code")
    phone.types("电脑上显示的数字代码", "1234 5670")
    phone.clicks_on("继续")
    phone.reads("这个代码不能用")
    phone.looks("hand-off-code-wrong")
    phone.types("电脑上显示的数字代码", code)
    phone.clicks_on("继续")
    phone.heading("上传")
    phone.gives_files("camera", lin.with_her_card())
    phone.reads("第 1 个")
    live.work()
    expect(slot.locator(".page-picture img")).to_have_count(1)


def test_an_expired_code_is_said_and_takes_nothing(live: Live, lin: Engineer) -> None:
    desk = lin.screen
    desk.goes(lin.path("materials"))
    desk.clicks_on("用手机拍照上传", inside=desk.page.locator("#slot-contract"))
    phone = phone_of(live, "phone-late")
    phone.goes(urlsplit(scanned(desk)).path)
    phone.heading("上传")
    HandOff.objects.update(expires_at=clock.machine())

    phone.gives_files("camera", lin.with_her_card())
    phone.reads(re.compile("没有上传成功|已失效"))
    assert not Received.objects.exists()
    expect(desk.page.locator("#slot-contract")).to_contain_text("手机上传已结束")
    phone.page.reload()
    phone.heading("现在不能上传")


def test_a_portrait_comes_from_the_phone(live: Live, lin: Engineer) -> None:
    desk = lin.screen
    desk.goes(lin.path("photo"))
    desk.clicks_on("用手机拍照上传", inside=desk.page.locator("#hand-off-photo"))
    expect(desk.page.locator(".hand-off-code")).to_be_visible()
    desk.looks("hand-off-photo")
    phone = phone_of(live, "phone-portrait")
    phone.goes(urlsplit(scanned(desk)).path)
    phone.heading("上传证件照")
    phone.gives_files("camera", picture_file("IMG_1.jpg", drawing.portrait(21, woman=True)))
    phone.reads("第 1 个")
    live.work()
    expect(desk.page.locator(".hand-off-came img")).to_be_visible()
    desk.looks("hand-off-photo-came")
    desk.clicks_on("查看手机传来的照片")
    desk.reads("已通过系统初检")
