"""The applicant's home: what can be done now, and why not the rest (5-screens 2.1)."""

from datetime import date

import pytest

from anzhu.cases.models import Case
from anzhu.people.models import Qualification
from anzhu.registrations.models import Registration, Restriction
from tests.web.applicant.filling import Engineer, engineer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def lin() -> Engineer:
    return engineer()


def home(somebody: Engineer) -> str:
    return somebody.client.get("/apply/").content.decode()


def test_she_is_matched_to_the_roster_and_may_start(lin: Engineer) -> None:
    page = home(lin)

    assert "林岚，您好" in page
    assert "2024年5月18日" in page
    assert "化工安全" in page
    assert "开始初始注册" in page
    assert "2029年5月18日前（含当日）申请为按期" in page


def test_without_a_roster_match_the_page_says_what_to_do(lin: Engineer) -> None:
    Qualification.objects.all().delete()

    page = home(lin)

    assert "未查到您的资格证书信息" in page
    assert "开始初始注册" not in page
    assert lin.client.post("/apply/start/initial").status_code == 409
    assert not Case.objects.exists()


def test_a_second_exam_alone_is_no_full_qualification(lin: Engineer) -> None:
    Qualification.objects.update(added=True)

    assert "未查到您的资格证书信息" in home(lin)


def test_overdue_is_possible_and_says_what_it_takes() -> None:
    late = engineer(obtained=date(2018, 10, 12), category=None)

    page = home(late)

    assert "逾期初始注册" in page
    assert "还差 48 学时" in page
    assert "开始初始注册" in page


def test_a_ban_and_an_earlier_registration_are_all_named(lin: Engineer) -> None:
    Restriction.objects.create(
        person=lin.who.person, starts_on=date(2025, 1, 1), years=3, basis="x", instrument="y"
    )
    Registration.objects.create(
        person=lin.who.person,
        number="26000000001",
        category="chemical",
        employer_name="某公司",
        employer_uscc="x",
        granted_on=date(2020, 1, 1),
        valid_from=date(2020, 1, 1),
        valid_until=date(2024, 12, 31),
        case_ref="20AAAAAAAA",
    )

    page = home(lin)

    assert "暂时不能办理初始注册" in page
    assert "您曾经注册过" in page
    assert "2028年1月1日 之前（含当日）不得申请" in page
    assert "已过期" in page
    assert "开始初始注册" not in page
    assert lin.client.post("/apply/start/initial").status_code == 409
    assert not Case.objects.exists()


def test_starting_shows_what_to_have_at_hand_then_opens_a_prefilled_draft(lin: Engineer) -> None:
    before = lin.client.get("/apply/start/initial").content.decode()
    assert "准备清单" in before
    assert "约 15 分钟" in before

    lin.starts()

    assert lin.said("person") == {"phone": "13900000020", "email": "lin20@example.test"}
    assert lin.said("category") == {"category": "chemical"}
    page = home(lin)
    assert "继续填写" in page
    assert "已完成 2/9 步" in page
    assert "开始初始注册" not in page


def test_a_double_click_opens_one_draft(lin: Engineer) -> None:
    lin.starts()

    again = lin.client.post("/apply/start/initial")

    assert again.headers["Location"] == lin.url("")
    assert Case.objects.count() == 1


def test_a_withdrawn_application_lends_its_answers_to_the_next(lin: Engineer) -> None:
    lin.starts().saves("person", "address", "历下区一号")
    Case.objects.update(status="withdrawn")

    lin.starts()

    assert Case.objects.count() == 2
    assert lin.said("person")["address"] == "历下区一号"
    assert "以往申请" in home(lin)


@pytest.mark.parametrize("kind", ["renewal", "nonsense"])
def test_other_kinds_cannot_be_started_here(lin: Engineer, kind: str) -> None:
    assert lin.client.post(f"/apply/start/{kind}").status_code == 404
    assert not Case.objects.exists()


def test_nobody_else_has_this_home(lin: Engineer) -> None:
    lin.client.post("/account/sign-out")

    answer = lin.client.get("/apply/")

    assert answer.headers["Location"] == "/account/sign-in?next=%2Fapply%2F"


def test_home_takes_a_fixed_number_of_queries(lin: Engineer, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        home(lin)
    lin.starts()
    with django_assert_max_num_queries(20):
        home(lin)


def test_the_name_on_the_roster_must_be_hers(lin: Engineer) -> None:
    Qualification.objects.update(name="别人")

    assert "未查到您的资格证书信息" in home(lin)
