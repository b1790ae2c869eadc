"""The pages of answers in a real browser: at 360 px, with and without JavaScript."""

import pytest

from anzhu.ops.demo import cast
from tests.live import PHONE, Live
from tests.web.applicant.filling import Engineer, engineer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QILU = "齐鲁安泰化工股份有限公司"


@pytest.fixture
def lin() -> Engineer:
    return engineer().starts()


@pytest.mark.parametrize("javascript", [True, False])
def test_employer_and_history_are_filled_in_on_a_phone(
    live: Live, lin: Engineer, javascript: bool
) -> None:
    page = live.visit("/account/sign-in", size=PHONE, javascript=javascript)
    page.fill("[name=identifier]", lin.who.account.email)
    page.fill("[name=password]", cast.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/apply/**")

    page.goto(lin.url("employer"))
    page.locator("#id_q").press_sequentially("齐鲁安泰")
    if not javascript:
        page.click("button[name=find]")
    page.click(".match")
    page.wait_for_load_state()
    assert page.input_value("#id_name") == QILU

    page.goto(lin.url("history"))
    assert page.locator("fieldset.work-row").count() == 1
    page.click("button[name=add]")
    page.locator("fieldset.work-row").nth(1).wait_for()
    page.locator("fieldset.work-row").nth(1).get_by_label("工作单位").fill("江北化工机械厂")
    page.click("button[name=save_list]")
    page.wait_for_url(f"**{lin.url('')}")

    assert [row["employer"] for row in lin.said("history")["rows"]] == [QILU, "江北化工机械厂"]
    if javascript:
        # Without a script nothing measures; the pages are the same.
        for name in ("", "agency", "person", "employer", "history"):
            page.goto(lin.url(name))
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_a_field_saves_itself_and_says_so(live: Live, lin: Engineer) -> None:
    page = live.visit("/account/sign-in")
    page.fill("[name=identifier]", lin.who.account.email)
    page.fill("[name=password]", cast.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/apply/**")
    page.goto(lin.url("person"))

    page.fill("#id_address", "历下区经十路一号")
    page.locator("#id_address").blur()

    page.get_by_text("已保存").first.wait_for()
    assert lin.said("person")["address"] == "历下区经十路一号"
