"""The applicant's home: what can be done now, and why not the rest (5-screens 2.1)."""

from datetime import date

import pytest

from anzhu.cases import requests
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.people.actions import actor_for
from anzhu.people.models import Account, Qualification
from anzhu.registrations.models import Registration, Restriction
from anzhu.rules.facts import Kind
from tests.web.applicant.at_home import BESIDE, home, impossible, possible, registered
from tests.web.applicant.filling import Engineer, engineer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def lin() -> Engineer:
    return engineer()


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


def test_a_holder_who_is_not_on_the_roster_reads_what_opens_the_rest(lin: Engineer) -> None:
    """Activated from a list of the time before: three kinds need no roster, the others a proof."""
    registered(lin, date(2029, 6, 14))
    Qualification.objects.all().delete()

    page = home(lin)

    assert "资格证书名册中没有您的证书" in page and "资格信息更正" in page
    assert "开始延续注册" not in page
    assert lin.client.post("/apply/start/renewal", {"once": "r"}).status_code == 409
    assert not Case.objects.exists()
    for kind in ("other_matters", "cancellation"):
        assert f'href="/apply/requests/start/{kind}"' in page
        assert lin.client.get(f"/apply/requests/start/{kind}").status_code == 200
    assert lin.client.post("/apply/requests/start/other_matters", {"once": "o"}).status_code == 303
    assert Case.objects.get().kind == Kind.OTHER_MATTERS


def test_overdue_is_possible_and_says_what_it_takes() -> None:
    late = engineer(obtained=date(2018, 10, 12), category=None)

    page = home(late)

    assert "逾期初始注册" in page
    assert "还差 48 学时" in page
    assert "开始初始注册" in page


NOT_WITHOUT = {"延续注册", "重新注册", "变更注册", "证书补办", "注销注册"}


# It is 2026-11-23.
@pytest.mark.parametrize(
    ("until", "ended", "state", "cards", "says"),
    [
        ("2029-06-14", None, "有效", ["change", *BESIDE],
         {"延续注册": "2028年6月14日起可以办理", "重新注册": "2029年6月15日起可以办理"}),
        ("2027-11-24", None, "有效", ["change", *BESIDE],
         {"延续注册": "2026年11月24日起才可申请延续注册"}),
        ("2027-11-23", None, "有效", ["renewal", "change", *BESIDE],
         {"重新注册": "您的注册仍然有效（至2027年11月23日）。请改办延续注册或变更注册。"}),
        ("2027-02-24", None, "有效", ["renewal", "change", *BESIDE], {}),
        ("2027-02-23", None, "即将到期", ["renewal", "change", *BESIDE], {}),
        ("2026-11-23", None, "即将到期", ["renewal", "change", *BESIDE], {}),
        ("2026-11-22", None, "已过期", ["re_registration", "other_matters"],
         {"延续注册": "注册有效期已于2026年11月22日届满。请申请重新注册。"}),
        ("2029-06-14", "2026-11-24", "有效", ["change", *BESIDE],
         {"重新注册": "2026年11月24日起可以办理"}),
        ("2029-06-14", "2026-11-23", "已注销", ["re_registration", "other_matters"],
         {"变更注册": "您的注册已于2026年11月23日终止"}),
    ],
)  # fmt: skip
def test_every_state_of_a_registration_has_its_cards_and_its_reasons(
    lin: Engineer, until: str, ended: str | None, state: str, cards: list[str], says: dict[str, str]
) -> None:
    registered(
        lin, date.fromisoformat(until), closed_on=date.fromisoformat(ended) if ended else None
    )

    page = home(lin)

    assert f"</span>{state}</span>" in page
    assert possible(page) == cards
    closed = impossible(page)
    assert "首次申请注册" in closed["初始注册"]
    assert all(text in closed[title] for title, text in says.items()), closed


def test_nobody_registered_may_file_the_first_one_and_nothing_else(lin: Engineer) -> None:
    page = home(lin)

    assert "未注册" in page
    assert possible(page) == ["initial", "other_matters"]
    assert set(impossible(page)) == NOT_WITHOUT
    assert "您还没有注册" in impossible(page)["延续注册"]
    assert "还没有通过检查的证件照" in page


def test_every_card_leads_to_where_it_begins(lin: Engineer) -> None:
    registered(lin, date(2029, 6, 14))

    page = home(lin)

    for kind in BESIDE:
        assert f'href="/apply/requests/start/{kind}"' in page
        assert lin.client.get(f"/apply/requests/start/{kind}").status_code == 200


def test_every_fact_of_the_top_card_names_its_source_and_day(lin: Engineer) -> None:
    registered(lin, date(2029, 6, 14))

    page = home(lin)

    assert page.count("注册登记，2024年6月14日批准") == 4
    for fact in (
        "化工安全",
        "齐鲁安泰化工股份有限公司",
        "2024年6月15日",
        "2029年6月14日",
        "26000000001",
    ):
        assert fact in page
    assert "还有 934 天" in page
    assert "首次批准时编定，终身不变" in page


