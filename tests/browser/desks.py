"""The people who work behind the application, each at a window of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from playwright.sync_api import Locator, expect

from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.ops.demo.world import World
from anzhu.people import totp
from tests.browser.screen import Screen
from tests.live import DESKTOP, Live

#: What 周明 finds wrong: item of the checklist, canned reason, his own words.
UNMET: Mapping[str, tuple[str, str]] = {
    "form.stamp": ("stamp.illegible", "印章看不清，请重新盖章后拍照"),
    "id_in_hand.recognisable": ("id_in_hand.text", "证件文字反光"),
}


def code(at: datetime) -> str:
    """What the authenticator of a demo person shows."""
    return totp.code_at(cast.TOTP_SECRET, at)


def next_code() -> str:
    """The code of the coming half minute: good already, and certainly not used before."""
    return code(clock.now() + timedelta(seconds=totp.STEP_SECONDS))


@dataclass
class Desk:
    """Somebody of the staff."""

    screen: Screen
    email: str

    def signs_in(self) -> None:
        """Password, then the code that the authenticator shows."""
        page = self.screen.page
        page.goto("/account/sign-in")
        page.fill("#id_identifier", self.email)
        page.fill("#id_password", cast.PASSWORD)
        self.screen.clicks_on("登录", inside=page.locator("main"))
        self.screen.heading("动态验证码")
        self.screen.looks("second-factor")
        page.fill("#id_code", code(clock.now()))
        self.screen.clicks_on("验证并登录")
        expect(page.locator(".who-role")).to_be_attached()

    # --- first review --------------------------------------------------------------------------

    def takes_the_next_case(self) -> None:
        """From the queue, the most urgent one."""
        self.screen.goes("/agency/")
        self.screen.heading("我的待办")
        self.screen.looks("queue")
        self.screen.clicks_on("开始审核")
        page = self.screen.page
        expect(page.locator("#marks")).to_be_visible()
        # Only the panes scroll: a page that moves under the pointer loses clicks.
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        self.screen.looks("review")

    def judges(self, unmet: Mapping[str, tuple[str, str]] | None = None) -> None:
        """Every item of the checklist, with a reason and a note where it is not met."""
        page = self.screen.page
        self._judges_as_before()
        items = page.locator("[data-item]")
        for place in range(items.count()):
            item = items.nth(place)
            if not item.is_visible():
                continue
            wrong = (unmet or {}).get(str(item.get_attribute("data-item")))
            self._marks(item, wrong)
        if not self.screen.javascript:
            self.screen.clicks_on("保存全部判定")
        expect(page.locator("[data-review-count]")).to_contain_text(
            f"已判定 {items.count()}/{items.count()} 项"
        )
        self.screen.looks("judged")

    def _judges_as_before(self) -> None:
        """What a return found met and what has not changed since is folded, and taken over."""
        button = self.screen.page.get_by_role("button", name="沿用上次判定")
        if button.count():
            self.screen.looks("folded")
            button.click()
            self.screen.reads("已沿用上次判定")

    def _marks(self, item: Locator, wrong: tuple[str, str] | None) -> None:
        item.get_by_label("不符合" if wrong else "符合", exact=True).check()
        if wrong:
            item.locator("select").select_option(wrong[0])
            item.locator("textarea").fill(wrong[1])
        if self.screen.javascript:
            expect(item.locator("[data-saved-note]")).to_contain_text("已保存")

    def returns_it(self) -> None:
        """After reading what she will read."""
        screen = self.screen
        screen.clicks_on("退回补正…")
        screen.heading("退回补正")
        screen.reads("2 项需要补正")
        screen.looks("return")
        screen.clicks_on("确认退回补正")
        screen.heading("我的待办")
        screen.looks("queue-after-return")

    def passes_it(self) -> None:
        """Everything is met."""
        self.screen.clicks_on("通过初审")
        self.screen.heading("我的待办")

    def forwards(self) -> None:
        """The lead sends what is passed to the centre."""
        screen = self.screen
        screen.goes("/agency/forwarding")
        screen.heading("批次上报")
        screen.looks("forwarding")
        screen.clicks_on("上报选中的申请")
        screen.reads(re.compile("上报"))
        screen.looks("forwarded")


Kind = TypeVar("Kind", bound=Desk)


@dataclass
class Staff:
    """The staff of the demonstration; ``watched`` says whether their desks are looked at."""

    live: Live
    town: World
    watched: bool = True
    javascript: bool = True

    def at(self, desk: type[Kind], name: str, person: str, size: tuple[int, int] = DESKTOP) -> Kind:
        """Somebody, signed in at their desk; ``person`` names the pictures."""
        screen = Screen.opened(self.live, person, size=size, javascript=self.javascript)
        screen.watched = self.watched or size != DESKTOP
        found = desk(screen, self.town.staff[name].account.email)
        found.signs_in()
        return found
