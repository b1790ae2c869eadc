"""Public verification: two things must be known to learn a third; every other answer is one."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from anzhu.kernel import clock
from anzhu.papers import codes
from anzhu.production import actions
from anzhu.production.models import Item
from anzhu.registrations.models import Registration, Sheet
from anzhu.rules.facts import Role
from anzhu.verification import queries
from tests.approving import approved
from tests.domain import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = clock.noon(TODAY)


@pytest.fixture
def held() -> Registration:
    """欧阳慧芳's registration, granted today."""
    centre, ministry = (
        factories.actor(role) for role in (Role.CENTRE_REVIEWER, Role.MINISTRY_APPROVER)
    )
    case = factories.case(of=factories.person("欧阳慧芳"))
    approved([case], centre=centre, ministry=ministry, now=NOW)
    return Registration.objects.get(case_ref=case.ref)


def asks(number: str, name: str, on: date = TODAY, **of: str) -> HttpResponse:
    with clock.at(on):
        return Client().post("/verify", {"number": number, "name": name}, **of)


def opens(registration: Registration, on: date = TODAY, **of: str) -> HttpResponse:
    serial = Sheet.objects.filter(registration=registration).earliest("pk").serial
    with clock.at(on):
        return Client().get(f"/v/{codes.certificate_code(registration.number, serial)}", **of)


def test_number_and_name_together_show_what_stands_on_the_certificate_and_no_more(held):
    answer = asks(held.number, "欧阳慧芳")

    page = answer.content.decode()
    assert answer.status_code == 200
    for shown in (
        "欧**芳",
        held.number,
        held.employer_name,
        "2031年11月22日",
        "2026年11月23日 12:00",
    ):
        assert shown in page
    assert "有效" in page
    assert "欧阳慧芳" not in page
    assert held.person.id_number not in page
    assert held.person.id_number[-4:] not in page.replace(held.number, "")


def test_full_width_digits_and_blanks_are_what_they_mean(held):
    typed = " ".join(chr(ord(digit) + 0xFEE0) for digit in held.number)

    assert "欧**芳" in asks(typed, "欧阳 慧芳").content.decode()


def test_whatever_is_not_known_gets_the_same_bytes(held):
    made_up = f"/v/{held.number}-ZS2600000019-{'A' * 16}"
    asked = [
        asks(held.number, "欧阳慧"),
        asks("20260099999", "欧阳慧芳"),
        asks("' OR 1=1 --", "<script>"),
    ]
    opened = [Client().get(made_up), Client().get("/v/nonsense")]

    for answers in (asked, opened):
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(_headers(answer).items())) for answer in answers}) == 1
        assert not answers[0].cookies


def _headers(answer: HttpResponse) -> dict[str, str]:
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}


def test_a_miss_costs_as_many_queries_as_a_hit(held, django_assert_num_queries):
    limits = 4
    for number, name in ((held.number, "欧阳慧芳"), (held.number, "无"), ("20260099999", "无")):
        with django_assert_num_queries(limits + 1):
            asks(number, name)


def test_the_code_of_the_sheet_opens_its_answer(held):
    answer = opens(held)

    assert "欧**芳" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_replaced_sheet_says_so_and_the_registration_still_stands(held):
    producer = factories.actor(Role.CENTRE_PRODUCER)
    actions.spoil(item_id=Item.objects.get().pk, reason="打印模糊", actor=producer, now=NOW)

    page = opens(held).content.decode()

    assert "该证件已作废" in page
    assert "该注册在有效期内" in page


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2031, 11, 22), "该注册在有效期内"),
        (date(2031, 11, 23), "已于 2031年11月22日 届满"),
    ],
)
def test_the_last_valid_day_is_valid(held, on, said):
    assert said in asks(held.number, "欧阳慧芳", on).content.decode()
    assert said in opens(held, on).content.decode()


def test_a_cancelled_registration_says_so_from_its_day_on(held):
    Registration.objects.filter(pk=held.pk).update(closed_on=TODAY + timedelta(days=1))

    assert "已经注销" not in opens(held).content.decode()
    assert "已经注销" in opens(held, TODAY + timedelta(days=1)).content.decode()


def test_one_address_is_stopped_after_its_measure_whatever_it_says_of_itself(held):
    for turn in range(queries.BY_ADDRESS[0].at_most):
        assert asks(f"2026000{turn:04d}", "无").status_code == 200
    stopped = asks(held.number, "欧阳慧芳", HTTP_X_FORWARDED_FOR="203.0.113.9")

    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) <= 60
    assert "欧" not in stopped.content.decode()
    assert opens(held).status_code == 429
    assert asks(held.number, "欧阳慧芳", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_names_cannot_be_tried_out_from_many_addresses_but_the_sheet_still_opens(held):
    for turn in range(queries.BY_NUMBER.at_most):
        assert asks(held.number, f"名{turn}", REMOTE_ADDR=f"198.51.100.{turn}").status_code == 200

    assert asks(held.number, "欧阳慧芳", REMOTE_ADDR="203.0.113.1").status_code == 429
    assert opens(held, REMOTE_ADDR="203.0.113.1").status_code == 200


def test_nothing_personal_stands_in_an_address(held):
    page = Client().get("/verify", {"number": held.number, "name": "欧阳慧芳"}).content.decode()

    assert held.number not in page
    assert 'method="post"' in page


def test_an_empty_question_is_explained_at_its_fields_and_not_counted():
    for _ in range(queries.BY_ADDRESS[0].at_most + 1):
        answer = asks("", "")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "请填写注册证号" in page
    assert "请填写姓名" in page


def test_there_is_no_list():
    for address in ("/v/", "/v", "/verify/", "/verify/all", "/verify/1", "/sitemap.xml"):
        assert Client().get(address).status_code == 404