def test_early_and_advised_renewal_say_until_when_one_may_wait(lin: Engineer) -> None:
    registered(lin, date(2027, 6, 14))
    assert "现在可以提前办理，也可以等到2027年3月14日以后办理" in home(lin)

    Registration.objects.update(valid_until=date(2027, 1, 14))
    assert "已进入期满前 3 个月，请在2027年1月14日前（含当日）提交" in home(lin)


def test_a_change_in_the_last_year_asks_whether_to_renew_and_says_what_follows(
    lin: Engineer,
) -> None:
    registered(lin, date(2027, 6, 14))

    page = home(lin)

    assert "要不要同时办理延续？" in page
    assert "须满 48 学时（现有 0），批准后有效期为2027年6月15日至2032年6月14日" in page
    assert "只办变更：不需要学时，有效期仍至2027年6月14日" in page
    Registration.objects.update(valid_until=date(2029, 6, 14))
    assert "要不要同时办理延续？" not in home(lin)


def test_a_ban_is_shown_with_its_basis_and_the_day_after_which_it_is_over(lin: Engineer) -> None:
    Restriction.objects.create(
        person=lin.who.person,
        starts_on=date(2025, 1, 1),
        years=3,
        basis="improper_means",
        instrument="应急罚〔2025〕1号",
    )

    page = home(lin)

    assert "2025年1月1日起至2028年1月1日（含当日）不得申请注册" in page
    assert "依据：以欺骗、贿赂等不正当手段取得注册，被撤销注册（应急罚〔2025〕1号）" in page
    assert possible(page) == ["other_matters"]
    assert "2028年1月2日起可以办理" in impossible(page)["初始注册"]
    assert lin.client.post("/apply/start/initial").status_code == 409
    assert not Case.objects.exists()


def test_an_earlier_registration_keeps_her_from_a_first_one(lin: Engineer) -> None:
    registered(lin, date(2024, 12, 31))

    assert "您曾经注册过" in impossible(home(lin))["初始注册"]
    assert "开始初始注册" not in home(lin)
    answer = lin.client.post("/apply/start/initial")
    assert answer.status_code == 409
    assert "依据：注册有关说明 一、初始注册" in answer.content.decode()
    assert not Case.objects.exists()


def test_an_application_under_way_is_gone_on_with_and_closes_the_four_kinds(lin: Engineer) -> None:
    lin.starts()

    page = home(lin)

    assert "继续填写" in page
    assert possible(page) == ["other_matters"]
    assert "您已有一件注册申请正在办理" in impossible(page)["初始注册"]
    assert "起可以办理" not in impossible(page)["初始注册"]


def test_a_request_under_way_stands_beside_and_closes_only_its_own_kind(lin: Engineer) -> None:
    registered(lin, date(2029, 6, 14))
    mine = actor_for(lin.who.account)
    request = requests.open_request(kind=Kind.REISSUE, actor=mine, now=clock.now())

    page = home(lin)

    assert "正在办理的其他申请" in page
    assert f'href="/apply/requests/{request.ref}/"' in page
    assert "以往申请" not in page
    assert "change" in possible(page) and "cancellation" in possible(page)
    assert "reissue" not in possible(page)
    assert f"已有一件同类申请正在办理（受理编号{request.ref}）" in impossible(page)["证书补办"]


def test_nobody_else_has_this_home(lin: Engineer) -> None:
    lin.client.post("/account/sign-out")

    answer = lin.client.get("/apply/")

    assert answer.headers["Location"] == "/account/sign-in?next=%2Fapply%2F"


def test_home_takes_a_fixed_number_of_queries(lin: Engineer, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(13):
        home(lin)
    registered(lin, date(2027, 12, 31))
    with django_assert_max_num_queries(13):
        lin.client.get("/apply/", {"on": "2027-01-05", "move": "2028-01-01"})
    Registration.objects.all().delete()
    lin.starts()
    with django_assert_max_num_queries(21):
        home(lin)


def test_the_name_on_the_roster_must_be_hers(lin: Engineer) -> None:
    Qualification.objects.update(name="别人")

    assert "未查到您的资格证书信息" in home(lin)


def test_an_address_that_was_never_confirmed_is_reminded_of_with_the_way(lin: Engineer) -> None:
    assert "电子邮箱还没有确认" not in home(lin)
    Account.objects.filter(pk=lin.who.account.pk).update(email="")

    page = home(lin)

    assert "电子邮箱还没有确认" in page
    assert '<a href="/account/email">确认电子邮箱</a>' in page
    assert lin.client.get("/account/email").status_code == 200
