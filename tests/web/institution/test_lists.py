"""A training institution at its door: template, dry run, import, its own file back, taking back."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from anzhu.education.models import Batch, Record
from anzhu.ops.demo import cast
from anzhu.people.models import Account
from tests.domain import factories
from tests.domain.education.conftest import HEAD
from tests.domain.files import workbooks
from tests.web.desks import Desk
from tests.web.visitors import Visitor
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
LIN = "林岚"


@pytest.fixture
def story() -> Story:
    told = Story()
    school = told.world.staff["何静"].account.institution
    factories.filed(school, "安全生产法", "=cmd|'/c calc'!A1", "应急管理")
    return told


@pytest.fixture
def he(story: Story) -> Desk:
    """何静 of 齐鲁安全培训中心."""
    return Desk(story.world.staff["何静"], MONDAY)


def rows_of(story: Story) -> list[list[object]]:
    number = story.lin.person.id_number
    return [
        [LIN, number, "安全生产法", "2026-05-06", 8],
        [LIN, number, "=cmd|'/c calc'!A1", "2026-05-07", 8],
        [LIN, number, "安全生产法", "2026-05-06", 8],
        [LIN, number, "应急管理", "2027-05-06", 8],
        ["林蓝", number, "应急管理", "2026-05-08", 8],
    ]


def enters(story: Story) -> Client:
    """林岚 at her own door."""
    visitor = Visitor(story.lin.account.pk, story.lin.account.email, Client())
    assert visitor.gives_password(cast.PASSWORD) == 303
    return visitor.client


def sends(desk: Desk, jobs, rows: list[list[object]], name: str = "名单.xlsx") -> str:
    """Upload, let the worker look, and open the list's page; its address."""
    upload = SimpleUploadedFile(name, workbooks.xlsx([HEAD, *rows]))
    where = desk.post("/institution/upload", file=upload)
    assert "正在预检" in desk.get(where)
    jobs()
    return where


def sheet_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_from_the_template_to_records_in_the_holders_list(story, he, jobs):
    assert "还没有导入记录" in he.get("/institution/")
    answer = he.answer("/institution/template.xlsx")
    template = sheet_of(answer.content)
    assert template[0] == list(HEAD)
    assert template[1][0].startswith("示例")

    where = sends(he, jobs, rows_of(story))
    page = he.get(where)
    assert re.findall(r"<dd>(\d+)</dd>", page)[:3] == ["2", "1", "2"]
    assert "晚于今天" in page and "系统：林*" in page
    assert story.lin.person.id_number not in page
    assert not Record.objects.exists()

    for _ in range(2):
        assert he.post(f"{where}commit", once="k") == where
        page = he.get(where)
        assert "正在导入" in page and 'hx-trigger="load delay:2s"' in page
    assert not Record.objects.exists()
    assert he.answer(f"{where}result.xlsx").status_code == 200
    he.post(f"{where}cancel", status=409)
    he.post(f"{where}again", status=409)

    jobs()
    page = he.get(where)
    assert "已导入，现有 2 条有效" in page and "hx-trigger" not in page
    assert he.post(f"{where}commit", once="k") == where
    jobs()
    assert Record.objects.count() == 2

    mine = enters(story).get("/apply/education").content.decode()
    assert "安全生产法" in mine and "机构导入" in mine


