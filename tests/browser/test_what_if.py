"""Another day, tried out in a browser: with a slider, and with nothing but a form."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.registrations.models import Registration
from anzhu.rules.calendar import ONE_DAY, add_years
from tests.live import DESKTOP, PHONE, Live
from tests.web.applicant.filling import Engineer, engineer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLIDE = """(slider, days) => {
    slider.value = String(days);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@pytest.fixture
def holder() -> Engineer:
    """林岚, registered, with 200 days left."""
    lin = engineer()
    until = clock.today() + timedelta(days=200)
    Registration.objects.create(
        person=lin.who.person,
        number="26000000001",
        category="chemical",
        employer_name="齐鲁安泰化工股份有限公司",
        employer_uscc="x",
        granted_on=add_years(until, -5),
        valid_from=add_years(until, -5) + ONE_DAY,
        valid_until=until,
        case_ref="20AAAAAAAA",
    )
    return lin


def at_home(live: Live, lin: Engineer, *, size: tuple[int, int], javascript: bool = True) -> Page:
    page = live.visit("/account/sign-in", size=size, javascript=javascript)
    page.fill("[name=identifier]", lin.who.account.email)
    page.fill("[name=password]", cast.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/apply/**")
    return page


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_her_home_fits_the_screen_and_axe_finds_nothing(
    live: Live, holder: Engineer, size: tuple[int, int]
) -> None:
    page = at_home(live, holder, size=size)
    on = clock.today() + timedelta(days=250)
    page.goto(f"/apply/?on={on}&move={on}")
    for one in page.locator("details").all():
        one.locator("summary").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert live.troubles == []


def test_letting_go_of_the_slider_answers_without_leaving_the_page(
    live: Live, holder: Engineer
) -> None:
    page = at_home(live, holder, size=DESKTOP)
    slider = page.locator(".day-slider").first
    expect(slider).to_have_attribute("aria-label", "拖动选择：如果我在这一天提交")

    slider.evaluate(SLIDE, 250)

    expect(page.locator("#what-if-answer")).to_contain_text("可以办重新注册")
    day = (clock.today() + timedelta(days=250)).isoformat()
    expect(page.locator("#id_on")).to_have_value(day)
    assert page.url.endswith("/apply/")
    slider.evaluate(SLIDE, 100)
    expect(page.locator("#what-if-answer")).to_contain_text("可以办延续注册")


def test_without_javascript_a_form_asks_the_same(live: Live, holder: Engineer) -> None:
    page = at_home(live, holder, size=PHONE, javascript=False)
    assert page.locator(".day-slider").count() == 0

    page.fill("#id_on", (clock.today() + timedelta(days=250)).isoformat())
    page.click("text=看那天能办什么")

    assert "可以办重新注册" in page.inner_text("#what-if-answer")


@pytest.mark.parametrize("javascript", [True, False])
def test_anybody_explains_it_to_herself_on_a_phone(live: Live, javascript: bool) -> None:
    page = live.visit("/", size=PHONE, javascript=javascript)
    page.click("text=填两个日期看答案")
    page.fill("#id_until", (clock.today() + timedelta(days=100)).isoformat())
    page.click("text=看能办什么")
    page.wait_for_url("**/explain?until=**")

    expect(page.locator("#may-renewal")).to_be_visible()
    page.click("summary:has-text('重新注册')")
    expect(page.get_by_text("您的注册仍然有效")).to_be_visible()
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.locator(".day-slider").evaluate(SLIDE, 120)
        expect(page.locator("#may-re_registration")).to_be_visible()
