"""4.2.3: what a performance statement must tell, and what a reviewer may not accept of it."""

import pytest

from anzhu import words
from anzhu.rules.deadlines import Period
from anzhu.rules.history import WorkRow, objections_to_history
from anzhu.rules.statement import (
    FEW_SIGNS,
    Work,
    hints_about_statement,
    lists_only_duties,
    objections_to_statement,
)
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")
PERIOD = Period(day("2022-01-10"), day("2027-01-09"))
DONE = "组织 2 次液氨泄漏应急演练，修订预案 1 份"


def row(start="2024-03-01", until="2024-04-30", **changed):
    told = {"place": "聊城厂区", "subject": "液氨罐区", "content": DONE, "part": "总指挥"}
    return Work(
        start=day(start) if start else None, until=day(until) if until else None, **told | changed
    )


def hints(*rows, period=PERIOD):
    return [
        (hint.code.removeprefix("statement."), hint.params["row"])
        for hint in hints_about_statement(rows, period, TODAY)
    ]


@pytest.mark.parametrize(
    ("rows", "refused_for"),
    [
        pytest.param([], ["missing"], id="nothing at all"),
        pytest.param([row()], [], id="time, place, subject, content"),
        pytest.param([row(until=None)], [], id="still going on"),
        pytest.param([row(part="", result="")], [], id="own part and result may be left out"),
        pytest.param([row(place=" ")], ["no_place"], id="where?"),
        pytest.param([row(subject="")], ["no_subject"], id="for whom, for what?"),
        pytest.param([row(content="\n")], ["no_content"], id="what?"),
        pytest.param(
            [Work(start=None)], ["no_start", "no_place", "no_subject", "no_content"], id="empty row"
        ),
        pytest.param([row(), row(place="")], ["no_place"], id="one good row does not cure another"),
        pytest.param([row(), row()], [], id="the same days twice: two pieces of work"),
        pytest.param([row("2024-03-01", "2024-06-30"), row()], [], id="one inside the other"),
        pytest.param([row("2019-03-01", "2019-04-30")], [], id="before the period: only a hint"),
    ],
)
def test_what_a_statement_must_tell(rows, refused_for):
    found = codes(objections_to_statement(rows, TODAY))
    assert found == [f"statement.{code}" for code in refused_for]


def test_an_objection_names_its_row_and_its_clause():
    (found,) = objections_to_statement([row(), row(), row(place="")], TODAY)
    assert (found.code, found.clause, found.params) == ("statement.no_place", "4.2.3", {"row": 3})


@pytest.mark.parametrize(
    ("start", "until", "refused_for"),
    [
        ("2026-11-23", None, []),
        ("2026-11-24", None, ["start_in_future"]),
        ("2026-11-01", "2026-11-23", []),
        ("2026-11-01", "2026-11-24", ["end_in_future"]),
        ("2024-02-29", "2024-02-29", []),
        ("2024-03-01", "2024-02-29", ["end_before_start"]),
        (None, "2024-02-29", ["no_start"]),
        ("2026-12-02", "2026-12-01", ["start_in_future", "end_in_future", "end_before_start"]),
    ],
)
def test_days_of_work_and_of_employment_are_judged_alike(start, until, refused_for):
    days = {"start": day(start) if start else None, "until": day(until) if until else None}
    work = codes(objections_to_statement([row(start, until)], TODAY))
    job = codes(objections_to_history([WorkRow(**days, employer="某厂", post="安全员")], TODAY))
    assert work == [f"statement.{code}" for code in refused_for]
    assert job == [f"history.{code}" for code in refused_for]
    assert all(words.exists(f"objections.{code}") for code in (*work, *job))


@pytest.mark.parametrize(
    ("content", "only_duties"),
    [
        ("负责公司日常安全管理工作，认真履行岗位职责", True),
        ("协助领导落实安全生产责任制", True),
        ("分管安全，完成领导交办的其他任务", True),
        ("负责 3 号罐区动火作业审查 12 次，制止违章 2 起", False),
        ("主管修订《液氨泄漏应急预案》", False),
        ("负责二〇二四年度检修，完成了隐患整改", False),
        ("负责2024年大检修的安全方案", False),
        ("对一号装置做危险与可操作性分析", False),
        ("", False),
    ],
)
def test_a_list_of_duties_is_no_work(content, only_duties):
    assert lists_only_duties(content) is only_duties


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param([row()], [], id="concrete"),
        pytest.param([row(content="")], [], id="nothing to hint at: it is refused"),
        pytest.param(
            [row(content="负责日常安全管理工作，认真履行职责")],
            [("duties_only", 1)],
            id="duties only",
        ),
        pytest.param([row(content="安全检查三项记录")], [("too_short", 1)], id="hardly concrete"),
        pytest.param([row(part="", result="")], [("no_own_part", 1)], id="whose work was it?"),
        pytest.param([row(part="", result="全部整改")], [], id="the result says enough"),
        pytest.param(
            [row(), row(content="负责日常工作", part="")],
            [("duties_only", 2), ("no_own_part", 2)],
            id="by the numbers the person sees",
        ),
    ],
)
def test_hints_about_the_words(rows, found):
    assert hints(*rows) == found


@pytest.mark.parametrize("extra", [-1, 0])
def test_a_content_is_short_below_so_many_signs(extra):
    content = "检" * (FEW_SIGNS.on(TODAY) + extra)
    assert hints(row(content=content)) == ([("too_short", 1)] if extra < 0 else [])


@pytest.mark.parametrize(
    ("start", "until", "outside"),
    [
        ("2022-01-10", "2022-03-01", False),
        ("2022-01-09", "2022-03-01", True),
        ("2022-01-10", "2022-01-10", False),
        ("2026-01-01", "2027-01-09", False),
        ("2026-01-01", "2027-01-10", True),
        ("2026-01-01", None, False),
        ("2021-01-01", None, True),
        ("2019-05-01", "2020-05-01", True),
        (None, "2019-05-01", False),
    ],
)
def test_work_outside_the_period_is_hinted_at(start, until, outside):
    assert hints(row(start, until)) == ([("outside_period", 1)] if outside else [])


def test_where_the_period_is_not_known_days_are_not_judged():
    assert hints(row("2019-05-01", "2020-05-01"), period=None) == []
