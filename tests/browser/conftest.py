"""The demonstration world behind a live site; people with a window of their own."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from anzhu.kernel import clock
from anzhu.ops.demo import world as demo
from anzhu.ops.demo.builder import Builder
from anzhu.ops.demo.world import World
from tests.browser.engineer import Engineer
from tests.live import Live


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Left out where there is no browser or no assets to send to it."""
    ready = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists()
    if ready and finders.find("anzhu.css"):
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="chromium or the built assets are missing"))


@pytest.fixture
def town(live: Live, monkeypatch: pytest.MonkeyPatch) -> World:
    """The named people of the demonstration, without any case; the site says that it is one."""
    monkeypatch.setattr(settings, "ANZHU_DEMO", True)
    return demo.founded(clock.now(), pictures=False)


@pytest.fixture
def quiet_town(live: Live, monkeypatch: pytest.MonkeyPatch) -> Builder:
    """Agencies and employers, nobody else."""
    monkeypatch.setattr(settings, "ANZHU_DEMO", True)
    builder = Builder(clock.now(), pictures=False)
    builder.found_agencies()
    return builder


@pytest.fixture
def lin(live: Live, quiet_town: Builder) -> Engineer:
    """林岚, signed in, with a draft whose six pages are complete."""
    return Engineer.with_draft(live, quiet_town)
