"""确认电子邮箱: after the activation, and later from the account's own page."""

import re

import pytest
from django.test import Client

from anzhu.kernel import clock
from anzhu.notices.models import Delivery
from anzhu.ops.demo import cast
from anzhu.people.models import Account
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def holder() -> Account:
    account = Story().lin.account
    Account.objects.filter(pk=account.pk).update(email="")
    account.refresh_from_db()
    return account


@pytest.fixture
def browser(holder: Account) -> Client:
    client = Client()
    client.post("/account/sign-in", {"identifier": holder.phone, "password": cast.PASSWORD})
    return client


def sent() -> str:
    return str(Delivery.objects.latest("pk").params["code"])


def text_of(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def test_the_account_page_leads_there_and_the_code_confirms_it(browser, holder):
    mine = text_of(browser, "/account/mine")
    assert "未确认" in mine
    assert 'href="/account/email"' in mine
    assert "不再发送提醒邮件" not in mine
    assert "输入验证码" not in text_of(browser, "/account/email")

    to = browser.post("/account/email/send", {"email": "new@example.org"})
    assert (to.status_code, to.headers["Location"]) == (303, "/account/email")
    page = text_of(browser, "/account/email")
    assert "验证码已发往" in page
    assert "n***@example.org" in re.sub(r"\*+", "***", page)

    done = browser.post("/account/email", {"code": sent()})

    assert (done.status_code, done.headers["Location"]) == (303, "/account/mine")
    holder.refresh_from_db()
    assert holder.email == "new@example.org"
    assert "未确认" not in text_of(browser, "/account/mine")
    assert browser.get("/account/email").headers["Location"] == "/account/mine"


@pytest.mark.parametrize("code", ["000000x", "", "wrong"])
def test_a_wrong_code_is_said_at_its_field_and_the_address_is_still_there(browser, holder, code):
    browser.post("/account/email/send", {"email": "new@example.org"})
    typed = {"wrong": "000000" if sent() != "000000" else "111111"}.get(code, code)
    answer = browser.post("/account/email", {"code": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "id_code_error" in page
    assert 'value="new@example.org"' in page
    holder.refresh_from_db()
    assert holder.email == ""


def test_a_misspelt_address_stays_as_typed_and_no_code_goes_out(browser):
    answer = browser.post("/account/email/send", {"email": "new@example"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写正确的电子邮箱" in page
    assert 'value="new@example"' in page
    assert not Delivery.objects.exists()


def test_anothers_address_gets_the_same_answer(browser):
    theirs = "theirs@example.org"
    other = Account.objects.filter(role="centre_reviewer").order_by("pk")[:1]
    Account.objects.filter(pk__in=other.values("pk")).update(email=theirs)
    pages = []
    for email in ("free@example.org", theirs):
        answer = browser.post("/account/email/send", {"email": email})
        page = text_of(browser, "/account/email")
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        pages.append((answer.status_code, re.sub(r"\S*@\S*", "", page)))
    assert pages[0] == pages[1]


def test_a_demo_shows_the_code(browser, settings):
    settings.ANZHU_DEMO = True
    browser.post("/account/email/send", {"email": "New@example.org"})
    assert sent() in text_of(browser, "/account/email")
