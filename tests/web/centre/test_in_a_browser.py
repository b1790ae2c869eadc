"""The final review in a real browser: one key agrees.

Needs chromium and the built assets; left out where either is missing.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from anzhu.kernel import clock
from anzhu.rules.facts import Opinion
from tests.live import Live
from tests.web.desks import Desk
from tests.world import Story

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed"),
    pytest.mark.skipif(not finders.find("anzhu.css"), reason="the assets are not built"),
]


def test_the_key_a_agrees_though_nothing_was_marked(live: Live, transactional_db: None) -> None:
    story = Story()
    case = story.forwarded()
    chen = Desk(story.chen, clock.now())
    chen.post(f"/centre/cases/{case.ref}/claim")
    name = settings.SESSION_COOKIE_NAME
    visitor = live.visitor()
    visitor.add_cookies([{"name": name, "value": chen.client.cookies[name].value, "url": live.url}])
    page = visitor.new_page()
    page.goto(f"/centre/cases/{case.ref}/")
    expect(page.locator("[data-review-pass]")).to_be_enabled()

    page.keyboard.press("a")

    page.wait_for_url("**/centre/")
    assert story.fresh(case).centre_opinion == Opinion.AGREE
