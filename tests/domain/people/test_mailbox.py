"""An e-mail address is used for nothing until its owner has typed the code that was sent there."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from anzhu.audit.models import Entry
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.limits import TooMany
from anzhu.notices.models import Delivery, Notice
from anzhu.people import enrolment, mailbox
from anzhu.people.actions import actor_for
from anzhu.people.models import Account, Challenge
from anzhu.people.passwords import account_with, accounts_for
from anzhu.rules.facts import Role
from tests.domain import factories

pytestmark = pytest.mark.django_db
NOW = clock.noon(date(2026, 11, 23))
NEW, PASSWORD = "new@example.org", "correct horse 57"


@pytest.fixture(autouse=True)
def _today():
    with clock.at(NOW):
        yield


@pytest.fixture
def me() -> Actor:
    """Somebody whose account was activated and whose address is not confirmed yet."""
    account = factories.account(Role.APPLICANT)
    account.email = ""
    account.set_password(PASSWORD)
    account.save()
    return actor_for(account)


def mine(me: Actor) -> Account:
    return Account.objects.get(pk=me.account)


def ask(me: Actor, email: str = NEW) -> str:
    """The code that went out."""
    mailbox.begin(email=email, actor=me, now=NOW)
    return str(Delivery.objects.latest("pk").params["code"])


def other_than(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def nothing_changed(me: Actor) -> bool:
    told = Notice.objects.filter(account_id=me.account).exists()
    noted = Entry.objects.filter(event="account.email_confirmed").exists()
    return not (mine(me).email or told or noted)


def test_the_code_that_was_sent_there_makes_the_address_the_accounts(me, jobs):
    code = ask(me, " New@Example.org ")
    jobs()
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert mailbox.asked(mine(me)) == NEW
    assert nothing_changed(me)

    assert mailbox.confirm(code=code, actor=me, now=NOW)

    assert mine(me).email == NEW
    assert account_with(NEW, PASSWORD) == mine(me)
    assert Entry.objects.get(event="account.email_confirmed").account_id == me.account
    assert Notice.objects.get(account_id=me.account).event == "account.email_confirmed"
    assert mailbox.confirm(code=code, actor=me, now=NOW), "a repeated click gets the same answer"
    assert Entry.objects.filter(event="account.email_confirmed").count() == 1


def test_before_it_is_confirmed_it_gets_no_code_for_a_password_and_opens_nothing(me, jobs):
    ask(me)
    phone = mine(me).phone
    for said in (NEW, phone, ""):
        assert not accounts_for(said).exclude(phone=phone).exists()
        enrolment.reset_begin(identifier=said, address="::1", now=NOW)
    assert account_with(NEW, PASSWORD) is None
    assert list(Delivery.objects.values_list("event", flat=True)) == ["account.email_code"]


def test_a_wrong_code_costs_a_try_and_the_fifth_the_code_but_not_the_address(me):
    code = ask(me)
    for _ in range(5):
        assert not mailbox.confirm(code=other_than(code), actor=me, now=NOW)
    assert not mailbox.confirm(code=code, actor=me, now=NOW)
    assert nothing_changed(me)
    assert mailbox.asked(mine(me)) == NEW
    assert mailbox.confirm(code=ask(me), actor=me, now=NOW)


def test_a_code_is_dead_after_its_time_and_once_a_newer_one_is_sent(me):
    first = ask(me)
    late = NOW + timedelta(minutes=16)
    assert not mailbox.confirm(code=first, actor=me, now=late)
    assert nothing_changed(me)
    second = ask(me, "other@example.org")
    if first != second:
        assert not mailbox.confirm(code=first, actor=me, now=NOW)
    assert mailbox.confirm(code=second, actor=me, now=NOW)
    assert mine(me).email == "other@example.org"


def test_a_code_is_right_for_the_account_it_was_sent_for_only(me):
    code = ask(me)
    stranger = factories.account(Role.APPLICANT)
    Account.objects.filter(pk=stranger.pk).update(email="")
    assert not mailbox.confirm(code=code, actor=actor_for(stranger), now=NOW)
    assert nothing_changed(me)


def test_whose_address_it_is_does_not_show_and_no_code_takes_it(
    me, jobs, django_assert_max_num_queries
):
    theirs = factories.account(Role.APPLICANT)
    with django_assert_max_num_queries(12) as free:
        ask(me)
    with django_assert_max_num_queries(12) as taken:
        code = ask(me, theirs.email.upper())
    assert len(free) == len(taken)
    jobs()
    assert (mail.outbox[-1].to, "您已有" in mail.outbox[-1].body) == ([theirs.email], True)
    assert not mailbox.confirm(code=code, actor=me, now=NOW)
    assert nothing_changed(me)


def test_an_address_that_another_took_meanwhile_stays_theirs(me):
    code = ask(me)
    other = factories.account(Role.APPLICANT)
    Account.objects.filter(pk=other.pk).update(email=NEW)
    assert not mailbox.confirm(code=code, actor=me, now=NOW)
    assert nothing_changed(me)


def test_codes_are_counted_by_account_and_by_address(me):
    for turn in range(5):
        ask(me, f"{turn}@example.org")
    with pytest.raises(TooMany):
        ask(me, "6@example.org")
    for _ in range(5):
        stranger = factories.account(Role.APPLICANT)
        Account.objects.filter(pk=stranger.pk).update(email="")
        ask(actor_for(stranger))
    with pytest.raises(TooMany):
        ask(actor_for(stranger))


def test_a_confirmed_address_is_not_replaced_here(me):
    mailbox.confirm(code=ask(me), actor=me, now=NOW)
    sent = Challenge.objects.count()
    mailbox.begin(email="thief@example.org", actor=me, now=NOW)
    assert (Challenge.objects.count(), mine(me).email) == (sent, NEW)


def test_only_an_applicant_may_be_without_one(me):
    lead = factories.account(Role.CENTRE_REVIEWER)
    with (
        pytest.raises(IntegrityError, match="only_an_applicant_may_have_no_email_yet"),
        transaction.atomic(),
    ):
        Account.objects.filter(pk=lead.pk).update(email="")
