"""The task list (5-screens 2.2): nine steps in the order of clause 2, and where each stands."""

import re

import pytest

from anzhu.cases import drafting
from anzhu.cases.models import Act
from tests.web.applicant.filling import NOW, Engineer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
STEPS = (
    "选择初审机构", "个人基本信息、证件照", "注册类别", "聘用单位信息", "继续教育", "工作经历",
    "打印申请表", "上传申请表和材料", "核对并提交",
)  # fmt: skip


def states(lin: Engineer) -> list[str]:
    page = lin.looks()
    return re.findall(r'<li class="task task-(\w+)"', page)


def test_the_nine_steps_stand_in_the_order_of_clause_2(lin: Engineer) -> None:
    page = lin.looks()
    places = [page.index(f">{title}<") for title in STEPS]

    assert places == sorted(places)
    assert states(lin) == ["todo", "todo", "done", "todo", "done", "todo", *["blocked"] * 3]
    assert "已完成 2/9 步" in page
    assert "尚未提交" in page
    assert "无需选择（仅一个类别）" in page
    assert "本次不需要" in page
    assert "先完成第 1–6 步" in page
    assert "准备清单" in page


def test_what_is_half_done_and_what_is_wrong_are_told_apart(lin: Engineer) -> None:
    lin.saves("person", "address", "历下区一号")
    lin.saves("employer", "contract_from", "2030-01-01")

    assert states(lin)[:4] == ["todo", "started", "done", "problem"]


def test_all_answers_open_the_form_and_printing_opens_the_materials(lin: Engineer) -> None:
    lin.fills_in_everything()
    assert states(lin) == [*["done"] * 6, "todo", "blocked", "blocked"]

    drafting.print_form(case_id=lin.case().pk, actor=lin.who.actor, now=NOW)

    assert states(lin) == [*["done"] * 7, "todo", "blocked"]
    assert "已打印第 1 版" in lin.looks()


def test_a_change_after_printing_makes_step_7_ask_for_a_new_print(lin: Engineer) -> None:
    lin.fills_in_everything()
    drafting.print_form(case_id=lin.case().pk, actor=lin.who.actor, now=NOW)

    lin.sends("person", address="新地址二号")

    assert states(lin)[6] == "problem"
    assert "打印后内容已修改，请重新打印（版本 2）" in lin.looks()


def test_everything_in_the_folder_opens_the_last_step(lin: Engineer) -> None:
    lin.fills_in_everything()
    lin.builder.hand_in_papers(lin.case(), lin.who, NOW)

    assert states(lin) == [*["done"] * 8, "todo"]
    assert "已完成 8/9 步" in lin.looks()
    assert lin.url("check") in lin.looks()


def test_a_correction_opens_the_returned_pages_and_locks_the_rest(lin: Engineer) -> None:
    lin.fills_in_everything()
    returned(lin, {"code": "employer.post", "item": "employer.data", "note": "请写全岗位名称"})

    page = lin.looks()
    assert "初审机构要求补正 1 项" in page
    assert "请写全岗位名称" in page
    assert "2026年12月23日" in page
    opened = lin.looks("employer")
    assert "请写全岗位名称" in opened
    assert lin.sends("employer", post="安全总监").status_code == 303
    assert lin.said("employer")["post"] == "安全总监"
    assert "只能查看" in lin.looks("person")
    before = lin.said("person")
    refused = lin.client.post(lin.url("person"), {"address": "新地址"})
    assert refused.status_code == 409
    assert "不在本次补正范围内" in refused.content.decode()
    assert lin.said("person") == before


def test_the_list_takes_a_fixed_number_of_queries(
    lin: Engineer, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(10):
        lin.looks()
    lin.fills_in_everything()
    with django_assert_max_num_queries(11):
        lin.looks()


def returned(lin: Engineer, *reasons: dict[str, str]) -> None:
    """The agency sends the application back for these reasons."""
    case = lin.case()
    Act.objects.create(
        case=case, step="return", role="agency_reviewer", at=NOW, reasons=list(reasons)
    )
    type(case).objects.filter(pk=case.pk).update(
        status="correction",
        filed_on=NOW.date(),
        agency=lin.builder.agencies["SD"],
        correct_by="2026-12-23",
    )
