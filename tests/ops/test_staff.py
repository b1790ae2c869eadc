"""Who works here: accounts that start without a password; a refusal changes nothing."""

from datetime import date

import pytest

from anzhu import words
from anzhu.audit.models import Entry
from anzhu.kernel import clock
from anzhu.ops import cli
from anzhu.ops.commands import staff
from anzhu.ops.demo import cast
from anzhu.organisations.models import Agency
from anzhu.people import actions, challenges, enrolment, passwords
from anzhu.people.models import Account, Challenge, Person
from anzhu.rules.facts import Role

CHEN = cast.id_number(date(1980, 3, 8), 16, woman=True)
ADD = {
    "--name": "陈静",
    "--id-number": CHEN,
    "--role": "centre_reviewer",
    "--email": "chen@centre.example.org",
}
PASSWORD = "correct horse 47 battery"


@pytest.fixture
def says(db: None, capsys: pytest.CaptureFixture[str]):
    """Run `anzhu staff …`; the exit code and what was said."""

    def run(*arguments: str) -> tuple[int, str]:
        parser = cli.argparse.ArgumentParser()
        staff.configure(parser)
        code = staff.run(parser.parse_args(arguments))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def add(says, **changed: str) -> tuple[int, str]:
    wanted = {**ADD, **{f"--{name}": value for name, value in changed.items()}}
    return says("add", *(part for pair in wanted.items() for part in pair))


def test_a_new_account_opens_by_no_password_until_its_owner_sets_one_by_mail(says):
    code, said = add(says)

    assert (code, "chen@centre.example.org" in said) == (0, True)
    account = Account.objects.get()
    assert not account.has_usable_password()
    assert passwords.account_with(account.email, "") is None

    token = enrolment.reset_begin(identifier=account.email, address="::1", now=clock.now())
    challenge = Challenge.objects.get(token=token)
    code = next(
        f"{number:06d}"
        for number in range(1_000_000)
        if challenges.digest(token, f"{number:06d}") == challenge.code_digest
    )
    enrolment.reset_confirm(token=token, code=code, password=PASSWORD, now=clock.now())

    found = passwords.account_with(account.email, PASSWORD)
    assert found == account
    assert found.role == Role.CENTRE_REVIEWER
    assert Entry.objects.filter(event="account.staff_added").exists()


@pytest.mark.parametrize(
    ("changed", "objection"),
    [
        ({"name": " "}, "staff.no_name"),
        ({"id-number": CHEN[:-1] + "Z"}, "id_number.malformed"),
        ({"email": "chen"}, "email.malformed"),
        ({"role": "agency_reviewer"}, "staff.needs_agency"),
        ({"agency": "SD"}, "staff.has_no_agency"),
        ({"role": "agency_lead", "agency": "XX"}, "staff.unknown_agency"),
        ({"email": "TAKEN@example.org"}, "staff.email_taken"),
        ({"id-number": cast.id_number(date(1990, 1, 1), 3, woman=True)}, "staff.other_name"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_nobody_is_added(says, changed, objection):
    somebody = actions.open_account(
        name="王小明",
        id_number=cast.id_number(date(1990, 1, 1), 3, woman=True),
        role=Role.APPLICANT,
        email="taken@example.org",
        phone="13800000009",
        password=PASSWORD,
        now=clock.now(),
    )
    entries = Entry.objects.count()

    code, said = add(says, **changed)

    assert code == 1
    beginning = words.raw(f"objections.{objection}").split("{")[0]
    assert beginning in said
    assert list(Account.objects.all()) == [somebody]
    assert Person.objects.count() == 1
    assert Entry.objects.count() == entries


def test_agency_staff_belong_to_their_agency(says):
    agency = Agency.objects.create(
        code="SD", name="山东省应急管理厅", kind="province", open_from=date(2019, 11, 25)
    )
    assert add(says, role="agency_reviewer", agency="SD")[0] == 0
    assert Account.objects.get().agency == agency
    assert "山东省应急管理厅" in says("list")[1]


def test_an_account_is_disabled_and_a_lost_second_factor_forgotten(says):
    add(says)
    account = Account.objects.get()
    actions.second_factor_begin(account_id=account.pk)
    Account.objects.update(totp_confirmed_at=clock.now())
    assert words.text("ops.staff.active") in says("list")[1]

    assert says("reset-second-factor", account.email)[0] == 0
    assert words.text("ops.staff.waiting") in says("list")[1]
    assert says("disable", account.email)[0] == 0
    assert words.text("ops.staff.disabled") in says("list")[1]

    account.refresh_from_db()
    assert (account.is_active, account.totp_sealed, account.totp_confirmed_at) == (
        False,
        None,
        None,
    )


@pytest.mark.parametrize("verb", ["disable", "reset-second-factor"])
def test_only_staff_are_touched(says, verb):
    actions.open_account(
        name="林岚",
        id_number=CHEN,
        role=Role.APPLICANT,
        email="lin@example.org",
        phone="13800000001",
        password=PASSWORD,
        now=clock.now(),
    )
    assert says(verb, "lin@example.org")[0] == 1
    assert says(verb, "nobody@example.org")[0] == 1
    assert Account.objects.get().is_active
