"""In a real browser: hours, from an institution's list to the judgement of own entries."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from anzhu.education.models import Proof, ProofState, Record
from anzhu.kernel import clock
from anzhu.ops.demo import cast, learning
from anzhu.ops.demo.builder import Somebody
from anzhu.ops.demo.world import World
from anzhu.rules.filing import Source
from tests.browser.desks import Desk, Staff
from tests.browser.screen import Screen, picture_file
from tests.domain.files import workbooks
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def learners(town: World) -> dict[str, Somebody]:
    """韩迟 has his hours, eight by his own word; 梁缓 is short and has objected to a record."""
    return learning.teach(town.builder, town.staff["何静"], town.staff["罗培"], clock.now())


@dataclass
class Clerk(Desk):
    """何静 of 齐鲁安全培训中心."""

    def fills_the_template(self, *rows: Sequence[object]) -> bytes:
        """What she downloads, with rows below its example, as a spreadsheet program keeps it."""
        self.screen.goes("/institution/")
        template = _first_sheet(self._download("下载模板"))
        assert template[1][0].startswith("示例")
        return workbooks.xlsx([*template, *rows])

    def uploads(self, content: bytes, name: str) -> None:
        """A list, as far as its dry run."""
        screen = self.screen
        screen.goes("/institution/")
        screen.gives_files("id_file", picture_file(name, content, _EXCEL))
        screen.clicks_on("上传并预检")
        screen.reads("正在预检")
        screen.looks("checking")
        screen.waits_for_the_worker()
        # The page looks again by itself.
        screen.reads("可导入")

    def counts(self, *expected: int) -> None:
        """Importable, repeated, faulty."""
        found = self.screen.page.locator(".counts dd").all_inner_texts()
        assert [int(text) for text in found] == list(expected)

    def takes_her_list_back(self, link: str) -> bytes:
        """The workbook with 状态 and 错误原因."""
        return self._download(link)

    def _download(self, link: str) -> bytes:
        with self.screen.page.expect_download() as waiting:
            self.screen.clicks_on(link)
        return waiting.value.path().read_bytes()


def _first_sheet(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@SIZES
def test_an_institution_imports_mends_repeats_and_takes_back(
    live: Live, town: World, size: tuple[int, int]
) -> None:
    he = Staff(live, town).at(Clerk, "何静", "he", size)
    screen, lin = he.screen, town.lin.person
    screen.heading("学时导入")
    screen.reads("还没有导入记录")
    screen.looks("empty")
    course, day = cast.FILED_COURSES[0][0], "2026-05-06"
    content = he.fills_the_template(
        [lin.name, lin.id_number, course, day, 8],
        [lin.name, lin.id_number, course, day, 8],
        ["林蓝", lin.id_number, course, day, 8],
        [lin.name, lin.id_number, "没有备案的课程", day, 8],
        [lin.name, lin.id_number, cast.FILED_COURSES[2][0], "2026-05-07", 24],
    )
    he.uploads(content, "2026年5月学时.xlsx")
    he.counts(1, 1, 3)
    screen.reads("超出本机构备案课程")
    screen.reads("系统：林*")
    screen.looks("dry-run")

    back = he.takes_her_list_back("下载带错误原因的原表")
    assert [row[5] for row in _first_sheet(back)] == [
        "状态", "可导入", "重复，已跳过", "错误", "错误", "错误",
    ]  # fmt: skip
    screen.clicks_on("导入 1 条")
    screen.reads("正在导入")
    screen.looks("taking")
    screen.waits_for_the_worker()
    screen.reads("已导入，现有 1 条有效")
    screen.looks("committed")

    # Her own list once more: nothing comes in twice.
    he.uploads(back, "2026年5月学时（改）.xlsx")
    he.counts(0, 2, 3)
    screen.looks("again")
    screen.clicks_on("关闭这份清单")
    screen.reads("已取消")
    screen.looks("cancelled")

    screen.goes("/institution/")
    screen.looks("home")
    screen.clicks_on("JX", nth=1)
    screen.clicks_on("撤销整份清单")
    screen.looks("revoke")
    screen.clicks_on("撤销整份清单")
    screen.reads("请填写撤销原因")
    screen.looks("revoke-refused")
    screen.types("撤销原因", "名单有误")
    screen.clicks_on("撤销整份清单")
    screen.reads("撤销原因：名单有误")
    screen.looks("revoked")


@SIZES
def test_the_other_pages_of_an_institution(
    live: Live, town: World, learners: dict[str, Somebody], size: tuple[int, int]
) -> None:
    screen = Staff(live, town).at(Clerk, "何静", "he-desk", size).screen
    screen.goes("/institution/")
    screen.reads("有 1 条异议待答复")
    screen.looks("home")
    screen.goes("/institution/courses")
    screen.heading("我的备案课程")
    screen.reads("已到期")
    screen.looks("courses")

    screen.goes("/institution/trainees")
    screen.looks("trainees")
    screen.types("姓名", "韩迟")
    screen.types("证件号码", learners["韩迟"].person.id_number)
    screen.clicks_on("查询")
    screen.reads("双重预防机制建设")
    screen.looks("trainee-found")
    screen.types("姓名", "韩迟迟")
    screen.clicks_on("查询")
    screen.reads("没有导入过此人的记录")
    screen.looks("trainee-unknown")

    screen.goes("/institution/disputes")
    screen.looks("disputes")
    screen.clicks_on("梁缓")
    screen.looks("dispute")
    screen.clicks_on("提交答复")
    screen.reads("请选择核实结果")
    screen.chooses("记录无误，保留")
    screen.types("答复", "已核对签到表，完成 8 学时。")
    screen.clicks_on("提交答复")
    screen.reads("没有待答复的异议")
    screen.looks("answered")
    screen.clicks_on("梁缓")
    screen.looks("dispute-answered")


@SIZES
def test_a_holder_reads_adds_proves_and_objects(
    live: Live, town: World, learners: dict[str, Somebody], size: tuple[int, int]
) -> None:
    liang = Screen.opened(live, "liang", size=size)
    _signs_in(liang, learners["梁缓"])
    liang.goes("/apply/education")
    liang.reads("已认定 32 / 需要 48 学时，还差 16 学时")
    liang.reads("异议处理中")
    liang.looks("short-with-an-open-objection")

    liang.clicks_on("添加记录")
    liang.looks("add")
    liang.clicks_on("保存")
    liang.reads("请填写课程名称")
    liang.looks("add-refused")
    liang.types("培训机构", "山东省安全生产协会")
    liang.types("课程名称", "化工过程安全管理研修")
    liang.page.get_by_label("完成日期").fill(str(clock.today() - timedelta(days=20)))
    liang.page.fill("#id_hours", "16")
    liang.gives_files("id_file", picture_file("证书.jpg", _certificate(learners["梁缓"])))
    liang.clicks_on("保存")
    liang.reads("已认定 48 / 需要 48 学时，已达到要求")
    liang.reads("正在检查")
    liang.looks("added-and-checking")
    liang.waits_for_the_worker()
    liang.page.reload()
    expect(liang.page.get_by_role("img", name="化工过程安全管理研修的证明")).to_be_visible()
    liang.looks("proved")

    liang.clicks_on("修改或补证明")
    liang.looks("change")
    liang.goes("/apply/education")
    liang.clicks_on("记录不对，提出异议")
    liang.looks("object")
    liang.types("哪里不对", "本人未参加")
    liang.clicks_on("提交异议")
    liang.reads("异议处理中")
    liang.page.locator(".record-acts a", has_text="删除").click()
    liang.looks("remove")
    liang.clicks_on("删除", inside=liang.page.locator("main form"))
    liang.reads("还差 16 学时")
    liang.looks("removed")


@SIZES
def test_a_reviewer_judges_own_entries(
    live: Live, town: World, learners: dict[str, Somebody], size: tuple[int, int]
) -> None:
    han = learners["韩迟"]
    entry = Record.objects.get(person=han.person, source=Source.SELF)
    sheet = town.builder.plain_sheet("proof")
    Proof.objects.create(
        record=entry, state=ProofState.READY, stored=sheet, uploaded_at=clock.now()
    )
    employer = town.builder.employers[cast.EMPLOYERS[0].name]
    case = town.builder.submitted(han, employer, clock.now() - timedelta(days=1))
    zhou = Staff(live, town).at(Desk, "周明", "zhou-hours", size)
    screen, page = zhou.screen, zhou.screen.page
    screen.goes(f"/agency/cases/{case.ref}/")
    screen.clicks_on("开始审核")
    entry = page.locator("[data-entry]")
    expect(entry).to_have_count(1)
    screen.looks("evidence")
    # On a phone the two panes are two tabs; the link to a certificate leads from one to the other.
    _opens_the_checklist(screen)
    entry.get_by_role("link", name="证明").click()
    expect(page.locator(".review-evidence")).to_be_visible()
    screen.looks("certificate")
    _opens_the_checklist(screen)
    entry.get_by_label("不认可", exact=True).check()
    expect(entry.locator("[data-entry-why]")).to_be_visible()
    entry.locator("select").select_option(index=1)
    entry.locator("input[type=text], input:not([type])").first.fill("证书上没有学时")
    entry.locator("select").focus()
    live_sum = page.locator(".hours-sum strong")
    expect(live_sum).to_have_text("48 学时")
    screen.looks("rejected")
    entry.get_by_label("认可", exact=True).check()
    expect(entry.locator("[data-entry-why]")).to_be_hidden()
    zhou.judges()
    screen.clicks_on("通过初审")
    screen.heading("我的待办")


def _opens_the_checklist(screen: Screen) -> None:
    if screen.page.viewport_size["width"] == PHONE[0]:
        screen.clicks_on("审核要点")


def _signs_in(screen: Screen, who: Somebody) -> None:
    screen.goes("/account/sign-in")
    screen.page.fill("#id_identifier", who.account.email)
    screen.page.fill("#id_password", cast.PASSWORD)
    screen.clicks_on("登录", inside=screen.page.locator("main"))
    screen.page.wait_for_url("**/apply/**")


def _certificate(who: Somebody) -> bytes:
    kept = io.BytesIO()
    day = clock.today() - timedelta(days=20)
    drawn = learning.certificate(who.person.name, "山东省安全生产协会", "化工过程安全管理研修", day)
    drawn.save(kept, "JPEG", quality=85)
    return kept.getvalue()
