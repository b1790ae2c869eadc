"""Lists from outside: every value checked, everything taken over or nothing, twice is once."""

from datetime import date
from pathlib import Path

import pytest

from anzhu.audit.models import Entry
from anzhu.ops import cli
from anzhu.ops.commands import imports
from anzhu.ops.demo import cast
from anzhu.organisations.models import Agency, Course, Employer, FormerName, Institution
from anzhu.people import actions as people
from anzhu.people.models import Qualification

AGENCIES = (
    "代码,名称,类别,省份代码,负责的注册类别,开始受理日期,停止受理日期,电话,地址,领取地点,邮寄发证"
)
EMPLOYERS = "统一社会信用代码,名称,单位性质,省份代码,地址,所属集团代码,曾用名"
INSTITUTIONS = "代码,名称,省份代码,开始导入日期,停止导入日期,电话"
COURSES = "备案编号,培训机构代码,课程名称,学时,有效期起,有效期止,备案依据"
ROSTER = "证书管理号,姓名,身份证号,批准日期,专业类别,增报专业"
SD = "SD,山东省应急管理厅,省级应急管理部门,37,,2019-11-25,,0531-0000000,,一楼大厅,否"
SINOPEC = "SINOPEC,中国石油化工集团,中央企业,,,2019年11月25日,,,,,"
CODE = cast.EMPLOYERS[0].uscc
QILU = f"{CODE},齐鲁安泰化工股份有限公司,企业,37,,SINOPEC,"
LIN = cast.id_number(date(1990, 3, 8), 20, woman=True)
FANG = cast.id_number(date(1992, 9, 1), 21, woman=True)
LINS = f"Q2024001,林岚,{LIN},2024-05-18,化工安全,否"


@pytest.fixture
def imported(tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]):
    """Import a list of these lines; the exit code and what was said."""

    def run(kind: str, *lines: str, encoding: str = "utf-8", options: tuple[str, ...] = ()):
        file = tmp_path / "list.csv"
        file.write_text("\n".join(lines) + "\n", encoding=encoding)
        parser = cli.argparse.ArgumentParser()
        imports.configure(parser)
        code = imports.run(parser.parse_args([kind, str(file), *options]))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_list_is_read_as_excel_writes_it(imported, encoding):
    code, said = imported("agencies", AGENCIES, SD, SINOPEC, encoding=encoding)

    assert (code, "新增 2 行" in said) == (0, True)
    agency = Agency.objects.get(code="SD")
    assert (agency.name, agency.kind, agency.province) == ("山东省应急管理厅", "province", "37")
    assert agency.open_from == date(2019, 11, 25)


def test_training_institutions_are_a_list_too(imported):
    row = "QLPX,齐鲁安全培训中心,37,2020-01-01,2026-12-31,0531-0000001"
    assert imported("institutions", INSTITUTIONS, row)[0] == 0
    _, said = imported("institutions", INSTITUTIONS, row.replace("2026-12-31", ""))
    assert "新增 0 行，更新 1 行" in said
    known = Institution.objects.get(code="QLPX")
    assert known.is_open_on(date(2027, 1, 1)) and not known.is_open_on(date(2019, 12, 31))


def test_filed_courses_are_a_list_too(imported):
    imported("institutions", INSTITUTIONS, "QLPX,齐鲁安全培训中心,37,2020-01-01,,")
    row = "BA-01,QLPX,双重预防机制  建设,16,2024-01-01,,鲁应急备〔2024〕1号"
    assert imported("courses", COURSES, row)[0] == 0
    filed = Course.objects.get()
    assert (filed.institution.code, filed.name, filed.hours) == ("QLPX", "双重预防机制 建设", 16)
    _, said = imported("courses", COURSES, row, row.replace("BA-01", "BA-02"))
    assert "新增 1 行，更新 0 行，1 行相同" in said
    imported("courses", COURSES, row.replace("2024-01-01,,", "2024-01-01,2026-12-31,"))
    assert Course.objects.get(code="BA-01").valid_until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"QLPX": "NOBODY"}, "没有代码为“NOBODY”的培训机构"),
        ({",16,": ",16.25,"}, "学时应为数字"),
        ({",16,": ",60,"}, "学时须在 0.5–48 之间"),
        ({"2024-01-01,,": "2024-01-01,2023-12-31,"}, "有效期止早于有效期起"),
        ({"备案文": ""}, "不能为空"),
    ],
)
def test_a_course_that_cannot_be_filed_stops_the_list(imported, wrong, why):
    imported("institutions", INSTITUTIONS, "QLPX,齐鲁安全培训中心,37,2020-01-01,,")
    good = "BA-02,QLPX,应急管理,8,2024-01-01,,备案文"
    row = "BA-01,QLPX,双重预防机制,16,2024-01-01,,备案文"
    for old, new in wrong.items():
        row = row.replace(old, new)
    code, said = imported("courses", COURSES, good, row)
    assert code == 1 and why in said
    assert not Course.objects.exists()


