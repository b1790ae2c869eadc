"""`anzhu import registrations`: a list of the time before, as CSV or workbook, rehearsed first."""

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from anzhu.audit.models import Entry
from anzhu.kernel import clock
from anzhu.ops import cli
from anzhu.ops.commands import imports
from anzhu.people.models import Qualification
from anzhu.registrations.importing import workbook
from anzhu.registrations.importing.reading import COLUMNS, header
from anzhu.registrations.models import Registration
from tests.domain.registrations.lists import ZHANG, of_li, row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
Row = dict[str, str]


def as_csv(*rows: Row, encoding: str = "utf-8") -> bytes:
    out = StringIO()
    lines = csv.writer(out)
    lines.writerow([header(name) for name in COLUMNS])
    lines.writerows([one[name] for name in COLUMNS] for one in rows)
    return out.getvalue().encode(encoding)


def as_workbook(*rows: Row) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [header(name) for name in COLUMNS])
        for at, one in enumerate(rows, start=1):
            for place, name in enumerate(COLUMNS):
                sheet.write_string(at, place, one[name])
    return out.getvalue()


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Import a list with these bytes; the exit code and what was said."""

    def run(content: bytes, *options: str, name: str = "list.csv") -> tuple[int, str]:
        file = tmp_path / name
        file.write_bytes(content)
        parser = cli.argparse.ArgumentParser()
        imports.configure(parser)
        with clock.at(TODAY):
            code = imports.run(parser.parse_args(["registrations", str(file), *options]))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.mark.parametrize(
    "content",
    [
        as_csv(row(), of_li()),
        as_csv(row(), of_li(), encoding="utf-8-sig"),
        as_csv(row(), of_li(), encoding="gbk"),
        as_workbook(row(), of_li()),
    ],
)
def test_a_list_is_rehearsed_taken_over_and_the_same_afterwards(imported, content):
    code, said = imported(content, "--dry-run")
    assert (code, "可新增 2 行" in said) == (0, True)
    assert not Registration.objects.exists()
    assert not Entry.objects.exists()

    code, said = imported(content)
    assert (code, "已新增 2 行" in said) == (0, True)
    assert Registration.objects.count() == 2
    assert "2 行相同" in imported(content)[1]
    assert Registration.objects.count() == 2


def test_what_is_wrong_is_named_by_line_and_column_and_nobody_is_taken_over(imported, tmp_path):
    back = tmp_path / "back.xlsx"
    code, said = imported(as_csv(of_li(), row(category="消防", sex="女")), "--back", str(back))

    assert code == 1
    assert "第 3 行·注册类别·消防·没有“消防”这一类别" in said
    assert "没有导入任何一行" in said
    assert ZHANG not in said
    assert not Registration.objects.exists()
    head, first, second = CalamineWorkbook.from_path(back).get_sheet_by_index(0).to_python()
    assert head[-3:] == ["导入结果", "错误原因", "提示"]
    assert first[-3:-1] == ["可导入", ""]
    assert first[-1].startswith("资格名册和本表都没有此人的资格证书")
    assert (second[-3], second[-1]) == ("有错误", "")
    assert second[-2].startswith("注册类别：没有“消防”")
    assert second[1] == ZHANG


def test_the_list_that_came_back_can_be_mended_and_sent_again(imported, tmp_path):
    back = tmp_path / "back.xlsx"
    imported(as_csv(of_li()), "--back", str(back), "--dry-run")
    code, said = imported(back.read_bytes(), "--back", str(back), name="again.xlsx")
    assert (code, "已新增 1 行" in said) == (0, True)
    head, body = CalamineWorkbook.from_path(back).get_sheet_by_index(0).to_python()
    assert head.count("导入结果") == 1
    assert body[-3] == "已导入"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不能识别"),
        (b"<html><table></table></html>", "不能识别"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "不能识别"),
        (b"PK\x03\x04 not a workbook", "打不开"),
        ("甲,乙\n1,2\n".encode(), "没有找到表头"),
        (as_csv(), "没有数据"),
        (as_csv(row()).replace("身份证号".encode(), "证件".encode()), "缺少列：身份证号"),
    ],
)
def test_what_is_no_such_list_is_not_read(imported, content, said):
    code, answer = imported(content)
    assert (code, said in answer) == (1, True)
    assert not Registration.objects.exists()


def test_a_formula_in_a_name_stays_a_text(imported, tmp_path):
    back = tmp_path / "back.xlsx"
    imported(as_csv(row(name="=1+1", employer="@SUM(A1)")), "--back", str(back), "--dry-run")
    _, body = CalamineWorkbook.from_path(back).get_sheet_by_index(0).to_python()
    assert (body[0], body[6 + 1]) == ("=1+1", "@SUM(A1)")


def test_the_sample_that_is_shipped_can_be_imported(imported, capsys):
    parser = cli.argparse.ArgumentParser()
    imports.configure(parser)
    assert imports.run(parser.parse_args(["registrations", "--sample"])) == 0
    sample = capsys.readouterr().out
    assert sample == workbook.sample()
    assert imported(sample.encode())[0] == 0
    assert Registration.objects.filter(category="former_hazardous").count() == 1
    assert imported(workbook.template(), name="t.xlsx")[1].startswith("已新增 0 行")


def test_who_will_not_be_able_to_renew_is_counted_and_marked_and_a_later_list_mends_it(
    imported, tmp_path
):
    back = tmp_path / "back.xlsx"
    named = row(qualification="Q1", qualified_on="2007-10-28", qualified_for="不分专业")
    content = as_csv(named, of_li())
    code, said = imported(content, "--dry-run", "--back", str(back))
    assert code == 0
    assert "其中 1 人不在资格名册中，将按本表补入" in said
    assert "1 人在资格名册和本表中都没有资格证书" in said
    _, first, second = CalamineWorkbook.from_path(back).get_sheet_by_index(0).to_python()
    assert first[-1] == "资格名册中没有此人，将按本表补入"
    assert second[-1].startswith("资格名册和本表都没有此人的资格证书")
    assert not Qualification.objects.exists()

    assert "其中 1 人已按本表补入资格名册" in imported(content)[1]
    assert Qualification.objects.get().name == "张守业"

    mended = of_li(qualification="Q2", qualified_on="2023-10-29", qualified_for="化工安全")
    _, said = imported(as_csv(named, mended))
    assert "已新增 0 行" in said
    assert "其中 1 人已按本表补入资格名册" in said
    assert "都没有资格证书" not in said
    assert "补入" not in imported(as_csv(named, mended))[1]
    assert Qualification.objects.count() == 2


def test_an_import_leaves_one_summary_with_the_digest_of_the_file(imported):
    imported(as_csv(of_li()))
    told = Entry.objects.get(event="registrations.imported")
    assert len(str(told.data["source"])) == 64
    assert told.role == "administrator"
