"""Holders of the time before open their account by a one-time code; knowing a number is nothing."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError

from anzhu.audit.models import Entry
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.kernel.limits import TooMany
from anzhu.notices.models import Delivery
from anzhu.people import activation, enrolment, mailbox, on_record
from anzhu.people.actions import actor_for
from anzhu.people.models import Account, ActivationSlip, Challenge, ContactOnRecord, Person
from anzhu.people.passwords import account_with
from anzhu.registrations.activation import begin
from anzhu.registrations.importing import reading, writing
from anzhu.rules import parameters
from anzhu.rules.activation import Document
from anzhu.rules.facts import Role
from tests.domain import factories
from tests.domain.registrations.lists import LI, OPERATOR, ZHANG, lines, of_li, row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = clock.noon(TODAY)
NEW = {"phone": "13912345678", "email": "new@example.org", "password": "correct horse 57"}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(NOW):
        yield


@pytest.fixture
def zhang() -> Person:
    """张守业 has a contact on record, 李桂兰 has none."""
    sheet = reading.read(lines(row(), of_li()), on=TODAY)
    writing.take_over(sheet.rows, source="f" * 64, actor=OPERATOR, now=NOW)
    return Person.objects.get(name="张守业")


@pytest.fixture
def clerk() -> Actor:
    return factories.actor(Role.AGENCY_REVIEWER, agency=factories.agency())


def asked(said: str = ZHANG, name: str = "张守业", address: str = "::1") -> str:
    return begin(name=name, said=said, address=address, now=NOW)


def the_code() -> str:
    return "".join(
        sign for sign in str(mail.outbox[-1].body).split("验证码是")[1] if sign.isdigit()
    )[:6]


def opened(token: str, code: str, **changed: str) -> Account | None:
    return activation.confirm(token=token, code=code, now=NOW, **{**NEW, **changed})


def li() -> Person:
    return Person.objects.get(name="李桂兰")


def slip(clerk: Actor, person: Person, **changed: object) -> activation.Slip:
    usual = {"document": Document.ID_CARD, "seen": True, "key": "k", "actor": clerk, "now": NOW}
    return activation.issue_slip(person_id=person.pk, **{**usual, **changed})


# --- by the contact on record ------------------------------------------------------------------


@pytest.mark.parametrize("said", [ZHANG, ZHANG.lower(), "AQ08-370012", "aq08 370012"])
def test_the_code_goes_to_the_contact_on_record_and_opens_the_account_once(zhang, jobs, said):
    token = asked(said)
    jobs()
    assert [message.to for message in mail.outbox] == [["zhang@example.org"]]
    assert sorted(Delivery.objects.values_list("channel", flat=True)) == ["email", "sms"]

    account = opened(token, the_code())

    assert account is not None
    assert account.person == zhang
    assert (account.role, account.email, account.phone) == (
        Role.APPLICANT, "", NEW["phone"],
    )  # fmt: skip
    assert account_with(NEW["email"], NEW["password"]) is None
    assert account_with(NEW["phone"], NEW["password"]) == account
    assert mailbox.asked(account) == NEW["email"]
    assert not ContactOnRecord.objects.filter(person=zhang).exists()
    assert Entry.objects.get(event="account.activated").data["by"] == "code"
    assert opened(token, the_code(), email="x@example.org", phone="13912345679") is None
    assert Account.objects.filter(person=zhang).count() == 1
    jobs()
    assert [message.to[0] for message in mail.outbox[1:]] == ["zhang@example.org", NEW["email"]]
    assert "已激活" in mail.outbox[1].body
    assert mailbox.confirm(code=the_code(), actor=actor_for(account), now=NOW)
    assert account_with(NEW["email"], NEW["password"]) == account


def test_whoever_is_asked_for_gets_the_same_answer_for_the_same_work(
    zhang, jobs, django_assert_num_queries
):
    factories.account(Role.APPLICANT, of=factories.person("周岩"))
    waiting = [
        (ZHANG, "张守业"),
        (ZHANG, "张守"),
        (LI, "李桂兰"),
        ("AQ08370012", "李桂兰"),
        (Person.objects.get(name="周岩").id_number, "周岩"),
        ("99999999999", "没有的人"),
    ]
    tokens = []
    asked("20990000001", "谁也不是")
    for said, name in waiting:
        with django_assert_num_queries(8):
            tokens.append(asked(said, name, address=name))
    assert len({len(token) for token in tokens}) == 1
    jobs()
    # Only 张守业 is sent a code; the one who has an account is told so.
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        ["zhang@example.org", Account.objects.get(person__name="周岩").email]
    )
    for token in tokens[1:]:
        assert opened(token, "000000") is None
    assert Account.objects.filter(person=zhang).first() is None


def test_a_wrong_code_costs_a_try_and_the_fifth_the_code(zhang, jobs):
    token = asked()
    jobs()
    right = the_code()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert opened(token, wrong) is None
    assert opened(token, right) is None
    assert not Account.objects.filter(person=zhang).exists()


def test_a_code_is_dead_after_its_time_and_before_it_is_sent(zhang, jobs):
    token = asked()
    assert opened(token, "") is None
    jobs()
    late = NOW + timedelta(minutes=16)
    assert activation.confirm(token=token, code=the_code(), now=late, **NEW) is None
    assert Challenge.objects.get(token=token).used_at is None


@pytest.mark.parametrize(
    ("changed", "refused_for"),
    [
        ({"password": "1234567890"}, "password.weak"),
        ({"phone": "123"}, "phone.malformed"),
        ({"phone": "13800000055"}, "activation.phone_taken"),
    ],
)
def test_what_is_wrong_with_the_new_contact_leaves_the_code_good(zhang, jobs, changed, refused_for):
    other = factories.account(Role.APPLICANT)
    Account.objects.filter(pk=other.pk).update(phone="13800000055")
    token = asked()
    jobs()
    with pytest.raises(Refused) as refused:
        opened(token, the_code(), **changed)
    assert refused.value.codes[0] == refused_for
    assert not Account.objects.filter(person=zhang).exists()
    assert opened(token, the_code()) is not None


def test_asking_is_counted_by_address_and_by_number(zhang):
    for turn in range(5):
        asked(address=f"10.0.0.{turn}")
    with pytest.raises(TooMany):
        asked(address="10.0.0.9")
    with pytest.raises(TooMany):
        asked(ZHANG[:6] + "-" + ZHANG[6:], address="10.0.0.10")
    for turn in range(10):
        asked(said=f"2099000000{turn}", address="10.1.1.1")
    with pytest.raises(TooMany):
        asked(said="20990000011", address="10.1.1.1")


# --- by a slip of the counter ------------------------------------------------------------------


def test_a_slip_opens_the_account_of_whom_no_code_reaches(zhang, clerk, jobs):
    printed = slip(clerk, li())
    assert slip(clerk, li()) == printed
    assert printed.expires_at == NOW + timedelta(days=parameters.ACTIVATION_SLIP_DAYS.on(TODAY))
    token = asked(LI, "李桂兰")
    jobs()
    assert mail.outbox == []
    kept = ActivationSlip.objects.get()
    assert printed.code.replace("-", "") not in kept.code_digest

    assert opened(token, printed.code.lower().replace("-", " ")) is not None

    kept.refresh_from_db()
    assert kept.used_at == NOW
    issued = Entry.objects.get(event="activation.slip_issued")
    assert (issued.data["document"], issued.account_id) == ("id_card", clerk.account_id)
    assert Entry.objects.get(event="account.activated").data["by"] == "slip"


def test_a_newer_slip_voids_the_older_and_a_slip_is_for_one_person(zhang, clerk):
    first, second = slip(clerk, li()), slip(clerk, li(), key="again")
    assert first.code != second.code
    assert opened(asked(LI, "李桂兰"), first.code) is None
    assert opened(asked(address="2"), second.code) is None
    with pytest.raises(Refused) as gone:
        slip(clerk, li())
    assert gone.value.codes == ["activation.slip_gone"]
    assert opened(asked(LI, "李桂兰", address="3"), second.code) is not None
    with pytest.raises(IntegrityError, match="one_live_activation_slip_per_person"):
        for _ in range(2):
            ActivationSlip.objects.create(
                person=zhang,
                code_digest="x",
                document="id_card",
                issued_at=NOW,
                issued_by_id=clerk.account,
                expires_at=NOW,
                tries_left=1,
            )


def test_a_slip_dies_of_age_and_of_wrong_tries(zhang, clerk):
    printed = slip(clerk, li())
    late = printed.expires_at
    token = begin(name="李桂兰", said=LI, address="1", now=late)
    assert activation.confirm(token=token, code=printed.code, now=late, **NEW) is None
    ActivationSlip.objects.update(tries_left=5)
    for turn in range(5):
        assert opened(asked(LI, "李桂兰", address=f"{turn}"), "AAAAA-AAAAA") is None
    token = begin(name="李桂兰", said="20220000777", address="9", now=NOW)
    assert opened(token, printed.code) is None
    assert not Account.objects.filter(person=li()).exists()


@pytest.mark.parametrize(
    ("changed", "refused_for"),
    [
        ({"document": None}, ["activation.no_document"]),
        ({"seen": False}, ["activation.not_compared"]),
        ({"document": None, "seen": False}, ["activation.no_document", "activation.not_compared"]),
    ],
)
def test_a_slip_needs_a_document_in_hand(zhang, clerk, changed, refused_for):
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        slip(clerk, li(), **changed)
    assert refused.value.codes == refused_for
    assert not ActivationSlip.objects.exists()
    assert Entry.objects.count() == before


def test_nobody_prints_a_slip_for_himself_or_for_who_needs_none(zhang, clerk):
    own = factories.account(Role.AGENCY_REVIEWER, of=li(), agency=factories.agency())
    selfish = Actor(
        role=Role.AGENCY_REVIEWER, account_id=own.pk, person_id=li().pk, agency_id=own.agency_id
    )
    with pytest.raises(Refused) as refused:
        slip(selfish, li())
    assert refused.value.codes == ["separation.own_case"]
    known = factories.account(Role.APPLICANT)
    with pytest.raises(Refused) as needless:
        slip(clerk, known.person)
    assert needless.value.codes == ["activation.not_waiting"]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.MINISTRY_APPROVER, Role.CENTRE_PRODUCER])
def test_only_counters_print_slips(zhang, role):
    with pytest.raises(NotVisible):
        slip(factories.actor(role), li())


def test_slips_of_a_person_are_counted(zhang, clerk):
    for turn in range(5):
        slip(clerk, li(), key=str(turn))
    with pytest.raises(TooMany):
        slip(clerk, li(), key="one more")


# --- by the ordinary sign-up -------------------------------------------------------------------


def signs_up(email: str, name: str = "张守业") -> str:
    return enrolment.sign_up_begin(
        name=name,
        id_number=ZHANG,
        phone="13912345678",
        email=email,
        password=NEW["password"],
        address="::1",
        now=NOW,
    )


def test_signing_up_with_the_address_on_record_matches_the_holder_and_doubles_nobody(zhang, jobs):
    token = signs_up("Zhang@example.org")
    jobs()
    account = enrolment.sign_up_confirm(token=token, code=the_code(), now=NOW)
    assert account is not None
    assert account.person == zhang
    assert Person.objects.filter(name="张守业").count() == 1
    assert not ContactOnRecord.objects.filter(person=zhang).exists()


@pytest.mark.parametrize(
    ("email", "name"), [("thief@example.org", "张守业"), ("zhang@example.org", "贼某")]
)
def test_whoever_merely_knows_the_number_of_a_holder_is_led_to_the_activation(
    zhang, jobs, email, name
):
    token = signs_up(email, name)
    jobs()
    (told,) = mail.outbox
    assert (told.to, "激活账号" in told.body) == ([email], True)
    assert "验证码是" not in told.body
    for code in ("000000", "123456"):
        assert enrolment.sign_up_confirm(token=token, code=code, now=NOW) is None
    assert not Account.objects.filter(person=zhang).exists()


def test_an_account_that_is_there_is_told_and_no_slip_or_code_opens_a_second(zhang, jobs, clerk):
    token = asked()
    printed = slip(clerk, zhang)
    factories.account(Role.APPLICANT, of=zhang)
    jobs()
    assert "您已有账号" in mail.outbox[-1].body
    assert opened(token, printed.code) is None
    assert on_record.waiting(zhang.pk) is None