def test_the_same_list_twice_changes_nothing_and_a_new_name_keeps_the_old_one(imported):
    imported("agencies", AGENCIES, SD)
    _, said = imported("agencies", AGENCIES, SD)
    assert "新增 0 行，更新 0 行，1 行相同" in said

    imported("agencies", AGENCIES, SD.replace("应急管理厅", "应急厅"))

    assert Agency.objects.get().name == "山东省应急厅"
    assert FormerName.objects.get().name == "山东省应急管理厅"
    assert Entry.objects.filter(event="organisations.agencies_imported").count() == 3


def test_employers_know_their_group_and_the_roster_its_people(imported):
    imported("agencies", AGENCIES, SINOPEC)
    assert imported("employers", EMPLOYERS, QILU)[0] == 0
    assert imported("roster", ROSTER, LINS)[0] == 0

    assert Employer.objects.get().group == Agency.objects.get()
    held = Qualification.objects.get()
    assert (held.name, held.category, held.obtained) == ("林岚", "chemical", date(2024, 5, 18))
    assert LIN not in held.id_index


def test_a_dry_run_says_what_it_would_do_and_does_nothing(imported):
    code, said = imported("roster", ROSTER, LINS, options=("--dry-run",))

    assert (code, "可新增 1 行" in said) == (0, True)
    assert not Qualification.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "header", "line", "column", "reason"),
    [
        ("agencies", AGENCIES, SD.replace("SD,", "S D,"), "代码", "字母"),
        ("agencies", AGENCIES, SD.replace("省级应急管理部门", "部门"), "类别", "应为以下之一"),
        ("agencies", AGENCIES, SD.replace("2019-11-25", "2019-13-25"), "开始受理日期", "日期"),
        ("agencies", AGENCIES, SD.replace(",否", ",也许"), "邮寄发证", "是"),
        ("agencies", AGENCIES, SD.replace(",37,", ",99,"), "省份代码", "GB/T 2260"),
        ("employers", EMPLOYERS, QILU.replace("SINOPEC", "NONE"), "所属集团代码", "NONE"),
        ("employers", EMPLOYERS, "1" + QILU[1:], "统一社会信用代码", "校验位"),
        ("roster", ROSTER, LINS.replace(LIN, LIN[:-1] + "Z"), "身份证号", "18 位"),
        ("roster", ROSTER, LINS.replace("2024-05-18", "2124-05-18"), "批准日期", "晚于今天"),
        ("roster", ROSTER, LINS.replace("林岚", ""), "姓名", "不能为空"),
        ("roster", ROSTER, LINS + ",多", "", "6 列"),
    ],
)
def test_a_wrong_value_is_named_by_line_and_column_and_stops_the_whole_list(
    imported, kind, header, line, column, reason
):
    good = {
        "agencies": SD.replace("SD", "OTHER"),
        "employers": f"{cast.EMPLOYERS[1].uscc},山东海岱精细化学有限公司,企业,37,,,",
        "roster": f"Q2024002,方晴,{FANG},2024-05-18,,",
    }[kind]
    imported("agencies", AGENCIES, SINOPEC)

    code, said = imported(kind, header, good, line)

    assert code == 1
    assert f"第 3 行·{column}·" in said
    assert reason in said
    assert Agency.objects.count() == 1
    assert not Employer.objects.exists()
    assert not Qualification.objects.exists()


def test_a_row_that_stands_twice_and_a_number_of_somebody_else_are_refused(imported):
    code, said = imported("roster", ROSTER, LINS, LINS)
    assert (code, "与第 2 行重复" in said) == (1, True)

    imported("roster", ROSTER, LINS)
    code, said = imported("roster", ROSTER, LINS.replace(LIN, FANG).replace("林岚", "方晴"))

    assert (code, "属于另一个人" in said) == (1, True)
    assert Qualification.objects.get().name == "林岚"


def test_the_roster_itself_is_right_against_what_a_list_of_registrations_said(imported):
    people.enrol(
        name="方晴", id_number=FANG, number="Q2024001", obtained=date(2020, 1, 1), category=""
    )
    Qualification.objects.update(listed_in="ZL2026-0001")

    code, said = imported("roster", ROSTER, LINS)

    assert (code, "更新 1 行" in said) == (0, True)
    held = Qualification.objects.get()
    assert (held.name, held.obtained, held.listed_in) == ("林岚", date(2024, 5, 18), "")
    assert "1 行相同" in imported("roster", ROSTER, LINS)[1]


@pytest.mark.parametrize("lines", [("姓名,证书管理号", "a,b"), ("",), ('"' + ROSTER, LINS)])
def test_what_is_no_such_list_is_not_read(imported, lines):
    assert imported("roster", *lines)[0] == 1
    assert not Qualification.objects.exists()
