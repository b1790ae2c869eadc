"""Fields save themselves (5-screens 2.2): one at a time, on the server, from any device."""

import pytest

from tests.web.applicant.filling import Engineer
from tests.web.applicant.papers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_field_is_saved_and_another_device_goes_on_from_there(lin: Engineer) -> None:
    assert lin.saves("person", "address", "历下区一号").status_code == 204

    lin.client = signed_in(lin.who)
    assert 'value="历下区一号"' in lin.looks("person")


def test_what_is_wrong_is_saved_and_said_in_a_sentence(lin: Engineer) -> None:
    answer = lin.saves("employer", "uscc", "91370102MA3C8Y2X0A")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "校验位不正确" in answer.content.decode()
    assert lin.said("employer") == {"uscc": "91370102MA3C8Y2X0A"}


def test_an_emptied_field_is_not_complained_about_while_typing(lin: Engineer) -> None:
    lin.saves("person", "address", "历下区一号")

    assert lin.saves("person", "address", "").status_code == 204
    assert lin.said("person")["address"] == ""


def test_a_tick_is_saved_and_taken_back(lin: Engineer) -> None:
    lin.saves("employer", "open_ended", "on")
    assert lin.said("employer")["open_ended"] is True

    lin.saves("employer", "open_ended", "")
    assert lin.said("employer")["open_ended"] is False


def test_a_cell_of_a_row_is_saved_beside_the_others(lin: Engineer) -> None:
    lin.saves("history", "rows-a-employer", "江北化工机械厂")
    lin.saves("history", "rows-b-employer", "某化工有限公司")
    wrong = lin.saves("history", "rows-a-start", "2027-01-01")

    assert wrong.status_code == 422
    assert "晚于今天" in wrong.content.decode()
    assert lin.said("history")["rows"] == [
        {"id": "a", "employer": "江北化工机械厂", "start": "2027-01-01"},
        {"id": "b", "employer": "某化工有限公司"},
    ]


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("person", "name"),
        ("person", "photo_id"),
        ("person", ""),
        ("education", "hours"),
        ("history", "rows-a-salary"),
        ("history", "rows"),
    ],
)
def test_a_field_that_the_page_does_not_have_does_not_exist(
    lin: Engineer, page: str, field: str
) -> None:
    before = lin.case().dossier.answers

    assert lin.saves(page, field, "x").status_code == 404
    assert lin.case().dossier.answers == before


def test_an_ended_session_is_told_to_the_script_and_nothing_is_written(lin: Engineer) -> None:
    before = lin.said("person")
    lin.client.post("/account/sign-out")

    answer = lin.saves("person", "address", "历下区一号")

    assert answer.status_code == 401
    assert "/account/sign-in" in answer.headers["X-Sign-In"]
    assert lin.said("person") == before


def test_after_withdrawal_nothing_is_saved_any_more(lin: Engineer) -> None:
    case = lin.case()
    type(case).objects.filter(pk=case.pk).update(status="withdrawn")
    before = lin.said("person")

    assert lin.saves("person", "address", "历下区一号").status_code == 409
    assert lin.said("person") == before