def test_the_own_file_comes_back_with_reasons_and_nothing_in_it_can_run(story, he, jobs):
    where = sends(he, jobs, rows_of(story))
    answer = he.answer(f"{where}result.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = sheet_of(answer.content)
    assert sheet[0] == [*HEAD, "状态", "错误原因"]
    assert [row[5] for row in sheet[1:]] == ["可导入", "可导入", "重复，已跳过", "错误", "错误"]
    assert sheet[1][1] == story.lin.person.id_number  # whole, and a text
    assert sheet[2][2] == "=cmd|'/c calc'!A1"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")

    again = SimpleUploadedFile("again.xlsx", answer.content)
    second = he.post("/institution/upload", file=again)
    jobs()
    assert re.findall(r"<dd>(\d+)</dd>", he.get(second))[:3] == ["2", "1", "2"]


def test_what_cannot_be_read_says_why(story, he, jobs):
    page = he.post("/institution/upload", status=422)
    assert "请选择学时清单" in page
    page = he.post("/institution/upload", status=422, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    assert "不能识别这种文件" in page
    content = workbooks.xlsx([["姓名", "学时"], [LIN, 8]])
    where = he.post("/institution/upload", file=SimpleUploadedFile("a.xlsx", content))
    jobs()
    assert "缺少列：证件号码、课程名称、完成日期" in he.get(where)
    he.get(f"{where}result.xlsx", status=404)


def test_a_list_that_changed_meanwhile_is_looked_at_again(story, he, jobs):
    first = sends(he, jobs, rows_of(story)[:1])
    second = sends(he, jobs, rows_of(story)[:2])
    he.post(f"{first}commit", once="a")
    he.post(f"{second}commit", once="b")
    jobs()
    page = he.get(second)
    assert "请重新预检后再确认" in page and "重新预检</button>" in page
    assert "/commit" not in page
    assert Record.objects.count() == 1
    he.post(f"{second}again")
    assert "正在预检" in he.get(second)
    jobs()
    page = he.get(second)
    assert re.findall(r"<dd>(\d+)</dd>", page)[:3] == ["1", "1", "0"]
    assert "请重新预检后再确认" not in page and "/commit" in page


def test_a_whole_list_is_taken_back_with_a_reason(story, he, jobs):
    where = sends(he, jobs, rows_of(story))
    assert he.answer(f"{where}revoke").status_code == 303
    he.post(f"{where}commit", once="a")
    jobs()
    assert "请填写撤销原因" in he.post(f"{where}revoke", status=422, once="b")
    assert Record.objects.standing().count() == 2
    he.post(f"{where}revoke", once="b", reason="名单有误")
    assert Record.objects.standing().count() == 0
    assert "名单有误" in he.get(where)


def test_a_list_is_put_away(story, he, jobs):
    where = sends(he, jobs, rows_of(story))
    he.post(f"{where}cancel")
    assert Batch.objects.get().state == "cancelled"
    he.post(f"{where}commit", status=409, once="x")


def test_a_trainee_is_found_by_whole_number_and_name_and_the_number_stays_out_of_addresses(
    story, he, jobs
):
    where = sends(he, jobs, rows_of(story))
    he.post(f"{where}commit", once="a")
    jobs()
    typed = {"name": LIN, "id_number": story.lin.person.id_number}
    assert "安全生产法" in he.post("/institution/trainees", status=200, **typed)
    nobody = {**typed, "id_number": cast.id_number(MONDAY.date(), 5, woman=True)}
    assert "没有导入过此人的记录" in he.post("/institution/trainees", status=200, **nobody)
    other = Desk(story.world.staff["罗培"], MONDAY)
    assert "没有导入过此人的记录" in other.post("/institution/trainees", status=200, **typed)


def test_an_objection_is_answered(story, he, jobs):
    where = sends(he, jobs, rows_of(story)[:1])
    he.post(f"{where}commit", once="a")
    jobs()
    record = Record.objects.get()
    lin = enters(story)
    page = lin.post(f"/apply/education/{record.pk}/object", {"once": "o"})
    assert page.status_code == 422
    answer = lin.post(f"/apply/education/{record.pk}/object", {"once": "o", "said": "没有参加"})
    assert answer.headers["Location"] == "/apply/education"

    assert "有 1 条异议待答复" in he.get("/institution/")
    (link,) = re.findall(r'href="(/institution/disputes/\d+)"', he.get("/institution/disputes"))
    assert "没有参加" in he.get(link)
    assert "请选择核实结果" in he.post(link, status=422, once="v")
    he.post(link, once="v", verdict="upheld", said="已核对签到表")
    assert Record.objects.standing().count() == 0
    assert he.post(link, status=409, once="w", verdict="rejected", said="x")


def test_the_home_page_takes_a_fixed_number_of_queries(
    story, he, jobs, django_assert_max_num_queries
):
    for place in range(3):
        sends(he, jobs, [[*rows_of(story)[0][:2], "应急管理", f"2026-05-0{place + 1}", 8]])
    with django_assert_max_num_queries(12):
        he.get("/institution/")


def test_staff_of_the_institution_is_one_account(story):
    account = Account.objects.get(email="he@qlpx.example.org")
    assert (account.role, account.institution.name) == ("institution", "齐鲁安全培训中心")
