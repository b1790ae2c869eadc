"""A contract on its head: the hint comes by itself a moment after the page, one click turns it."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from anzhu.kernel import jobs
from tests.browser.engineer import Engineer
from tests.browser.screen import picture_file
from tests.domain.materials.sheets import sheet
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_hint_comes_by_itself_and_one_click_turns_the_page(
    live: Live, lin: Engineer, settings: Any
) -> None:
    settings.ANZHU_CHECKS = frozenset({"direction"})
    live.work()
    desk = lin.screen
    desk.goes(lin.path("materials"))
    slot = desk.page.locator("#slot-contract")
    desk.gives_files("file-contract", picture_file("IMG_0001.jpg", sheet(180)))
    expect(slot).to_have_class(re.compile("slot-waiting"))
    # The page is cleaned and shown before the check looks at it.
    jobs.run_all(most=1)
    expect(slot.locator(".page-picture img")).to_have_count(1)
    expect(slot).not_to_contain_text("上下颠倒")
    live.work()
    expect(slot).to_contain_text("上下颠倒")
    for width, height in (DESKTOP, PHONE):
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.looks("upside-down")

    desk.clicks_on("转正", inside=slot)
    expect(slot).to_contain_text("正在转正")
    desk.looks("turning")
    live.work()
    expect(slot).not_to_contain_text("正在转正")
    expect(slot).not_to_contain_text("上下颠倒")
    assert desk.page.request.get(str(slot.locator("img").get_attribute("src"))).ok
    desk.looks("turned")
