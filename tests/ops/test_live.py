"""The live site answers a real browser, with its stylesheet and without a word in the console."""

import pytest

from tests.live import PHONE


@pytest.mark.browser
def test_the_home_page_opens_in_a_browser(live):
    page = live.visit("/", size=PHONE)
    assert page.title()
    assert page.evaluate("document.styleSheets[0].cssRules.length > 100")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert live.work() == 0
