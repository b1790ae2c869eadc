"""Every answer is protected, and every no is the right page in Chinese."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anzhu.rules.facts import Role
from anzhu.web.shared.middleware import HEADERS
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shared.trial_urls")]

ANSWERS = [
    ("/help", 200),
    ("/applicants", 302),
    ("/nothing-here", 404),
    ("/absent", 404),
    ("/denied", 404),
    ("/hidden", 404),
    ("/undeclared", 404),
    ("/only-post", 405),
    ("/moved", 409),
    ("/busy", 429),
    ("/broken", 500),
    ("/away", 503),
    ("/static/anzhu/seal.svg", 200),
]


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_carries_every_protecting_header(
    browser: Client, address: str, status: int
) -> None:
    answer = browser.get(address)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert len(answer.headers["X-Request-ID"]) == 16


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'")


def test_absent_forbidden_and_undeclared_are_the_same_bytes_for_everybody(browser: Client) -> None:
    reference = browser.get("/nothing-here").content
    applicant = signed_in(Role.APPLICANT).client

    for client in (browser, applicant):
        for address in ("/absent", "/denied", "/hidden", "/undeclared", "/no/such/page?x=1"):
            assert client.get(address).content == reference
    assert applicant.get("/centre").content == reference
    assert applicant.post("/centre", {"a": "b"}).content == reference


def test_a_page_of_somebody_signed_in_is_never_stored(browser: Client) -> None:
    applicant = signed_in(Role.APPLICANT).client

    assert applicant.get("/help").headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in browser.get("/help").headers


def test_too_many_says_how_long_to_wait(browser: Client) -> None:
    answer = browser.get("/busy")

    assert answer.headers["Retry-After"] == "90"
    assert "2 分钟" in answer.content.decode()


def test_an_error_page_tells_a_reference_and_nothing_else(browser: Client) -> None:
    answer = browser.get("/broken")

    assert answer.headers["X-Request-ID"] in answer.content.decode()
    assert "a secret in a message" not in answer.content.decode()


def test_a_database_that_is_away_is_503_and_may_be_asked_again(browser: Client) -> None:
    assert browser.get("/away").headers["Retry-After"] == "30"


def test_a_body_that_is_too_large_is_413(browser: Client) -> None:
    answer = browser.post("/account/sign-in", {"identifier": "x" * 1_100_000})

    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()


def test_a_lost_race_shows_the_reason_and_what_was_typed(browser: Client) -> None:
    answer = browser.post("/moved", {"note": "公章名称不一致", "password": "secret-word"})

    assert answer.status_code == 409
    assert "公章名称不一致" in answer.content.decode()
    assert "secret-word" not in answer.content.decode()


def test_what_was_done_is_said_once_on_the_next_page(browser: Client) -> None:
    done = browser.post("/only-post")

    assert (done.status_code, done.headers["Location"]) == (303, "/help")
    assert "还有 3 天" in browser.get("/help").content.decode()
    assert "还有 3 天" not in browser.get("/help").content.decode()


def test_a_forged_sentence_is_not_said(browser: Client) -> None:
    browser.cookies["said"] = "WyJmb3JnZWQiLCJkb25lIl0:x:y"

    assert "forged" not in browser.get("/help").content.decode()


class TestStaleForm:
    """A form whose token is not valid any more."""

    @pytest.fixture
    def strict(self) -> Client:
        return Client(enforce_csrf_checks=True)

    def test_our_own_form_comes_back_with_everything_that_was_typed(self, strict: Client) -> None:
        typed = {"identifier": "lin@example.test", "note": "<b>甲</b>", "password": "secret-word"}

        answer = strict.post("/account/sign-in", typed, headers={"Sec-Fetch-Site": "same-origin"})

        page = answer.content.decode()
        assert answer.status_code == 403
        assert 'action="/account/sign-in"' in page
        assert 'name="identifier" value="lin@example.test"' in page
        assert "&lt;b&gt;甲&lt;/b&gt;" in page
        assert "secret-word" not in page

    def test_a_form_of_another_site_gets_nothing_back(self, strict: Client) -> None:
        answer = strict.post(
            "/account/sign-in", {"identifier": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
        )

        assert answer.status_code == 403
        assert 'name="identifier"' not in answer.content.decode()

    def test_files_must_be_chosen_again_and_the_page_says_so(self, strict: Client) -> None:
        answer = strict.post(
            "/account/sign-in",
            {"note": "x", "file": SimpleUploadedFile("a.txt", b"abc")},
            headers={"Sec-Fetch-Site": "same-origin"},
        )

        assert "重新选择" in answer.content.decode()
