"""In a real browser: a reissue that came on paper, and an ID number corrected by two people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import expect

from anzhu.cases import requests
from anzhu.kernel import clock
from anzhu.ops.demo import cast, short_tracks
from anzhu.people.models import Person
from anzhu.production.models import Item
from anzhu.registrations.models import Registration, Sheet
from anzhu.rules.facts import Kind
from tests import short
from tests.browser.desks import Desk, Staff
from tests.browser.screen import Screen, picture_file
from tests.live import DESKTOP, PHONE, Live
from tests.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = cast.id_number(date(1990, 3, 18), 321, woman=True)


@pytest.fixture
def story(live: Live, monkeypatch: pytest.MonkeyPatch) -> Story:
    """林岚 holds her certificate; it is a fortnight later than the beginning of the stories."""
    told = Story()
    short.registered(told)
    return told


def a_scan(name: str) -> Mapping[str, object]:
    """A sheet that was scanned at the counter: grey paper with lines on it."""
    sheet = Image.effect_noise((1700, 2400), 60).convert("RGB")
    kept = BytesIO()
    sheet.save(kept, "JPEG", quality=80)
    return picture_file(name, kept.getvalue())


@dataclass
class Clerk(Desk):
    """周明 at the counter."""

    def finds(self, number: str, name: str) -> None:
        """The holder, by what stands on the paper."""
        screen = self.screen
        screen.goes("/agency/counter/")
        screen.heading("窗口登记")
        screen.looks("counter")
        screen.types("姓名", name)
        screen.types("注册证号", number)
        screen.clicks_on("查找")
        screen.reads("请与申请表、身份证核对")
        screen.looks("counter-found")

    def enters_a_lost_certificate(self) -> None:
        """What the paper says, and its scans."""
        screen = self.screen
        screen.clicks_on("登记证书补办")
        screen.heading("证书补办（纸质材料登记）")
        screen.looks("paper-new")
        screen.chooses("注册证书")
        screen.chooses("遗失")
        screen.types("联系电话", "13900001111")
        screen.clicks_on("保存")
        screen.reads("已保存")
        for material in ("reissue_form", "id_copy"):
            slot = screen.page.locator(f"#slot-{material}")
            screen.gives_files(f"file-{material}", a_scan(f"{material}.jpg"))
            # It goes up at once; the slot itself asks for news.
            expect(screen.page.locator(f"#slot-{material}.slot-waiting")).to_be_visible()
            screen.waits_for_the_worker()
            screen.page.reload()
            while slot.get_by_role("button", name="仍然使用").count():
                screen.clicks_on("仍然使用", inside=slot)
        screen.looks("paper-filled")

    def takes_it_in(self) -> None:
        """And the person goes home with a receipt."""
        screen = self.screen
        screen.clicks_on("登记受理")
        screen.reads("已登记受理")
        screen.looks("paper-taken-in")
        expect(screen.page.get_by_role("link", name="接收凭证（PDF）")).to_be_visible()


def test_a_reissue_that_came_on_paper(live: Live, story: Story) -> None:
    number, old = Registration.objects.get().number, Item.objects.get().serial
    staff = Staff(live, story.world)
    clerk = staff.at(Clerk, "周明", "clerk")
    clerk.finds(number, "林岚")
    clerk.enters_a_lost_certificate()
    clerk.takes_it_in()

    clerk.takes_the_next_case()
    clerk.judges()
    clerk.screen.looks("review-reissue")
    clerk.passes_it()
    staff.at(Desk, "许峰", "xu").forwards()

    centre = staff.at(Desk, "陈静", "chen").screen
    centre.goes("/centre/")
    centre.clicks_on("开始审核")
    centre.looks("reissue-at-the-centre")
    centre.clicks_on("确认补办")
    centre.reads("没有待终审的申请")

    assert Sheet.objects.get(serial=old).void_at is not None
    new = Item.objects.exclude(serial=old).get()
    assert (new.status, new.number) == ("to_make", number)


def test_an_id_number_corrected_by_two_people(live: Live, story: Story) -> None:
    ask = {"wanted": NEW, "phone": "13900001111"}
    now = clock.now()
    case = short_tracks.online(story.builder, Kind.OTHER_MATTERS, story.lin, now, **ask)
    staff = Staff(live, story.world)
    chen = staff.at(Desk, "陈静", "chen").screen
    chen.goes("/centre/")
    chen.clicks_on("开始审核")
    chen.reads("提出更正")
    chen.looks("matter")
    chen.types("更正为", NEW)
    chen.types("依据", "公安机关证明〔2026〕1 号")
    chen.clicks_on("提出，交另一人确认")
    chen.goes(f"/centre/cases/{case.ref}/")
    chen.clicks_on("开始办理")
    chen.reads("须由另一位同事确认")
    chen.looks("matter-proposed-by-me")
    chen.clicks_on("放回队列")

    sun = staff.at(Desk, "孙立", "sun").screen
    sun.goes(f"/centre/cases/{case.ref}/")
    sun.clicks_on("开始办理")
    sun.reads("与申请人填写的一致")
    sun.looks("matter-to-confirm")
    sun.types("对照证明材料再录入一次", NEW[:-1] + "0")
    sun.clicks_on("确认更正")
    sun.reads("与提出人录入的不一致")
    sun.types("对照证明材料再录入一次", NEW)
    sun.clicks_on("确认更正")
    sun.reads("没有待终审的申请")
    assert Person.objects.get(pk=story.lin.person.pk).id_number == NEW

    lin = Screen.opened(live, "lin", size=PHONE)
    lin.goes("/account/sign-in")
    lin.page.fill("#id_identifier", NEW)
    lin.page.fill("#id_password", cast.PASSWORD)
    lin.clicks_on("登录", inside=lin.page.locator("main"))
    lin.goes(f"/apply/requests/{case.ref}/")
    lin.reads("已办结")
    lin.looks("matter-done")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_of_a_request(live: Live, story: Story, size: tuple[int, int]) -> None:
    lin = Screen.opened(live, "lin-asks", size=size)
    lin.goes("/account/sign-in")
    lin.page.fill("#id_identifier", story.lin.account.email)
    lin.page.fill("#id_password", cast.PASSWORD)
    lin.clicks_on("登录", inside=lin.page.locator("main"))
    for kind in ("reissue", "cancellation", "other_matters"):
        lin.goes(f"/apply/requests/start/{kind}")
        lin.looks(f"start-{kind}")
        lin.clicks_on("开始填写")
        lin.reads("一、填写申请")
        lin.looks(f"new-{kind}")
        lin.clicks_on("获取验证码" if kind == "cancellation" else "提交申请")
        lin.reads("需要修改")
        lin.looks(f"refused-{kind}")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_cancellation_is_confirmed_by_a_code(
    live: Live, story: Story, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ANZHU_DEMO", True)
    case = requests.open_request(kind=Kind.CANCELLATION, actor=story.lin.actor, now=clock.now())
    said = {"phone": "13900001111", **short_tracks.SAID[Kind.CANCELLATION]}
    requests.save(case_id=case.pk, said=said, actor=story.lin.actor, now=clock.now())
    short_tracks.lay_pages(story.builder, case, clock.now())
    lin = Screen.opened(live, "lin-cancels", size=size)
    lin.goes("/account/sign-in")
    lin.page.fill("#id_identifier", story.lin.account.email)
    lin.page.fill("#id_password", cast.PASSWORD)
    lin.clicks_on("登录", inside=lin.page.locator("main"))
    lin.goes(f"/apply/requests/{case.ref}/")
    lin.looks("cancellation-filled")
    lin.clicks_on("获取验证码，确认注销")
    lin.heading("确认注销注册")
    lin.looks("cancellation-code")
    lin.types("验证码", "000000")
    lin.clicks_on("确认注销，提交申请")
    lin.reads("验证码")
    lin.looks("cancellation-wrong-code")
    code = re.search(r"\b(\d{6})\b", lin.page.locator(".once-box").inner_text())
    assert code, "the demonstration shows the code"
    lin.types("验证码", code[1])
    lin.clicks_on("确认注销，提交申请")
    lin.reads("受理编号")
    lin.looks("cancellation-handed-in")
