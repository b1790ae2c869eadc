"""Choosing the agency (2.1, R11): one question a page, the first match wins, and says why."""

from datetime import date

import pytest

from anzhu.rules.categories import Category
from tests.web.applicant.filling import Engineer, engineer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def answers(lin: Engineer, **said: str) -> str:
    """Answer questions in turn; the last address one is led to."""
    where = ""
    for question, answer in said.items():
        sent = lin.client.post(lin.url(f"agency/{question}"), {question: answer})
        assert sent.status_code == 303, sent.content.decode()
        where = sent.headers["Location"].removeprefix(lin.url("agency"))
    return where


def asked(lin: Engineer) -> str:
    """Where the page of step 1 leads: the open question, or nothing if there is a result."""
    answer = lin.client.get(lin.url("agency"))
    return answer.headers.get("Location", "").removeprefix(lin.url("agency"))


def test_the_questions_follow_each_other_to_the_province(lin: Engineer) -> None:
    assert asked(lin) == "/ministry"
    assert answers(lin, ministry="none") == "/group"
    assert answers(lin, group="none") == "/directly_under"
    assert answers(lin, directly_under="no") == "/province"
    assert answers(lin, province="37") == ""

    page = lin.looks("agency")
    assert "山东省应急管理厅" in page
    assert "010-00000000" in page
    for reason in ("不由所列部门管理", "不属于所列中央企业集团", "聘用单位在山东省"):
        assert reason in page


def test_choosing_the_advised_one_completes_the_step(lin: Engineer) -> None:
    answers(lin, ministry="none", group="none", directly_under="no", province="37")

    answer = lin.client.post(lin.url("agency"), {"chosen": "SD", "advised": "SD"})

    assert answer.headers["Location"] == lin.url("person")
    assert lin.said("agency")["chosen"] == "SD"
    assert lin.said("agency")["category"] == "chemical"


@pytest.mark.parametrize(
    ("category", "said", "agency", "why"),
    [
        (Category.CONSTRUCTION, {}, "住房和城乡建设部", "由该部门初审"),
        (Category.TRANSPORT, {}, "交通运输部", "由该部门初审"),
        (Category.CHEMICAL, {"ministry": "MOT"}, "交通运输部", "由该部门管理"),
        (
            Category.CHEMICAL,
            {"ministry": "none", "group": "SINOPEC"},
            "中国石油化工集团",
            "属于该中央企业集团",
        ),
        (
            Category.CHEMICAL,
            {"ministry": "none", "group": "none", "directly_under": "yes"},
            "应急管理部（直属事业单位）",
            "是应急管理部直属单位",
        ),
        (
            Category.COAL_MINE,
            {"ministry": "none", "group": "none", "directly_under": "no", "province": "14"},
            "国家矿山安全监察局山西局",
            "煤矿安全类",
        ),
        (
            Category.COAL_MINE,
            {"ministry": "none", "group": "none", "directly_under": "no", "province": "11"},
            "北京市应急管理局",
            "没有单设",
        ),
    ],
)
def test_where_the_answers_lead(
    category: Category, said: dict[str, str], agency: str, why: str
) -> None:
    somebody = engineer(category=category).starts()
    answers(somebody, **said)

    page = somebody.looks("agency")
    assert f'<h2 id="advised">{agency}</h2>' in page
    assert why in page


def test_a_free_choice_is_asked_first_and_kept_for_step_3() -> None:
    old = engineer(obtained=date(2018, 10, 28), category=None).starts()
    assert asked(old) == "/category"

    assert answers(old, category="mine") == "/ministry"

    assert old.said("category") == {"category": "mine"}
    assert "金属非金属矿山安全" in old.looks("agency/category")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("province", "请选择省份"),
        ("ministry", "请选择主管部门"),
        ("group", "请选择所属集团"),
        ("directly_under", "请选择“是”或“不是”"),
    ],
)
def test_no_answer_and_a_foreign_answer_ask_again(
    lin: Engineer, question: str, sentence: str
) -> None:
    for typed in ({}, {question: "nonsense"}):
        answer = lin.client.post(lin.url(f"agency/{question}"), typed)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert lin.said("agency") == {}


def test_another_agency_needs_a_reason(lin: Engineer) -> None:
    answers(lin, ministry="none", group="none", directly_under="no", province="37")
    assert "北京市应急管理局" in lin.looks("agency", other="1")

    without = lin.client.post(lin.url("agency"), {"chosen": "BJ", "advised": "SD", "other": "1"})
    assert without.status_code == 422
    assert "请说明理由" in without.content.decode()
    assert lin.said("agency")["chosen"] == "BJ"

    typed = {"chosen": "BJ", "advised": "SD", "other": "1", "reason": "业务归口北京管理"}
    assert lin.client.post(lin.url("agency"), typed).status_code == 303
    assert "自选，与推荐不同" in lin.looks()


def test_a_changed_answer_leads_elsewhere(lin: Engineer) -> None:
    answers(lin, ministry="none", group="none", directly_under="no", province="37")
    assert lin.url("agency/province") in lin.looks("agency")

    answers(lin, province="44")

    assert "广东省应急管理厅" in lin.looks("agency")


def test_a_suspended_agency_is_said_to_be_so_and_the_answers_stay(lin: Engineer) -> None:
    agency = lin.builder.agencies["SD"]
    agency.suspended_from, agency.suspended_until = date(2026, 11, 20), date(2026, 11, 30)
    agency.save()
    answers(lin, ministry="none", group="none", directly_under="no", province="37")

    answer = lin.client.post(lin.url("agency"), {"chosen": "SD", "advised": "SD"})

    assert answer.status_code == 422
    assert "暂停受理（2026年11月20日 至 2026年11月30日）" in answer.content.decode()
    assert lin.said("agency")["chosen"] == "SD"


def test_a_province_without_an_agency_is_said_plainly(lin: Engineer) -> None:
    answers(lin, ministry="none", group="none", directly_under="no", province="54")

    page = lin.looks("agency")
    assert "没有找到对应的机构" in page
    assert 'name="chosen"' in page


def test_a_question_takes_a_fixed_number_of_queries(
    lin: Engineer, django_assert_max_num_queries
) -> None:
    answers(lin, ministry="none", group="none", directly_under="no", province="37")
    for page in ("agency", "agency/ministry", "agency/province"):
        with django_assert_max_num_queries(9):
            lin.looks(page)
