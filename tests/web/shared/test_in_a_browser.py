"""The shell in a real browser: accessible, no sideways scroll, no complaint of the policy.

Needs chromium and the built assets (``npm run build``); left out where either is missing.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect

from anzhu.kernel import clock
from anzhu.people import actions
from anzhu.rules.facts import Role
from tests.web.visitors import PASSWORD, id_number

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed"),
    pytest.mark.skipif(not finders.find("anzhu.css"), reason="the assets are not built"),
]

PAGES = (
    "/",
    "/help",
    "/privacy",
    "/agencies",
    "/explain",
    "/explain?obtained=2018-10-28&until=2027-02-28&on=2026-11-23&hours=32",
    "/explain?on=gestern&since=2027-01-01",
    "/components",
    "/components/desk",
    "/components/review",
    "/components/print",
    "/account/sign-in",
    "/account/sign-up",
    "/account/reset",
    "/no/such/page",
)
Opens = Callable[..., Page]


@pytest.fixture
def opens(
    chromium: Browser, live_server: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opens]:
    """Open an address in a window of some width; every message of the console is collected."""
    monkeypatch.setattr(settings, "ANZHU_DEMO", True)
    contexts = []

    def opened(
        address: str, *, width: int = 1280, elder: bool = False, script: bool = True
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale="zh-CN"
        )
        contexts.append(context)
        if elder:
            context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.goto(live_server.url + address)
        return page

    opened.site = live_server.url
    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
def test_axe_finds_nothing_to_object_to(opens: Opens, elder: bool) -> None:
    page = opens("/", elder=elder)
    for address in PAGES:
        page.goto(opens.site + address)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], address
    assert [text for text in page.complaints if "Content Security" in text] == []


def test_nothing_scrolls_sideways_however_narrow(opens: Opens) -> None:
    for elder in (False, True):
        page = opens("/", elder=elder)
        for address in PAGES:
            page.goto(opens.site + address)
            for width in (320, 360, 768):
                page.set_viewport_size({"width": width, "height": 740})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (address, width, elder)


def test_targets_are_large_enough_for_fingers_and_larger_for_elders(opens: Opens) -> None:
    sizes = "e => [...document.querySelectorAll('.btn, .form-control')].map(e => e.offsetHeight)"
    for elder, least in ((False, 44), (True, 60)):
        page = opens("/account/sign-up", width=360, elder=elder)
        assert min(page.evaluate(sizes)) >= least


def test_the_error_summary_is_read_first_and_leads_to_the_field(opens: Opens) -> None:
    page = opens("/account/sign-up")
    page.get_by_role("button", name="获取验证码").click()
    page.wait_for_selector(".error-summary")

    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="请填写姓名").click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_a_double_click_sends_a_form_once(opens: Opens) -> None:
    page = opens("/account/sign-in")
    sent = []

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            page.wait_for_timeout(300)
        route.continue_()

    page.route("**/account/sign-in", slowly)
    page.get_by_role("button", name="登录").dblclick()
    page.wait_for_selector(".error-summary")

    assert len(sent) == 1


def test_signing_in_works_without_any_script(opens: Opens) -> None:
    actions.open_account(
        name="林小满", id_number=id_number(3), role=Role.APPLICANT, email="lin@example.test",
        phone="13900000003", password=PASSWORD, now=clock.now(),
    )  # fmt: skip
    page = opens("/account/sign-in?next=/account/mine", script=False, width=360)
    page.get_by_label("身份证号、手机号或电子邮箱").fill("lin@example.test")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    assert page.get_by_role("heading", name="我的账号").is_visible()


class TestAutosave:
    """One field goes to the server by itself, and says so."""

    FORM = """() => {
      const form = document.createElement("form");
      form.innerHTML = `<input type="hidden" name="csrfmiddlewaretoken" value="t">
        <div class="field" data-autosave="/save"><label for="n">备注</label>
        <input id="n" name="note"><div data-saved-note></div></div>`;
      document.querySelector("main").append(form);
    }"""

    def test_a_typed_field_is_saved_with_the_time(self, opens: Opens) -> None:
        page = opens("/help")
        got = []
        page.route(
            "**/save",
            lambda route: (got.append(route.request.post_data), route.fulfill(status=204)),
        )
        page.evaluate(self.FORM)
        page.fill("#n", "三年化工安全管理")
        expect(page.locator("[data-saved-note]")).to_contain_text("已保存", timeout=15_000)

        assert len(got) == 1
        assert "三年化工安全管理" in got[0]

    def test_without_a_network_it_says_so_and_saves_later(self, opens: Opens) -> None:
        page = opens("/help")
        tries = []

        def broken_once(route: Route) -> None:
            tries.append(1)
            route.abort() if len(tries) == 1 else route.fulfill(status=204)

        page.route("**/save", broken_once)
        page.evaluate(self.FORM)
        page.fill("#n", "x")
        expect(page.locator("[data-saved-note]")).to_contain_text("网络中断，内容保留在本页")
        expect(page.locator("[data-saved-note]")).to_contain_text("已保存", timeout=15_000)
        assert page.input_value("#n") == "x"


class TestUpload:
    """A chosen file goes up at once; what fails says so and leaves the others alone."""

    FILE = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 2048}
    ANSWER = '<section class="slot slot-ready" id="slot-form1">已通过初检</section>'

    def test_the_slot_shows_what_the_server_answers(self, opens: Opens) -> None:
        page = opens("/components")
        got = []

        def answer(route: Route) -> None:
            if route.request.method != "POST":
                return route.continue_()
            got.append(route.request.headers["x-behaviour"])
            return route.fulfill(status=200, content_type="text/html", body=self.ANSWER)

        page.route("**/components", answer)
        page.set_input_files("#file-form1", self.FILE)

        expect(page.locator("#slot-form1")).to_have_text("已通过初检")
        assert got == ["upload"]

    def test_a_file_that_is_refused_says_so_and_may_be_chosen_again(self, opens: Opens) -> None:
        page = opens("/components")
        page.route(
            "**/components",
            lambda route: (
                route.fulfill(status=413) if route.request.method == "POST" else route.continue_()
            ),
        )
        page.set_input_files("#file-form1", self.FILE)

        said = page.locator("#slot-form1 [data-upload-text]")
        expect(said).to_have_text("文件太大，单个不超过 20 MB")
        assert page.input_value("#file-form1") == ""


def test_a_note_offers_to_stay_before_the_session_ends(opens: Opens) -> None:
    page = opens("/help")
    page.clock.install()
    page.evaluate("""() => {
      document.body.dataset.sessionSeconds = "1800";
      document.body.dataset.sessionStay = "/stay";
      document.dispatchEvent(new Event("DOMContentLoaded"));
    }""")
    page.route("**/stay", lambda route: route.fulfill(status=204))
    page.clock.run_for(26 * 60 * 1000)
    page.get_by_role("button", name="继续使用").click()

    expect(page.get_by_role("alert")).to_have_count(0)
