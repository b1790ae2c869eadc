"""In a real browser: every page of the desks that no journey passes, wide and on a phone."""

from datetime import date

import pytest

from anzhu.kernel import clock
from anzhu.ops.demo import cast, legacy, short_tracks
from anzhu.rules.facts import Kind
from anzhu.rules.requests import Corrected
from tests import short
from tests.browser.desks import Desk, Staff
from tests.browser.screen import Screen
from tests.live import DESKTOP, PHONE, Live
from tests.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
NEW = cast.id_number(date(1990, 3, 18), 321, woman=True)


@pytest.fixture
def story(live: Live, settings) -> Story:
    """林岚 holds her certificate; it is a fortnight later than the beginning of the stories."""
    settings.ANZHU_DEMO = True
    told = Story()
    short.registered(told)
    return told


@SIZES
def test_the_administrator(live: Live, story: Story, size: tuple[int, int]) -> None:
    screen = Staff(live, story.world).at(Desk, "钱安", "qian", size).screen
    year = clock.today().year + 1
    screen.heading("系统管理")
    screen.looks("home")
    screen.types("演示日期", "")
    screen.clicks_on("拨到这一天")
    screen.reads("请填写演示日期")
    screen.looks("clock-refused")
    screen.goes(f"/administrator/calendar/{year}/")
    screen.looks("calendar")
    screen.types("通知原文", f"{year}年1月1日至3日放假，共3天。1月4日上班。")
    screen.page.fill("#id_announcement_source", "国办发明电〔2026〕8号")
    screen.clicks_on("识别日期")
    screen.looks("announcement-read")
    screen.goes("/administrator/rules/")
    screen.looks("rules")
    screen.goes("/administrator/courses/")
    screen.looks("institutions")
    screen.clicks_on("齐鲁安全培训中心")
    screen.looks("register")
    screen.clicks_on("登记")
    screen.reads("请填写备案编号")
    screen.looks("register-refused")
    screen.clicks_on("应急管理与救援")
    screen.looks("course")
    screen.clicks_on("保存")
    screen.reads("已修改备案课程")
    screen.goes("/administrator/registrations/")
    screen.looks("lists")
    screen.clicks_on("上传并预检")
    screen.reads("请选择")
    screen.looks("lists-refused")


@SIZES
def test_restrictions_activation_and_returns_at_the_centre(
    live: Live, story: Story, size: tuple[int, int]
) -> None:
    legacy.take_over(clock.now())
    screen = Staff(live, story.world).at(Desk, "陈静", "chen-desk", size).screen
    for path, name in (
        ("/centre/returns", "returns"),
        ("/centre/overdue", "overdue"),
        ("/centre/restrictions/", "restrictions"),
        ("/centre/activation", "activation"),
    ):
        screen.goes(path)
        screen.looks(name)
    screen.types("姓名", "沈秋白")
    screen.page.locator("main form input[name=said]").fill("20210037462")
    screen.page.locator("main form button[type=submit]").first.click()
    screen.reads("沈秋白")
    screen.looks("activation-person")


@SIZES
def test_every_state_of_a_request(live: Live, story: Story, size: tuple[int, int]) -> None:
    builder, lin, now = story.builder, story.lin, clock.now()
    reissue = short_tracks.online(builder, Kind.REISSUE, lin, now)
    matter = short_tracks.online(builder, Kind.OTHER_MATTERS, lin, now, wanted=NEW)
    staff = Staff(live, story.world, watched=False)
    short_tracks.proposed(matter, story.chen, Corrected.ID_NUMBER, NEW, now)
    holder = Screen.opened(live, "lin-requests", size=size)
    holder.goes("/account/sign-in")
    holder.page.fill("#id_identifier", lin.account.email)
    holder.page.fill("#id_password", cast.PASSWORD)
    holder.clicks_on("登录", inside=holder.page.locator("main"))
    holder.page.wait_for_url("**/apply/**")
    holder.looks("home")
    for case, name in ((reissue, "reissue"), (matter, "matter-proposed")):
        holder.goes(f"/apply/requests/{case.ref}/")
        holder.looks(f"{name}-handed-in")
    holder.goes(f"/apply/requests/{reissue.ref}/withdraw")
    holder.looks("withdraw")
    holder.goes("/account/notices")
    holder.looks("notices")
    clerk = staff.at(Desk, "周明", "clerk-desk", size).screen
    for path, name in (
        ("/agency/counter/", "counter"),
        ("/agency/activation", "activation"),
        ("/agency/collecting", "collecting"),
        ("/agency/parcels", "parcels"),
    ):
        clerk.goes(path)
        clerk.watched = True
        clerk.looks(name)
