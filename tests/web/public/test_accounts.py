"""Sign-up, sign-in and reset as people go through them; answers do not tell who is known."""

import re

import pytest
from django.core import mail
from django.test import Client

from anzhu.audit.models import Entry
from anzhu.people.models import Account
from anzhu.rules.facts import Role
from tests.web.visitors import PASSWORD, id_number, visitor

pytestmark = pytest.mark.django_db

LIN = {
    "name": "林小满",
    "id_number": id_number(7),
    "phone": "13900000007",
    "email": "lin@example.test",
    "password": PASSWORD,
    "password_again": PASSWORD,
    "agreed": "on",
}


def code_in_the_mail() -> str:
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_an_engineer_signs_up_and_is_signed_in(jobs: object) -> None:
    browser = Client()
    sent = browser.post("/account/sign-up", LIN)
    assert sent.status_code == 303
    assert not Account.objects.exists()
    jobs()

    done = browser.post(sent.headers["Location"], {"code": code_in_the_mail()})

    assert done.status_code == 303
    assert Account.objects.get().role == Role.APPLICANT
    assert browser.get("/account/mine").status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "请填写姓名"),
        ("id_number", LIN["id_number"][:-1] + "A", "身份证"),
        ("phone", "123", "手机"),
        ("email", "lin", "请填写正确的电子邮箱"),
        ("password", "1234567890", "密码"),
        ("password_again", "something else 12", "两次输入的密码不一致"),
        ("agreed", "", "请先阅读并勾选同意"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    field: str, typed: str, said: str
) -> None:
    answer = Client().post("/account/sign-up", {**LIN, field: typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert f'href="#id_{field}"' in page
    assert "<title>错误：" in page
    assert PASSWORD not in page
    assert field == "phone" or 'value="13900000007"' in page
    assert not Account.objects.exists()


def test_signing_up_again_answers_as_if_for_the_first_time_and_opens_nothing(
    jobs: object,
) -> None:
    visitor(Role.APPLICANT, 7)
    browser = Client()

    sent = browser.post("/account/sign-up", LIN)
    jobs()

    assert sent.status_code == 303
    assert browser.post(sent.headers["Location"], {"code": "123456"}).status_code == 422
    assert Account.objects.count() == 1


@pytest.mark.parametrize("identifier", [id_number(7), id_number(7).lower(), "13900000007"])
def test_an_applicant_signs_in_by_id_number_or_phone(identifier: str) -> None:
    visitor(Role.APPLICANT, 7)
    typed = {"identifier": identifier, "password": PASSWORD, "next": "/help"}

    answer = Client().post("/account/sign-in", typed)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/help")


def test_a_wrong_password_and_nobody_are_answered_alike() -> None:
    visitor(Role.APPLICANT, 7)

    def answer(identifier: str) -> str:
        typed = {"identifier": identifier, "password": "wrong password 1"}
        page = Client().post("/account/sign-in", typed).content.decode()
        without_token = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        return without_token.replace(identifier, "")

    assert answer("13900000007") == answer("13911111111")


def test_guessing_is_stopped_and_says_how_long_to_wait() -> None:
    lin = visitor(Role.APPLICANT, 7)
    answers = [lin.gives_password("wrong password 1") for _ in range(11)]

    assert answers == [422] * 10 + [429]
    owner = Client(REMOTE_ADDR="10.0.0.9")
    typed = {"identifier": lin.email, "password": PASSWORD}
    assert owner.post("/account/sign-in", typed).status_code == 303


def test_staff_enrol_their_second_factor_by_a_code_to_scan() -> None:
    reviewer = visitor(Role.CENTRE_REVIEWER)
    reviewer.gives_password()

    looked = reviewer.client.get("/account/second-factor")
    assert "开始设置" in looked.content.decode()
    assert Account.objects.get().totp_sealed is None
    begun = reviewer.client.post("/account/second-factor", {"begin": "1"}).content.decode()
    assert "data:image/svg+xml;base64," in begun
    assert reviewer.gives_code() == 303
    reviewer.client.post("/account/sign-out")
    reviewer.gives_password()
    again = reviewer.client.get("/account/second-factor").content.decode()
    assert "data:image" not in again


def test_a_forgotten_password_is_replaced_and_ends_every_session(jobs: object) -> None:
    lin = visitor(Role.APPLICANT, 7)
    lin.gives_password()
    browser = Client()
    sent = browser.post("/account/reset", {"identifier": lin.email})
    jobs()
    new = "a wholly new phrase 58"

    wrong = {"code": "000000", "password": new, "password_again": new}
    assert browser.post(sent.headers["Location"], wrong).status_code == 422
    done = browser.post(sent.headers["Location"], {**wrong, "code": code_in_the_mail()})

    assert done.headers["Location"] == "/account/sign-in"
    assert lin.client.get("/account/mine").status_code == 302
    assert lin.gives_password(PASSWORD) == 422
    assert lin.gives_password(new) == 303


def test_a_reset_for_nobody_looks_the_same_and_sends_nothing(jobs: object) -> None:
    answer = Client().post("/account/reset", {"identifier": "nobody@example.test"})
    jobs()

    assert answer.status_code == 303
    assert Client().get(answer.headers["Location"]).status_code == 200
    assert mail.outbox == []


def test_a_demo_shows_the_code_it_would_have_sent_and_a_real_site_does_not(
    jobs: object, settings: object
) -> None:
    for demo in (True, False):
        settings.ANZHU_DEMO = demo
        browser = Client()
        sent = browser.post("/account/sign-up", {**LIN, "email": f"lin{demo}@example.test"})
        page = browser.get(sent.headers["Location"]).content.decode()
        assert ("短信和邮件不会真正发出" in page) is demo
        assert bool(re.search(r"\b\d{6}\b", page.split("<main")[1])) is demo


@pytest.mark.parametrize(
    ("demo", "made_by_the_demo", "shown"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_only_a_demo_person_is_told_the_code_of_his_authenticator(
    settings: object,
    demo: bool,
    made_by_the_demo: bool,
    shown: bool,
) -> None:
    reviewer = visitor(Role.CENTRE_REVIEWER)
    reviewer.gives_password()
    reviewer.gives_code()
    reviewer.client.post("/account/sign-out")
    Account.objects.update(is_demo=made_by_the_demo)
    settings.ANZHU_DEMO = demo
    reviewer.gives_password()

    page = reviewer.client.get("/account/second-factor").content.decode()

    assert bool(re.search(r'class="code">\d{6}<', page)) is shown


def test_mails_that_only_remind_are_given_up_and_taken_back() -> None:
    holder = visitor(Role.APPLICANT)
    holder.gives_password()
    for wants, button in (
        ("", "恢复提醒邮件"),
        ("1", "不再发送提醒邮件"),
        ("1", "不再发送提醒邮件"),
    ):
        typed = {"wants": wants} if wants else {}
        assert holder.client.post("/account/reminders", typed).status_code == 303
        assert button in holder.client.get("/account/mine").content.decode()
    assert Entry.objects.filter(event="account.reminders").count() == 2


def test_staff_have_no_reminders_to_give_up() -> None:
    reviewer = visitor(Role.CENTRE_REVIEWER)
    reviewer.gives_password()
    reviewer.gives_code()
    assert "邮件提醒" not in reviewer.client.get("/account/mine").content.decode()
    assert reviewer.client.post("/account/reminders").status_code == 404
