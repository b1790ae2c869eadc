"""Registered engineers at their windows: renewal, change, re-registration, overdue first filing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from playwright.sync_api import expect

from anzhu.ops.demo import cast, drawing
from anzhu.ops.demo.builder import Somebody
from tests.browser.engineer import SINCE, Engineer
from tests.browser.screen import Screen, picture_file
from tests.live import DESKTOP, Live

#: When she began at another employer.
MOVED = "2026-10-01"
#: What was done in the period (4.2.3), by the labels of the editor.
WORK: Mapping[str, str] = {
    "开始日期": "2025-03-01",
    "结束日期": "2025-04-30",
    "地点": "一号装置区",
    "对象": "一号装置",
    "内容": "组织危险与可操作性分析，提出整改建议十二条",
}


@dataclass
class Holder(Engineer):
    """Somebody whom the house knows already."""

    @classmethod
    def at_home(
        cls,
        live: Live,
        who: Somebody,
        *,
        person: str,
        size: tuple[int, int] = DESKTOP,
        watched_at: tuple[int, int] | None = None,
    ) -> Self:
        """Signed in; ``person`` names the pictures. ``watched_at`` one size only saves minutes."""
        found = cls(Screen.opened(live, person, size=size), name=who.name, who=who)
        found.screen.watched = watched_at in (None, size)
        found.signs_in()
        found.screen.starts_counting()
        return found

    def begins_a(self, kind: str) -> None:
        """From the card on the home page to the list of the nine steps."""
        screen = self.screen
        screen.looks("home")
        screen.clicks_on(f"开始{kind}")
        screen.heading(kind)
        screen.looks("start")
        screen.clicks_on("开始填写")
        screen.reads("已完成")
        self.ref = screen.page.url.rstrip("/").rsplit("/", 1)[1]
        screen.looks("tasks-new")

    def goes_on(self) -> None:
        """To the first step that is not done."""
        self.screen.clicks_on("填写", inside=self.screen.page.locator("main .task-list + p"))

    def says_where(self, *, province: str = "") -> None:
        """The questions of clause 3; the province of a registered employer is known."""
        screen = self.screen
        for question, answer in (
            ("是否由下列部门管理", "都不是"),
            ("是否属于下列中央企业集团", "都不是"),
            ("直属单位吗", "不是"),
        ):
            screen.heading(question)
            screen.presses(screen.page.get_by_role("radio", name=answer, exact=True))
            screen.clicks_on("继续")
        if province:
            screen.selects("省份", province)
            screen.clicks_on("继续")
        screen.reads("山东省应急管理厅")
        screen.looks("agency-found")
        screen.clicks_on("选择这个机构，继续")

    def says_which_category(self) -> None:
        """A qualification of before the seven categories leaves the choice to her (R1)."""
        self.goes_on()
        self.screen.heading("您申请注册哪个类别")
        self.screen.chooses(re.compile("^化工安全"))
        self.screen.clicks_on("继续")

    def reads_and_goes_on(self, heading: str, name: str) -> None:
        """A page that is filled in already."""
        self.screen.heading(heading)
        self.screen.looks(name)
        self.screen.clicks_on("继续", nth=-1)

    def says_her_post(self) -> None:
        """The employer stays: only what she does there is asked, and since when."""
        screen = self.screen
        screen.heading("聘用单位")
        screen.looks("employer")
        expect(screen.page.get_by_label(re.compile("^企业职工"))).to_be_checked()
        screen.types("岗位", "安全主管", exact=True)
        screen.types("聘用开始日期", SINCE.isoformat())
        screen.chooses("无固定期限")
        screen.clicks_on("保存并继续", nth=-1)

    def picks(self, unit: cast.EmployerSeed) -> None:
        """Another employer, found in the directory by its code."""
        screen = self.screen
        screen.heading("聘用单位")
        screen.looks("employer-new")
        screen.types("单位名称或统一社会信用代码", unit.uscc)
        match = screen.page.locator("button.match", has_text=unit.name)
        expect(match).to_be_visible()
        screen.presses(match)
        expect(screen.page.get_by_label("单位名称", exact=True)).to_have_value(unit.name)
        screen.looks("employer-picked")
        self.unit = unit

    def asks_for_nothing_more(self) -> None:
        """The page of changes as the press left it: the employer, and renewing, are ticked."""
        screen = self.screen
        screen.heading("变更事项")
        expect(screen.page.get_by_label("同时办理延续注册")).to_be_checked()
        screen.looks("change-ticked")
        screen.clicks_on("保存并继续", nth=-1)

    def asks_for(self, change: str) -> None:
        """What is to be changed comes before the first step; renewing, if offered, is taken."""
        screen = self.screen
        self.goes_on()
        screen.heading("变更事项")
        screen.looks("change")
        screen.chooses(change)
        screen.clicks_on("保存并继续", nth=-1)

    def opens(self, step: str) -> None:
        """A step, from the list of the nine."""
        self.screen.clicks_on(step, inside=self.screen.page.locator(".task-list"))
        self.screen.heading(step)

    def renames_her_employer(self, name: str) -> None:
        """The code stays; only the name is asked."""
        screen = self.screen
        screen.heading("聘用单位")
        screen.looks("employer-renamed", new=True)
        screen.types("单位名称", name, exact=True)
        screen.clicks_on("保存并继续", nth=-1)
        self.unit = replace(self.unit, name=name)

    def takes_another_category(self, name: str) -> None:
        """Of those that her qualification opens."""
        screen = self.screen
        screen.heading("注册类别")
        screen.looks("category-new", new=True)
        screen.chooses(re.compile(f"^{name}"))
        screen.clicks_on("保存并继续", nth=-1)

    def finds_her_agency_again(self) -> None:
        """Another employer may lead to another agency: the former answers are shown."""
        screen = self.screen
        screen.reads("山东省应急管理厅")
        screen.looks("agency-kept")
        screen.clicks_on("选择这个机构，继续")

    def says_since_when(self) -> None:
        """The new contract; what she does stays."""
        screen = self.screen
        screen.types("聘用开始日期", MOVED)
        screen.chooses("无固定期限")
        screen.clicks_on("保存并继续", nth=-1)

    def says_what_she_does_there(self) -> None:
        """What the directory cannot know of a new employer."""
        expect(self.screen.page.get_by_label(re.compile("^企业职工"))).to_be_checked()
        self.screen.types("岗位", "安全主管", exact=True)
        self.says_since_when()

    def ends_her_last_post(self, *, post: str = "") -> None:
        """The employment before ends; the new one stands there already."""
        screen = self.screen
        screen.heading("工作经历")
        screen.looks("history")
        before, new = (screen.page.locator("fieldset.work-row:visible").nth(n) for n in (0, 1))
        expect(new.get_by_label("工作单位")).to_have_value(self.unit.name)
        for label, text in (("结束日期", "2026-09-30"), ("岗位或从事的工作", post)):
            if text:
                screen.fills(before.get_by_label(label), text)
        screen.clicks_on("保存并继续", nth=-1)

    def has_hours_enough(self, counted: int = 48) -> None:
        """Imported by institutions; nothing to do."""
        self.screen.heading("继续教育")
        self.screen.reads(f"{counted}")
        self.screen.looks("education")
        self.screen.clicks_on("继续", nth=-1)

    def has_stayed_there(self) -> None:
        """The history is the registered employment, with the post that step 4 has told."""
        screen = self.screen
        screen.heading("工作经历")
        screen.looks("history")
        row = screen.page.locator("fieldset.work-row").last
        expect(row.get_by_label("岗位或从事的工作")).to_have_value("安全主管")
        screen.clicks_on("保存并继续", nth=-1)

    # --- the performance statement -------------------------------------------------------------

    def tells_what_she_did(self) -> bytes:
        """Opens the editor from the folder, writes one piece of work, prints it; the PDF."""
        screen = self.screen
        screen.clicks_on("填写和打印陈述")
        screen.heading("履职情况书面陈述")
        screen.looks("statement-empty")
        row = screen.page.locator("fieldset.work-row").first
        for label, text in WORK.items():
            screen.fills(row.get_by_label(label).first, text)
        screen.clicks_on("保存", nth=0)
        screen.reads("打印陈述")
        screen.looks("statement-written")
        screen.clicks_on("打印陈述（第")
        screen.page.wait_for_url("**/statement.pdf")
        screen.goes_back()
        screen.reads("已打印")
        screen.looks("statement-printed")
        with screen.page.expect_download() as got:
            screen.clicks_on("下载")
        return got.value.path().read_bytes()

    def photographs_the_statement(self, sheet: bytes) -> dict[str, object]:
        """The signed sheet, taken with her phone."""
        flat = drawing.rasterised(sheet, 1, 200)
        taken = drawing.photograph(flat, np.random.default_rng(7))
        return picture_file("IMG_0009.jpg", taken)

    def uploads_the_form(self) -> None:
        """Where the form is all there is."""
        self.uploads("application_form", *self.photographs_the_form())
        self.screen.reads("1/1 项已上传")

    def uploads_form_and_new_name(self) -> None:
        """The register says what the employer is called now."""
        self.uploads("application_form", *self.photographs_the_form())
        paper = drawing.contract(5, self.name, self.unit.name, since=SINCE)
        self.uploads("rename_proof", picture_file("更名通知书.pdf", paper, "application/pdf"))
        self.screen.reads("2/2 项已上传")
        self.screen.looks("materials-renamed", new=True)

    def uploads_form_and_contract(self) -> None:
        """All that a new employer asks for."""
        self.uploads("application_form", *self.photographs_the_form())
        self.uploads_her_contract()
        self.screen.reads("2/2 项已上传")
        self.screen.looks("materials-full")

    def uploads_a_renewal(self) -> None:
        """Form, contract, signed statement."""
        screen = self.screen
        self.uploads("application_form", *self.photographs_the_form())
        self.uploads_her_contract()
        sheet = self.tells_what_she_did()
        screen.clicks_on("已签字，去上传")
        self.uploads("performance_statement", self.photographs_the_statement(sheet))
        screen.reads("3/3 项已上传")
        screen.looks("materials-full")
