"""A list is looked at without effect: what is wrong with it is said by row and column."""

from datetime import date

import pytest

from anzhu.education import batches, queries
from anzhu.education.judging import Fate
from anzhu.education.models import BatchState, Record
from anzhu.files.models import Received
from anzhu.notices.models import Notice
from anzhu.organisations.models import Course
from anzhu.rules.dated import Clause, Dated
from tests.domain import factories
from tests.domain.education.conftest import CHECK_DIGIT, HEAD, LAW, UNKNOWN, counts, row, told
from tests.domain.files import workbooks

pytestmark = pytest.mark.django_db


def test_a_dry_run_counts_and_changes_nothing(send, clerk, lin, holder):
    stranger = ("张三", UNKNOWN, LAW, "2026/5/6", "8学时")
    batch = send(row(lin), row(lin), row(lin, day=date(2026, 11, 17)), stranger, ("", "", "", ""))

    assert batch.state == BatchState.CHECKED
    assert counts(batch) == (2, 1, 1)
    assert told(clerk, batch) == [
        (4, "完成日期", "培训完成日期 2026年11月17日 晚于今天。请核对后修改。")
    ]
    assert told(clerk, batch, Fate.REPEATED) == [(3, "", "与第 2 行相同，只计一次。")]
    assert not Record.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"证件号码": CHECK_DIGIT}, ["身份证号校验位不正确"]),
        ({"证件号码": 110101199001010015}, ["证件号码是数字格式"]),
        ({"证件号码": ""}, ["请填写身份证号"]),
        ({"姓名": ""}, ["姓名为空"]),
        ({"课程名称": "长" * 121}, ["课程名称超过 120 个字"]),
        ({"完成日期": "去年五月"}, ["完成日期看不懂"]),
        ({"完成日期": "2026-02-30"}, ["完成日期看不懂"]),
        ({"完成日期": date(2026, 11, 17)}, ["晚于今天"]),
        ({"学时": 0}, ["学时须在 0.5–48 之间"]),
        ({"学时": "八"}, ["学时看不懂"]),
        ({"学时": 49, "姓名": ""}, ["姓名为空", "学时须在 0.5–48 之间"]),
    ],
)
def test_what_is_wrong_with_a_row_is_said_by_column(send, clerk, wrong, reasons):
    right = {
        "姓名": "张三", "证件号码": UNKNOWN, "课程名称": LAW, "完成日期": "2026-05-06", "学时": 8,
    }  # fmt: skip
    batch = send(tuple({**right, **wrong}.values()))
    assert counts(batch) == (0, 0, 1)
    found = told(clerk, batch)
    assert [column for _, column, _ in found] == [name for name in HEAD if name in wrong]
    assert all(part in said for part, (_, _, said) in zip(reasons, found, strict=True))


def test_a_course_that_is_not_filed_is_said_by_column_and_looked_up_again_at_the_commit(
    send, commit, clerk, lin
):
    """超出本机构备案课程, with what is wrong: the name, the day, the hours."""
    school = factories.institution()
    factories.filed(school, "短课", hours=4)
    Course.objects.filter(name="短课").update(valid_until=date(2026, 5, 31))
    batch = send(
        row(lin, "没备案的课"),
        row(lin, "短课", hours=4.5),
        row(lin, "短课", day=date(2026, 6, 1), hours=4),
        row(lin, "短课", hours=4),
        row(lin, "没备案的课", day=date(2027, 1, 1)),
    )
    assert counts(batch) == (1, 0, 4)
    found = told(clerk, batch)
    assert [(line, column) for line, column, _ in found] == [
        (2, "课程名称"), (3, "学时"), (4, "完成日期"), (6, "完成日期"), (6, "课程名称"),
    ]  # fmt: skip
    assert [said.startswith("超出本机构备案课程") for *_, said in found] == [
        True, True, True, False, True,
    ]  # fmt: skip

    Course.objects.filter(name="短课").delete()
    assert [one["code"] for one in commit(batch).refusals] == ["education.list_changed"]
    assert not Record.objects.exists()


def test_courses_of_another_institution_do_not_help(send, clerk, lin):
    factories.filed(factories.institution("JNPX", "济南安全工程培训学校"), "别家的课")
    assert counts(send(row(lin, "别家的课"))) == (0, 0, 1)


def test_a_name_that_is_not_the_registered_one_is_masked(send, clerk, lin):
    batch = send(("林大满", lin.id_number, LAW, "2026-05-06", 8))
    (said,) = told(clerk, batch)
    assert said[1:] == ("姓名", "姓名与注册信息不一致（系统：林**）。请核对证件号码和姓名。")


def test_the_roster_knows_names_of_people_without_an_account(send, clerk):
    factories.enrolled("方晴", UNKNOWN)
    batch = send(("方雨", UNKNOWN, LAW, "2026-05-06", 8), ("方晴", UNKNOWN, LAW, "2026-05-07", 8))
    assert counts(batch) == (1, 0, 1)


def test_other_hours_for_the_same_course_are_a_contradiction(send, commit, clerk, lin):
    commit(send(row(lin)))
    batch = send(row(lin, hours=8))
    assert counts(batch) == (0, 0, 1)
    assert "已有 24 学时的记录" in told(clerk, batch)[0][2]


@pytest.mark.parametrize(
    ("head", "refused_for"),
    [
        (("姓名", "课程名称", "完成日期", "学时"), "缺少列：证件号码"),
        (("姓名", "证件号码"), "缺少列：课程名称、完成日期、学时"),
        ((*HEAD, "学时"), "有重复的列：学时"),
        (("a", "b"), "没有找到表头"),
    ],
)
def test_a_list_with_another_header_is_refused_whole(send, head, refused_for):
    batch = send(content=workbooks.xlsx([head, ["x"] * len(head)]))
    assert batch.state == BatchState.UNREADABLE
    (found,) = queries.refusals(batch)
    assert refused_for in found
    assert Received.objects.get().state == "refused"


def test_columns_in_another_order_titles_examples_and_the_added_columns_are_no_trouble(send, lin):
    rows = [
        ["2026 年学员名单"],
        ["状态", "学时", "完成日期 *", "身份证号", "课程", "姓名", "备注", "错误原因"],
        ["错误", 8, "2026-05-06", lin.id_number, LAW, lin.name, "x", "旧的错误"],
        ["", 8, "2026-05-06", "1", LAW, "示例（勿删，不会导入）"],
    ]
    assert counts(send(content=workbooks.xlsx(rows))) == (1, 0, 0)


def test_too_many_rows_are_refused_with_the_limit(send, lin, monkeypatch):
    two = Dated({date(2019, 3, 1): 2}, clause=Clause("4.5", "test"))
    monkeypatch.setattr(batches.parameters, "EDUCATION_IMPORT_ROWS", two)
    assert counts(send(row(lin), row(lin, "二"))) == (2, 0, 0)
    batch = send(row(lin), row(lin, "二"), row(lin, "三"))
    assert batch.state == BatchState.UNREADABLE
    assert queries.refusals(batch) == ["表格超过 2 行。请拆成几个文件分别上传。"]


def test_a_broken_file_says_so_and_is_gone(send):
    batch = send(content=b"PK\x03\x04 nothing")
    assert batch.state == BatchState.UNREADABLE
    assert "表格打不开" in queries.refusals(batch)[0]
