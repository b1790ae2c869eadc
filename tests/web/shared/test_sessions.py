"""A session proves who asks; it ends in many ways, and nothing typed is lost with it (S33)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from anzhu import words
from anzhu.kernel import clock, secrets
from anzhu.people.models import Account
from anzhu.rules.facts import Role
from anzhu.web.shared import kept
from tests.web.visitors import PASSWORD, Visitor, signed_in, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shared.trial_urls")]


def opens(who: Visitor, address: str) -> bool:
    return who.client.get(address).status_code == 200


def test_an_anonymous_visitor_is_sent_to_sign_in_and_back() -> None:
    answer = Client().get("/applicants?page=2")

    assert answer.headers["Location"] == "/account/sign-in?next=%2Fapplicants%3Fpage%3D2"


def test_a_script_of_ours_is_told_where_to_sign_in_and_keeps_its_page() -> None:
    answer = Client().post(
        "/applicants",
        {"note": "x"},
        headers={"X-Behaviour": "autosave", "Referer": "http://h/a?b=1"},
    )

    assert answer.status_code == 401
    assert answer.headers["X-Sign-In"] == "/account/sign-in?next=%2Fa%3Fb%3D1"


def test_staff_are_the_public_until_their_second_factor_is_done() -> None:
    reviewer = visitor(Role.CENTRE_REVIEWER)
    reviewer.gives_password()

    assert reviewer.client.get("/centre").headers["Location"].startswith("/account/second-factor")
    assert reviewer.gives_code("000000") == 422
    assert not opens(reviewer, "/centre")
    assert reviewer.gives_code() == 303
    assert opens(reviewer, "/centre")


def test_a_code_is_good_once() -> None:
    reviewer = signed_in(Role.CENTRE_REVIEWER)
    reviewer.client.post("/account/sign-out")
    reviewer.gives_password()

    assert reviewer.gives_code() == 422


@pytest.mark.parametrize(
    ("role", "address", "idle", "at_most"),
    [
        (Role.APPLICANT, "/applicants", timedelta(minutes=30), timedelta(hours=12)),
        (Role.CENTRE_REVIEWER, "/centre", timedelta(minutes=15), timedelta(hours=8)),
    ],
)
def test_a_session_ends_by_idling_and_by_age(
    role: Role, address: str, idle: timedelta, at_most: timedelta
) -> None:
    start = clock.now()
    with clock.at(start):
        who = signed_in(role)
    moment = start
    while moment - start + idle < at_most:
        moment += idle - timedelta(seconds=1)
        with clock.at(moment):
            assert opens(who, address), moment - start
    with clock.at(start + at_most + timedelta(seconds=1)):
        assert not opens(who, address)
    with clock.at(start):
        late = signed_in(role, 2)
    with clock.at(start + idle + timedelta(seconds=1)):
        assert not opens(late, address)


def test_asking_for_news_by_itself_does_not_keep_a_session_alive() -> None:
    start = clock.now()
    with clock.at(start):
        who = signed_in(Role.APPLICANT)
    for minutes in (10, 20, 29):
        with clock.at(start + timedelta(minutes=minutes)):
            who.client.get("/applicants", headers={"HX-Request": "true"})
    with clock.at(start + timedelta(minutes=31)):
        assert not opens(who, "/applicants")


@pytest.mark.parametrize("change", ["suspended", "password", "factor_reset", "factor_renewed"])
def test_what_happens_to_the_account_holds_at_the_next_request(change: str) -> None:
    reviewer = signed_in(Role.CENTRE_REVIEWER)
    account = Account.objects.get(pk=reviewer.account_id)
    match change:
        case "suspended":
            account.is_active = False
        case "password":
            account.set_password("another long password 9")
        case "factor_reset":
            account.totp_confirmed_at = account.totp_sealed = None
        case "factor_renewed":
            account.totp_confirmed_at = clock.now() + timedelta(seconds=5)
    account.save()

    assert not opens(reviewer, "/centre")


def test_a_changed_role_holds_at_the_next_request() -> None:
    reviewer = signed_in(Role.CENTRE_REVIEWER)
    Account.objects.filter(pk=reviewer.account_id).update(role=Role.CENTRE_PRODUCER)

    assert reviewer.client.get("/centre").status_code == 404


def test_a_cookie_is_worth_nothing_after_signing_out() -> None:
    who = signed_in(Role.APPLICANT)
    stolen = who.client.cookies["sessionid"].value
    who.client.post("/account/sign-out")

    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/applicants").status_code == 302


def test_the_key_of_a_session_changes_at_every_step_up() -> None:
    reviewer = visitor(Role.CENTRE_REVIEWER)
    reviewer.gives_password()
    before = reviewer.client.cookies["sessionid"].value
    reviewer.gives_code()

    assert reviewer.client.cookies["sessionid"].value != before


def test_a_form_sent_after_the_session_had_ended_is_offered_again_after_signing_in() -> None:
    who = visitor(Role.APPLICANT)
    late = who.client.post("/applicants", {"note": "三年化工安全管理", "password": "never-kept"})
    envelope = re.search(r'name="envelope" value="([0-9a-f]+)"', late.content.decode())

    assert late.status_code == 401
    assert "三年化工安全管理" in late.content.decode()
    assert envelope is not None
    signed = who.client.post(
        "/account/sign-in",
        {"identifier": who.email, "password": PASSWORD, "envelope": envelope[1]},
    )
    assert signed.headers["Location"] == "/account/go-on"
    page = who.client.get("/account/go-on").content.decode()
    assert 'action="/applicants"' in page
    assert 'name="note" value="三年化工安全管理"' in page
    assert "never-kept" not in page


def test_a_late_form_is_read_in_words_not_in_codes() -> None:
    answer = Client().post("/apply/cases/26AAAAAAAA/person", {"degree": "bachelor", "title": "x"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert words.text("people.degree.bachelor") in page
    assert ">bachelor<" not in page


def test_a_changed_envelope_is_nobodys() -> None:
    envelope = kept.seal("/applicants", [("note", "x")])

    assert kept.unseal(envelope) == ("/applicants", [("note", "x")])
    assert kept.unseal(envelope[:-2] + "00") is None
    assert kept.unseal("not hex") is None
    assert kept.unseal(secrets.seal("[]", "elsewhere").hex()) is None


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:1", ""])
def test_nobody_is_sent_to_another_site_after_signing_in(target: str) -> None:
    who = visitor(Role.APPLICANT)
    answer = who.client.post(
        "/account/sign-in", {"identifier": who.email, "password": PASSWORD, "next": target}
    )

    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")
