"""Work experience (2.6): rows come and go, overlaps and gaps are pointed out, nothing is lost."""

import pytest

from tests.web.applicant.filling import Engineer, error_at, fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
FIRST = {
    "start": "2016-07-01",
    "until": "2021-02-20",
    "employer": "江北化工机械厂",
    "post": "安全员",
}
NOWADAYS = {"start": "2021-03-01", "until": "", "employer": "某化工有限公司", "post": "安全主管"}


def row(name: str, cells: dict[str, str]) -> dict[str, str]:
    return {f"rows-{name}-{cell}": value for cell, value in cells.items()}


def rows(lin: Engineer) -> list[dict[str, str]]:
    found: list[dict[str, str]] = lin.said("history").get("rows", [])
    return found


def test_two_rows_without_gap_complete_the_page(lin: Engineer) -> None:
    answer = lin.sends("history", **row("a", FIRST), **row("b", NOWADAYS))

    assert answer.headers["Location"] == lin.url("")
    assert [one["employer"] for one in rows(lin)] == [FIRST["employer"], NOWADAYS["employer"]]
    assert "已完成" in lin.looks()


def test_the_first_row_proposes_the_present_employment(lin: Engineer) -> None:
    lin.sends("employer", name="某化工有限公司", post="安全主管", contract_from="2021-03-01")

    shown = fields(lin.looks("history"))
    assert "某化工有限公司" in shown.values()
    assert "2021-03-01" in shown.values()
    assert rows(lin) == []
    lin.sends("history")
    assert rows(lin)[0]["post"] == "安全主管"


def test_rows_are_added_and_removed_with_plain_buttons(lin: Engineer) -> None:
    added = lin.sends("history", add="1", **row("a", FIRST))

    assert added.headers["Location"] == lin.url("history") + "?add=1#new"
    assert lin.looks("history", add="1").count("<fieldset") == 2
    lin.sends("history", **row("b", NOWADAYS))
    lin.sends("history", take_away="a")
    assert [one["employer"] for one in rows(lin)] == [NOWADAYS["employer"]]


def test_no_more_rows_than_the_form_has_room_for(lin: Engineer) -> None:
    many = {f"rows-{n:02d}-employer": f"单位{n}" for n in range(12)}
    lin.sends("history", add="1", **many)

    page = lin.looks("history", add="1")
    assert "最多填写 12 段" in page
    assert 'name="add"' not in page


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"start": ""}, "start", "请填写开始日期"),
        ({"start": "2027-01-01"}, "start", "开始日期 2027年1月1日 晚于今天"),
        ({"until": "2026-12-01"}, "until", "晚于今天"),
        ({"until": "2016-06-30"}, "until", "早于开始日期"),
        ({"until": "2021-02-30"}, "until", "结束日期无法识别"),
        ({"until": "去年"}, "until", "结束日期无法识别"),
        ({"employer": ""}, "employer", "请填写工作单位"),
        ({"post": " "}, "post", "请填写岗位"),
    ],
)
def test_a_wrong_cell_is_kept_and_said_at_its_place(
    lin: Engineer, typed: dict[str, str], field: str, sentence: str
) -> None:
    lin.sends("history", **row("a", FIRST), **row("b", NOWADAYS))

    answer = lin.sends("history", **row("a", {**FIRST, **typed}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in error_at(page, f"rows-a-{field}")
    assert f'href="#id_rows-a-{field}"' in page
    for cell, value in {**FIRST, **typed}.items():
        assert rows(lin)[0][cell] == value.strip()


def test_two_rows_that_are_still_going_on_are_pointed_out(lin: Engineer) -> None:
    answer = lin.sends("history", **row("a", {**FIRST, "until": ""}), **row("b", NOWADAYS))

    assert answer.status_code == 422
    assert "两段以上经历写着“至今”" in answer.content.decode()


def test_an_overlap_is_pointed_out_and_may_be_confirmed(lin: Engineer) -> None:
    overlapping = {**FIRST, "until": "2021-06-30"}
    page = lin.sends("history", **row("a", overlapping), **row("b", NOWADAYS))
    assert page.status_code == 422
    assert "时间重叠" in error_at(page.content.decode(), "rows-b-start")
    assert 'name="hints_seen"' in page.content.decode()

    confirmed = lin.sends("history", hints_seen="on")

    assert confirmed.status_code == 303
    assert rows(lin)[0]["until"] == "2021-06-30"
    again = lin.sends("history", hints_seen="on", **row("a", {**FIRST, "until": "2021-09-30"}))
    assert again.status_code == 422


def test_a_gap_asks_for_an_explanation(lin: Engineer) -> None:
    early = {**FIRST, "until": "2018-12-31"}
    page = lin.sends("history", **row("a", early), **row("b", NOWADAYS)).content.decode()
    assert "没有经历" in error_at(page, "rows-b-gap_reason")

    answer = lin.sends("history", **{"rows-b-gap_reason": "在校学习"})

    assert answer.status_code == 303
    assert "在校学习" in lin.looks("history")


def test_two_windows_write_into_their_own_rows(lin: Engineer) -> None:
    lin.sends("history", **row("a", FIRST), **row("b", NOWADAYS))
    old = fields(lin.looks("history"))
    lin.sends("history", **{"rows-a-post": "安全科长"})
    lin.sends("history", take_away="b")

    lin.client.post(lin.url("history"), {**old, "rows-a-work": "现场检查"})

    assert [one["id"] for one in rows(lin)] == ["a"]
    assert rows(lin)[0]["post"] == "安全科长"
    assert rows(lin)[0]["work"] == "现场检查"
