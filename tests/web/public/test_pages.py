"""Pages anybody may read: they name their place, and 适老版 is one click away."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PAGES = ["/", "/explain", "/help", "/privacy", "/agencies", "/account/sign-in", "/account/sign-up"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_its_title_its_heading_and_the_footer(address: str) -> None:
    page = Client().get(address).content.decode()

    assert page.count("<h1") == 1
    assert "<title>" in page
    assert 'href="#main"' in page
    assert 'href="/help"' in page.split("<footer")[1]
    assert "style=" not in page
    assert "onclick" not in page


@pytest.mark.parametrize("address", ["/", "/help", "/nothing-here"])
def test_a_demo_says_so_on_every_page(address: str, settings: object) -> None:
    settings.ANZHU_DEMO = True
    assert "演示环境，数据均为虚构" in Client().get(address).content.decode()
    settings.ANZHU_DEMO = False
    assert "演示环境" not in Client().get(address).content.decode()


def test_larger_text_is_switched_on_and_off_and_leads_back() -> None:
    browser = Client()

    switched = browser.get("/display?elder=1", headers={"Referer": "http://testserver/help?a=1"})
    assert switched.headers["Location"] == "/help?a=1"
    assert '<html lang="zh-Hans" class="elder">' in browser.get("/help").content.decode()
    browser.get("/display?elder=0")
    assert 'class="elder"' not in browser.get("/help").content.decode()


def test_the_gallery_of_components_exists_in_a_demo_only(settings: object) -> None:
    settings.ANZHU_DEMO = True
    assert Client().get("/components").status_code == 200
    settings.ANZHU_DEMO = False
    assert Client().get("/components").status_code == 404
