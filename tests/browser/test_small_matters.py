"""In a real browser: what takes a few minutes, from home to the receipt, with its effort."""

import re
from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pytest
from playwright.sync_api import expect

from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import drawing
from anzhu.ops.demo.world import World
from anzhu.registrations.models import Registration
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Status
from tests import effort
from tests import holders as known
from tests.browser.later import Holder
from tests.browser.screen import Screen, picture_file
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
Size = tuple[int, int]
UNMET = {"id_in_hand.recognisable": ("id_in_hand.text", "证件文字反光")}
#: Of a registration in the middle of its period.
LATER = timedelta(days=800)


class Asking(Holder):
    """She asks for something that has one page instead of nine steps."""

    def begins_to_ask(self, title: str) -> None:
        """From the card on the home page to the request."""
        screen = self.screen
        screen.clicks_on(title)
        screen.clicks_on("开始填写")
        screen.reads("一、填写申请")
        self.ref = screen.page.url.rstrip("/").rsplit("/", 1)[1]

    def saves_and_prints(self) -> Mapping[str, object]:
        """The form with what was saved; signed, and photographed.

        Her registration names no application of this house: the agency is asked, too.
        """
        screen = self.screen
        screen.selects("受理的初审机构", "山东省应急管理厅")
        screen.clicks_on("保存", inside=screen.page.locator("main"))
        screen.reads("已保存")
        screen.clicks_on("打印申请表（PDF）")
        screen.page.wait_for_url("**/form.pdf")
        sheet = screen.page.context.request.get(screen.page.url).body()
        screen.goes_back()
        flat = drawing.rasterised(sheet, 1, 200)
        return picture_file("IMG_0011.jpg", drawing.photograph(flat, np.random.default_rng(7)))

    def uploads_form_and_card(self, form: str, sheet: Mapping[str, object]) -> None:
        """The sheet with her signature, and her card."""
        self.uploads(form, sheet)
        self.uploads("id_copy", self.with_her_card())


def handed_in(whose: Holder, journey: str) -> Case:
    """What was handed in, with as many clicks, fields and uploads as docs/effort.md says."""
    effort.hold(journey, whose.screen.counted, with_mouse=whose.screen.with_mouse)
    case = Case.objects.get(ref=whose.ref)
    assert case.status == Status.FIRST_REVIEW
    return case


@SIZES
def test_one_returned_item_is_put_right(live: Live, town: World, size: Size) -> None:
    builder, zhou, now = town.builder, town.staff["周明"], clock.now()
    who = known.holder(builder, clock.today(), registered=False)
    case = builder.submitted(who, builder.employers[known.QILU.name], now)
    builder.judge(case, zhou, now, UNMET)
    reviews.return_case(case_id=case.pk, key="r", actor=zhou.actor, now=now)

    lin = Holder.at_home(live, who, person="lin-corrects", size=size)
    lin.ref, screen = case.ref, lin.screen
    screen.clicks_on("去补正")
    screen.reads("证件文字反光")
    screen.clicks_on("去修改")
    slot = screen.page.locator("#slot-id_in_hand")
    screen.clicks_on("删除", inside=slot)
    expect(slot.locator(".page-card")).to_have_count(0)
    lin.uploads("id_in_hand", lin.with_her_card())
    screen.clicks_on("下一步：核对并提交")
    screen.ticks("#id_declared")
    screen.clicks_on("补正完成，再次提交")
    screen.reads("受理编号")
    assert handed_in(lin, "补正一项").returns == 1


@SIZES
def test_a_lost_certificate(live: Live, town: World, size: Size) -> None:
    lin = asking(live, town, "lin-lost", size)
    lin.begins_to_ask("申请补办证书")
    lin.screen.chooses("注册证书")
    lin.screen.chooses("遗失")
    lin.screen.types("情况说明", "出差途中遗失，已登报声明作废。")
    lin.uploads_form_and_card("reissue_form", lin.saves_and_prints())
    lin.screen.looks("reissue-filled")
    lin.screen.clicks_on("提交申请")
    lin.screen.reads("受理编号")
    assert handed_in(lin, "补办").kind == "reissue"


@SIZES
def test_a_registration_is_given_up(live: Live, town: World, size: Size) -> None:
    lin = asking(live, town, "lin-leaves", size)
    lin.begins_to_ask("申请注销注册")
    lin.screen.types("注销原因", "已调离安全生产岗位，不再执业。")
    lin.screen.chooses("我已知悉上述后果")
    lin.uploads_form_and_card("cancellation_form", lin.saves_and_prints())
    lin.screen.clicks_on("获取验证码，确认注销")
    lin.screen.heading("确认注销注册")
    code = re.search(r"\b(\d{6})\b", lin.screen.page.locator(".once-box").inner_text())
    assert code, "the demonstration shows the code"
    lin.screen.types("验证码", code[1])
    lin.screen.clicks_on("确认注销，提交申请")
    lin.screen.reads("受理编号")
    assert handed_in(lin, "注销").kind == "cancellation"


def asking(live: Live, town: World, person: str, size: Size) -> Asking:
    who = known.holder(town.builder, clock.today() + LATER)
    return Asking.at_home(live, who, person=person, size=size)


@SIZES
def test_anybody_verifies_a_certificate(live: Live, town: World, size: Size) -> None:
    known.holder(town.builder, clock.today() + LATER)
    anybody = Screen.opened(live, "anybody-asks", size=size)
    anybody.goes("/")
    anybody.starts_counting()
    anybody.clicks_on("查验证书", inside=anybody.page.locator("main"))
    anybody.types("注册证号", Registration.objects.get().number)
    anybody.types("姓名", "林岚")
    anybody.clicks_on("查验", inside=anybody.page.locator(".button-bar"))
    anybody.heading("查验结果")
    anybody.reads("有效")
    effort.hold("公众核验", anybody.counted, with_mouse=anybody.with_mouse)
