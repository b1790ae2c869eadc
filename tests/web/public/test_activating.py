"""激活账号: the same answer for everybody; the code goes to the contact on record or on a slip."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from anzhu.kernel import clock
from anzhu.people.models import Account, Person
from anzhu.registrations.importing import reading, writing
from tests.domain.registrations.lists import LI, OPERATOR, ZHANG, lines, of_li, row
from tests.web.desks import Desk
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
NEW = {
    "phone": "13912345678",
    "email": "new@example.org",
    "password": "correct horse 57",
    "password_again": "correct horse 57",
    "agreed": "on",
}


@pytest.fixture(autouse=True)
def _holders() -> None:
    sheet = reading.read(lines(row(), of_li()), on=clock.day(MONDAY))
    writing.take_over(sheet.rows, source="f" * 64, actor=OPERATOR, now=MONDAY)


def asks(said: str, name: str, **of: str) -> HttpResponse:
    return Client().post("/account/activate", {"said": said, "name": name}, **of)


def seen(answer: HttpResponse) -> str:
    """An answer without what every answer has of its own."""
    page = answer.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r'name="once" value="[^"]+"', "", page)


def test_a_holder_activates_the_account_and_is_signed_in(jobs: object) -> None:
    browser = Client()
    asked = browser.post("/account/activate", {"said": "AQ08-370012", "name": "张守业"})
    there = asked.headers["Location"]
    assert asked.status_code == 303
    jobs()  # type: ignore[operator]
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[0].body))
    assert found is not None

    done = browser.post(there, {"code": found[1], **NEW})

    assert (done.status_code, done.headers["Location"]) == (303, "/account/email")
    account = Account.objects.get(phone=NEW["phone"])
    assert (account.person.name, account.email) == ("张守业", "")
    assert "验证码已发往" in browser.get("/account/email").content.decode()
    assert browser.get("/account/mine").status_code == 200
    assert ZHANG not in there


def test_known_or_not_the_answers_are_alike_to_the_letter() -> None:
    cases = [(ZHANG, "张守业"), (ZHANG, "张守"), (LI, "李桂兰"), ("20990000001", "谁")]
    sent = [asks(said, name) for said, name in cases]
    assert {answer.status_code for answer in sent} == {303}
    assert len({re.sub(r"[\w-]{22}$", "", one.headers["Location"]) for one in sent}) == 1
    pages = [Client().get(one.headers["Location"]) for one in sent]
    pages.append(Client().get("/account/activate/no-such-token"))
    assert len({seen(page) for page in pages}) == 1
    wrong = [Client().post(one.headers["Location"], {"code": "000000", **NEW}) for one in sent]
    assert {answer.status_code for answer in wrong} == {422}
    assert len({seen(answer) for answer in wrong}) == 1
    assert "验证码或激活码不正确" in wrong[0].content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("code", "", "请填写验证码或凭条上的激活码"),
        ("phone", "123", "手机"),
        ("email", "new", "请填写正确的电子邮箱"),
        ("password", "1234567890", "密码"),
        ("password_again", "something else 1", "两次输入的密码不一致"),
        ("agreed", "", "请先阅读并勾选同意"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, typed: str, said: str) -> None:
    there = asks(ZHANG, "张守业").headers["Location"]
    answer = Client().post(there, {"code": "000000", **NEW, field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert NEW["password"] not in page


def test_asking_too_often_says_how_long_to_wait() -> None:
    answers = [asks(ZHANG, "张守业").status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_a_demo_shows_the_code_on_the_page(jobs: object, settings: object) -> None:
    settings.ANZHU_DEMO = True  # type: ignore[attr-defined]
    browser = Client()
    there = browser.post("/account/activate", {"said": ZHANG, "name": "张守业"}).headers["Location"]
    assert "几秒后显示在这里" in browser.get(there).content.decode()
    jobs()  # type: ignore[operator]
    page = browser.get(there).content.decode()
    assert re.search(r"验证码是 \d{6}", page)


# --- at the counter ----------------------------------------------------------------------------


def test_the_counter_finds_one_holder_sees_the_card_and_prints_a_slip() -> None:
    zhou = Desk(Story().zhou, MONDAY)
    assert "没有找到" in zhou.post("/agency/activation", status=422, said=LI, name="李")
    there = zhou.post("/agency/activation", said=LI, name="李桂兰")
    page = zhou.get(there)
    assert "化工安全" in page
    assert LI not in page + there
    assert "请选择核验的证件" in zhou.post(there, status=422)

    said = {"document": "id_card", "seen": "on", "once": "k"}
    slip = zhou.post(there, status=200, **said)
    code = re.search(r'class="code">([0-9A-Z]{5}-[0-9A-Z]{5})<', slip)
    assert code is not None
    assert "2026年11月19日" in slip
    assert code[1] in zhou.post(there, status=200, **said)

    with clock.at(MONDAY + timedelta(hours=2)):
        asked = asks(LI, "李桂兰").headers["Location"]
        done = Client().post(asked, {"code": code[1], **NEW})
    assert done.status_code == 303
    assert Account.objects.get(phone=NEW["phone"]).person.name == "李桂兰"
    assert "不需要激活" in zhou.post(there, status=422, **{**said, "once": "l"})


def test_the_centre_has_a_counter_too() -> None:
    chen = Desk(Story().chen, MONDAY)
    there = chen.post("/centre/activation", said="20220000777", name="李桂兰")
    person = Person.objects.get(name="李桂兰")
    assert there == f"/centre/activation/{person.uid}"
    assert "激活码" in chen.post(there, status=200, document="id_card", seen="on")
