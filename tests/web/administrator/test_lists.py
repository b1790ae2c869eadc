"""The administrator takes existing registrations over: upload, dry run, commit, their list back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from anzhu.kernel import jobs
from anzhu.people.models import Qualification
from anzhu.registrations.models import Registration, UploadedList
from tests.domain.registrations.lists import ZHANG, of_li, row
from tests.ops.test_import_registrations import as_csv
from tests.web.desks import Desk
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def qian() -> Desk:
    return Desk(Story().world.staff["钱安"], MONDAY)


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("原系统名单.csv", content, "text/csv")


def test_from_the_template_to_the_register(qian: Desk) -> None:
    template = qian.answer("/administrator/registrations/template.xlsx").content
    head, *_ = CalamineWorkbook.from_filelike(BytesIO(template)).get_sheet_by_index(0).to_python()
    assert head[:2] == ["姓名", "身份证号"]
    there = qian.post("/administrator/registrations/", file=file(as_csv(row(), of_li())), once="u")
    assert "正在预检" in qian.get(there)
    jobs.run_all()

    page = qian.get(there)
    assert "导入这 2 行" in page
    assert ZHANG not in page
    qian.post(f"{there}commit", once="c")
    qian.post(f"{there}commit", once="c")
    jobs.run_all()

    assert Registration.objects.count() == 2
    assert "已导入" in qian.get(there)
    assert "可导入 2，已有 0，错误 0" in qian.get("/administrator/registrations/")
    assert qian.post(f"{there}commit", status=409, once="d")
    assert qian.post(f"{there}discard", status=409)


def test_errors_are_listed_by_line_and_column_and_come_back_in_the_list(qian: Desk) -> None:
    broken = as_csv(of_li(), row(id_number="1", phone="12"))
    there = qian.post("/administrator/registrations/", file=file(broken))
    jobs.run_all()
    page = qian.get(there)
    assert "身份证号应为 18 位" in page
    assert "导入这" not in page
    assert "有 1 行错误" in qian.post(f"{there}commit", status=422)
    answer = qian.answer(f"{there}list.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [one[-3] for one in rows] == ["导入结果", "可导入", "有错误"]
    qian.post(f"{there}discard")
    assert qian.get(f"{there}list.xlsx", status=404)
    assert not Registration.objects.exists()


def test_who_has_no_qualification_is_counted_and_put_on_the_roster_by_a_fuller_list(
    qian: Desk,
) -> None:
    named = {"qualification": "Q2", "qualified_on": "2023-10-29", "qualified_for": "化工安全"}
    for columns, button in (({}, "导入这 1 行"), (named, "补入这 1 人的资格")):
        content = as_csv(of_li(**columns))
        there = qian.post("/administrator/registrations/", file=file(content), once=button)
        jobs.run_all()
        page = qian.get(there)
        assert button in page
        assert ("1 人在资格名册和名单中都没有资格证书" in page) is (not columns)
        qian.post(f"{there}commit", once=f"take {button}")
        jobs.run_all()
        assert ("已补入资格名册" in qian.get(there)) is bool(columns)

    assert Qualification.objects.get(name="李桂兰").number == "Q2"
    assert Registration.objects.count() == 1


def test_nothing_and_no_table_are_answered_at_the_field(qian: Desk) -> None:
    assert "请选择存量注册名单" in qian.post("/administrator/registrations/", status=422)
    picture = file(b"\x89PNG\r\n\x1a\n")
    page = qian.post("/administrator/registrations/", status=422, file=picture)
    assert "不能识别这种文件" in page
    assert not UploadedList.objects.exists()
