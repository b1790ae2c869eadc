"""Coming in: keys are not handed on, limits hold, answers tell nothing (S27, S28, S33)."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.people.models import Account, Challenge
from anzhu.rules.facts import Role
from tests.security.town import NOW
from tests.web.visitors import PASSWORD, id_number, signed_in, visitor

pytestmark = pytest.mark.django_db
_FRESH = re.compile(r'(name="(?:csrfmiddlewaretoken|envelope)" value=")[^"]*')


def test_a_key_that_somebody_brought_along_is_not_the_key_of_the_session() -> None:
    lin = visitor(Role.APPLICANT, 7)
    lin.client.cookies["sessionid"] = "a" * 32

    lin.gives_password()

    assert lin.client.cookies["sessionid"].value != "a" * 32
    fixed = Client()
    fixed.cookies["sessionid"] = "a" * 32
    assert fixed.get("/apply/").status_code == 302


def test_the_second_factor_of_another_account_does_not_count() -> None:
    first, second = signed_in(Role.CENTRE_REVIEWER, 1), visitor(Role.CENTRE_REVIEWER, 2)
    second.client.cookies["sessionid"] = first.client.cookies["sessionid"].value
    second.gives_password()

    assert second.client.get("/centre/").status_code == 302


@pytest.mark.parametrize("how", ["sign out", "password", "deactivated", "idle", "age", "moved"])
def test_a_stolen_cookie_is_worth_nothing_afterwards(how: str) -> None:
    reviewer = signed_in(Role.CENTRE_REVIEWER, 3)
    thief = Client()
    thief.cookies["sessionid"] = reviewer.client.cookies["sessionid"].value
    assert thief.get("/centre/").status_code == 200
    account, later = Account.objects.get(pk=reviewer.account_id), NOW
    match how:
        case "sign out":
            reviewer.client.post("/account/sign-out")
        case "password":
            account.set_password("another battery 48 staple")
            account.save()
        case "deactivated":
            Account.objects.filter(pk=account.pk).update(is_active=False)
        case "idle":
            later = NOW + timedelta(minutes=16)
        case "age":
            for minutes in range(14, 8 * 60 + 1, 14):
                with clock.at(NOW + timedelta(minutes=minutes)):
                    thief.get("/centre/")
            later = NOW + timedelta(hours=8, minutes=1)
        case _:
            Account.objects.filter(pk=account.pk).update(role=Role.AUDITOR)

    with clock.at(later):
        for method in (thief.get, thief.post):
            answer = method("/centre/next")
            assert answer.status_code in ((404,) if how == "moved" else (302, 401)), answer


#: what is tried, from where, how often it goes well, what it is tried with
LIMITS = [
    ("/account/sign-in", "same", 10, {"identifier": "x@example.org", "password": "wrong"}),
    ("/account/sign-in", "same", 30, {"identifier": "{n}@example.org", "password": "wrong"}),
    ("/account/sign-in", "many", 100, {"identifier": "x@example.org", "password": "wrong"}),
    ("/account/reset", "same", 5, {"identifier": "x@example.org"}),
    ("/account/reset", "many", 5, {"identifier": "x@example.org"}),
    ("/account/reset", "same", 10, {"identifier": "{n}@example.org"}),
    ("/account/sign-up", "many", 5, {"email": "x@example.org"}),
    ("/account/sign-up", "same", 20, {"email": "{n}@example.org"}),
    ("/verify", "same", 20, {"number": "370000{n:05d}", "name": "林岚"}),
    ("/verify", "many", 20, {"number": "37000000001", "name": "林岚"}),
]


@pytest.mark.parametrize(("path", "where", "often", "form"), LIMITS)
def test_trying_is_stopped_for_an_account_and_for_an_address(
    path: str, where: str, often: int, form: Mapping[str, str]
) -> None:
    answers = []
    for n in range(often + 1):
        address = f"10.1.{n // 200}.{n % 200}" if where == "many" else "10.2.3.4"
        said = {name: text.format(n=n) for name, text in form.items()}
        whole = {**_joining(n), **said} if path.endswith("sign-up") else said
        answers.append(Client(REMOTE_ADDR=address).post(path, whole, HTTP_X_FORWARDED_FOR=f"9.{n}"))

    assert {one.status_code for one in answers[:often]} <= {200, 303, 422}
    assert answers[often].status_code == 429
    assert int(answers[often].headers["Retry-After"]) > 0


def test_blanks_hyphens_and_capitals_are_the_same_identifier() -> None:
    lin = visitor(Role.APPLICANT, 7)
    number = Account.objects.get(pk=lin.account_id).person.id_number
    spellings = [number[:at] + gap + number[at:] for gap in (" ", "-") for at in range(1, 7)]
    client = Client()
    answers = [
        client.post("/account/sign-in", {"identifier": said, "password": "wrong"}).status_code
        for said in spellings
    ]

    assert answers == [422] * 10 + [429] * 2


def test_a_second_factor_is_guessed_ten_times_and_no_more() -> None:
    signed_in(Role.CENTRE_REVIEWER, 3)
    again = Client()
    typed = {"identifier": f"{Role.CENTRE_REVIEWER}3@example.test", "password": PASSWORD}
    assert again.post("/account/sign-in", typed).status_code == 303
    answers = [
        again.post("/account/second-factor", {"code": f"{n:06d}"}).status_code for n in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_a_sent_code_is_guessed_five_times_and_no_more(jobs: object) -> None:
    client = Client()
    where = client.post("/account/sign-up", _joining(1)).headers["Location"]
    for n in range(5):
        assert client.post(where, {"code": f"{n:06d}"}).status_code == 422

    assert Challenge.objects.get().tries_left == 0


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        ("/account/sign-in", {"identifier": "13900000007"}, {"identifier": "13911112222"}),
        ("/account/sign-in", {"identifier": "{id}"}, {"identifier": "37020219900101999X"}),
        ("/account/reset", {"identifier": "13900000007"}, {"identifier": "13911112222"}),
        ("/account/reset", {"identifier": "{id}"}, {"identifier": "37020219900101999X"}),
        ("/account/sign-up", {"phone": "13900000007"}, {"phone": "13911112222"}),
        ("/account/sign-up", {"id_number": "{id}"}, {"id_number": "{other}"}),
    ],
)
def test_whoever_is_known_gets_the_answer_of_whoever_is_not(
    path: str, known: Mapping[str, str], unknown: Mapping[str, str]
) -> None:
    visitor(Role.APPLICANT, 7)

    assert _told(path, known, 1) == _told(path, unknown, 2)


def _told(path: str, said: Mapping[str, str], n: int) -> object:
    """What a stranger can tell the answer by, and the page after it."""
    numbers = {"id": id_number(7), "other": id_number(8)}
    typed = {name: text.format(**numbers) for name, text in said.items()}
    form = {**(_joining(n) if path.endswith("sign-up") else {"password": "wrong"}), **typed}
    client = Client()
    answer = client.post(path, form)
    pages = [_plain(answer, form)]
    if answer.status_code == 303:
        where = answer.headers["Location"]
        pages.append(_plain(client.get(where), {"token": where.rpartition("/")[2]}))
        wrong = {"code": "000000", "password": PASSWORD, "password_again": PASSWORD}
        pages.append(_plain(client.post(where, wrong), {"token": where.rpartition("/")[2]}))
    return pages


def _plain(answer: HttpResponse, typed: Mapping[str, str]) -> object:
    text = _FRESH.sub(r"\1", answer.content.decode())
    for said in typed.values():
        text = text.replace(said, "…")
    heads = {
        name: said
        for name, said in answer.headers.items()
        if name not in {"X-Request-ID", "Location", "Content-Length"}
    }
    return answer.status_code, text, heads, set(answer.cookies)


def _joining(n: int) -> dict[str, str]:
    return {
        "name": "林小满",
        "id_number": id_number(100 + n),
        "phone": f"1371111{n:04d}",
        "email": f"new{n}@example.org",
        "password": cast.PASSWORD,
        "password_again": cast.PASSWORD,
        "agreed": "on",
    }
