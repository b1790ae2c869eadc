"""方晴 at her window: what she means to do, in the clicks and words it takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from PIL import Image, ImageEnhance
from playwright.sync_api import expect

from anzhu.ops.demo import cast, drawing
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.ops.demo.world import FANG_ID
from tests.browser.screen import Screen, picture_file
from tests.live import Live

NAME = "方晴"
PASSWORD = "four words for a door 26"
QILU = cast.EMPLOYERS[0]
#: Since when she works there, by her contract.
SINCE = date(2021, 3, 1)
_SEED = 21


@dataclass
class Engineer:
    """She and her screen; ``ref`` is her application, once it is begun."""

    screen: Screen
    ref: str = ""
    form: bytes = b""
    name: str = NAME
    who: Somebody | None = None
    unit: cast.EmployerSeed = QILU

    @classmethod
    def with_draft(
        cls, live: Live, town: Builder, *, number: int = 20, javascript: bool = True
    ) -> "Engineer":
        """林岚 instead, signed in, with a draft whose six pages are complete."""
        lin = town.engineer(
            "林岚",
            id_number=cast.id_number(date(1990, 5, 6), number, woman=True),
            email=f"lin{number}@example.org",
            phone=f"139{number:08d}",
            woman=True,
        )
        case = town.draft(lin, town.now)
        town.fill(case, lin, town.now, town.answers(lin, town.employers[QILU.name]))
        screen = Screen.opened(live, f"lin{number}", javascript=javascript)
        found = cls(screen, case.ref, name=lin.name, who=lin)
        found.signs_in()
        return found

    def signs_in(self) -> None:
        """On the page that is open, or from the beginning."""
        page = self.screen.page
        if not page.locator("#id_identifier").is_visible():
            page.goto("/account/sign-in")
        assert self.who is not None
        page.fill("#id_identifier", self.who.account.email)
        page.fill("#id_password", cast.PASSWORD)
        self.screen.clicks_on("登录", inside=page.locator("main"))
        expect(page.locator(".who-name")).to_be_attached()

    @property
    def by_hand(self) -> drawing.Filled:
        """What she and her employer write and stamp on the form."""
        return drawing.Filled(self.name, self.unit.name, signed_on=date(2026, 11, 20), since=SINCE)

    def path(self, page: str = "") -> str:
        """The address of a page of her application."""
        return f"/apply/cases/{self.ref}/{page}"

    # --- an account ----------------------------------------------------------------------------

    def signs_up(self) -> None:
        """With the code that the demonstration shows instead of sending it."""
        screen = self.screen
        screen.goes("/")
        screen.looks("home")
        screen.goes("/account/sign-up")
        screen.looks("sign-up")
        for label, text in (
            ("姓名", NAME),
            ("身份证号", FANG_ID),
            ("手机号", "13911112222"),
            ("电子邮箱", "fang@example.org"),
        ):
            screen.types(label, text)
        for field in ("#id_password", "#id_password_again"):
            screen.page.fill(field, PASSWORD)
        screen.ticks("#id_agreed")
        screen.clicks_on("获取验证码")
        screen.heading("输入验证码")
        screen.looks("sign-up-code")
        code = re.search(r"\b(\d{6})\b", screen.page.locator(".once-box").inner_text())
        assert code, "the demonstration shows the code"
        screen.page.fill("#id_code", code[1])
        screen.clicks_on("开通账号")
        screen.heading(f"{NAME}，您好")

    # --- steps 1 to 6 --------------------------------------------------------------------------

    def begins(self) -> None:
        """From home to the list of the nine steps."""
        screen = self.screen
        screen.looks("my-home")
        screen.clicks_on("开始初始注册")
        screen.heading("初始注册")
        screen.looks("start")
        screen.clicks_on("开始填写")
        screen.reads("已完成")
        self.ref = screen.page.url.rstrip("/").rsplit("/", 1)[1]
        screen.looks("tasks-new")

    def finds_her_agency(self) -> None:
        """The questions of clause 3, one page each."""
        screen = self.screen
        screen.clicks_on("继续填写")
        for question, answer in (
            ("是否由下列部门管理", "都不是"),
            ("是否属于下列中央企业集团", "都不是"),
            ("直属单位吗", "不是"),
        ):
            screen.heading(question)
            screen.looks("question")
            screen.presses(screen.page.get_by_role("radio", name=answer, exact=True))
            screen.clicks_on("继续")
        screen.heading("在哪个省份")
        screen.looks("question-province")
        screen.selects("省份", "山东省")
        screen.clicks_on("继续")
        screen.reads("山东省应急管理厅")
        screen.looks("agency-found")
        screen.clicks_on("选择这个机构，继续")

    def tells_about_herself(self) -> None:
        """Personal data, and the portrait from her phone."""
        screen = self.screen
        screen.heading("个人基本信息")
        screen.looks("person")
        screen.types("通信地址", "济南市历下区经十路 1 号")
        screen.selects("最高学历", "本科")
        screen.clicks_on("保存并继续", nth=-1)
        screen.heading("证件照")
        screen.looks("photo-empty")
        self.hands_in_portrait(drawing.portrait(_SEED, woman=True))
        screen.looks("photo-cut")
        screen.clicks_on("使用这张照片")
        screen.heading("个人基本信息")
        screen.looks("person-with-photo")
        screen.clicks_on("保存并继续", nth=-1)

    def hands_in_portrait(self, picture: bytes) -> None:
        """Choose the picture; the worker cuts it meanwhile."""
        screen = self.screen
        screen.gives_files("file-photo", picture_file("IMG_0001.jpg", picture))
        if not screen.javascript:
            screen.clicks_on("上传并检查")
        screen.reads("正在检查和裁剪")
        screen.looks("photo-waiting")
        screen.waits_for_the_worker()
        screen.reads("已通过系统初检")

    def confirms_the_category(self) -> None:
        """Her qualification knows but one, or she chooses."""
        self.screen.heading("注册类别")
        self.screen.looks("category")
        self.screen.clicks_on("保存并继续", nth=-1)

    def tells_about_her_employer(self) -> None:
        """Found in the directory by its code."""
        screen = self.screen
        screen.heading("聘用单位")
        screen.looks("employer")
        screen.types("单位名称或统一社会信用代码", QILU.uscc)
        if not screen.javascript:
            screen.clicks_on("查找")
        match = screen.page.locator("button.match", has_text=QILU.name)
        expect(match).to_be_visible()
        screen.looks("employer-match")
        screen.presses(match)
        expect(screen.page.get_by_label("单位名称", exact=True)).to_have_value(QILU.name)
        screen.looks("employer-picked")
        expect(screen.page.get_by_label(re.compile("^企业职工"))).to_be_checked()
        screen.types("岗位", "安全主管", exact=True)
        screen.types("聘用开始日期", SINCE.isoformat())
        screen.chooses("无固定期限")
        screen.clicks_on("保存并继续", nth=-1)

    def needs_no_education(self) -> None:
        """She is in time, and the page says why that is enough."""
        self.screen.heading("继续教育")
        self.screen.reads("本次不需要继续教育")
        self.screen.looks("education")
        self.screen.clicks_on("继续", nth=-1)

    def tells_where_she_worked(self) -> None:
        """The present place is there already; she adds the one before."""
        screen = self.screen
        screen.heading("工作经历")
        screen.looks("history")
        screen.clicks_on("再添一段")
        row = screen.page.locator("fieldset.work-row").nth(1)
        expect(row).to_be_visible()
        for label, text in (
            ("开始日期", "2016-07-01"),
            ("结束日期", "2021-02-20"),
            ("工作单位", "江北化工机械厂"),
            ("岗位或从事的工作", "安全员"),
        ):
            screen.fills(row.get_by_label(label), text)
        screen.looks("history-two-rows")
        screen.clicks_on("保存并继续", nth=-1)
        screen.reads("已完成 6/9 步")
        screen.looks("tasks-six-done")

    # --- steps 7 to 9 --------------------------------------------------------------------------

    def prints_the_form(self) -> bytes:
        """Open the PDF; ``form`` is what was downloaded."""
        screen = self.screen
        screen.clicks_on("打印申请表", inside=screen.page.locator(".task-list"))
        screen.heading("打印申请表")
        screen.looks("print")
        screen.clicks_on("打印申请表（第")
        screen.page.wait_for_url("**/form.pdf")
        screen.goes_back()
        screen.reads("已打印")
        with screen.page.expect_download() as got:
            screen.clicks_on("下载")
        self.form = got.value.path().read_bytes()
        screen.looks("printed")
        return self.form

    def goes_to_upload(self) -> None:
        """From the printed form to the slots."""
        self.screen.clicks_on("已签字盖章，去上传")
        self.screen.heading("上传申请表和材料")
        self.screen.looks("materials-empty")

    def photographs_the_form(self, **how: object) -> list[Mapping[str, object]]:
        """Both pages, filled in, signed, stamped, and taken with her phone."""
        return [
            picture_file(
                f"IMG_{number:04d}.jpg",
                drawing.photographed(self.form, number, self.by_hand, seed=_SEED, **how),
            )
            for number in (1, 2)
        ]

    def uploads_everything(self) -> None:
        """The form, the contract and herself with the card."""
        self.uploads("application_form", *self.photographs_the_form())
        self.uploads_her_contract()
        self.uploads("id_in_hand", self.with_her_card())
        self.screen.reads("3/3 项已上传")
        self.screen.looks("materials-full")

    def uploads_her_contract(self) -> None:
        """As a PDF, with the employer that stands on the form."""
        paper = drawing.contract(_SEED, self.name, self.unit.name, since=SINCE)
        self.uploads("contract", picture_file("合同.pdf", paper, "application/pdf"))

    def with_her_card(self, *, light: float = 1.0) -> dict[str, object]:
        """Herself, holding her identity card; more ``light`` makes another picture."""
        taken = Image.open(BytesIO(drawing.id_in_hand(_SEED, NAME, woman=True)))
        kept = BytesIO()
        ImageEnhance.Brightness(taken).enhance(light).save(kept, "JPEG", quality=88)
        return picture_file("IMG_0003.jpg", kept.getvalue())

    def uploads(self, material: str, *files: Mapping[str, object]) -> None:
        """Files into a slot; the worker looks at them; hints, if any, are waved through."""
        screen = self.screen
        slot = screen.page.locator(f"#slot-{material}")
        screen.gives_files(f"file-{material}", *files)
        if not screen.javascript:
            screen.clicks_on("上传", inside=slot.locator("[data-upload]"))
        expect(slot).to_have_class(re.compile("slot-waiting"))
        screen.waits_for_the_worker()
        expect(slot).not_to_have_class(re.compile("slot-waiting"))
        while slot.get_by_role("button", name="仍然使用").count():
            before = slot.get_by_role("button", name="仍然使用").count()
            screen.looks(f"hints-{material}")
            screen.clicks_on("仍然使用", inside=slot)
            expect(slot.get_by_role("button", name="仍然使用")).to_have_count(before - 1)

    def submits(self) -> None:
        """Check, declare, submit; the receipt follows."""
        screen = self.screen
        screen.clicks_on("下一步：核对并提交")
        screen.heading("核对并提交")
        screen.looks("check")
        screen.ticks("#id_declared")
        screen.clicks_on("提交注册申请")
        screen.reads(self.ref)
        screen.reads("山东省应急管理厅")
        screen.looks("receipt")

    # --- afterwards ----------------------------------------------------------------------------

    def corrects_what_was_returned(self) -> None:
        """The stamped page once more, and a better picture with her card; nothing else."""
        screen = self.screen
        screen.goes("/apply/")
        screen.looks("home-returned")
        screen.clicks_on("去补正")
        screen.reads("证件文字反光")
        screen.looks("returned")
        screen.goes(self.path("correction"))
        screen.heading("退回补正")
        screen.looks("correction")
        screen.goes(self.path("materials"))
        stamped = self.photographs_the_form(shadow=0.1)[1]
        self.uploads("application_form", stamped)
        slot = screen.page.locator("#slot-id_in_hand")
        screen.clicks_on("删除", inside=slot)
        expect(slot.locator(".page-card")).to_have_count(0)
        self.uploads("id_in_hand", self.with_her_card(light=1.08))
        screen.goes(self.path("correction"))
        screen.reads("已处理 2/2 项")
        screen.looks("corrected")

    def submits_again(self) -> None:
        """What was corrected goes back to the reviewer."""
        screen = self.screen
        screen.clicks_on("补正完成，核对并提交")
        screen.ticks("#id_declared")
        screen.looks("check-again")
        screen.clicks_on("补正完成，再次提交")
        screen.reads(self.ref)

    def sees(self, text: str, name: str) -> None:
        """What the page of her application says now."""
        self.screen.goes(self.path("status"))
        self.screen.reads(text)
        self.screen.looks(name)
