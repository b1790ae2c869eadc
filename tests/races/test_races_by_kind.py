"""Races of renewal, change and re-registration: one wins, no day is doubled or lost."""

from datetime import date, timedelta

import pytest

from anzhu.audit import verify
from anzhu.cases import actions as cases
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.production import actions
from anzhu.production.models import Batch, Item
from anzhu.registrations import actions as registrations
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.grants import EndedAs
from tests.domain import factories
from tests.races.conftest import race

pytestmark = pytest.mark.django_db(transaction=True)
SINCE, E = date(2021, 12, 1), date(2026, 11, 30)
NOW = clock.noon(E - timedelta(days=7))
AFTER = clock.noon(E + timedelta(days=1))
KINDS = [Kind.RENEWAL, Kind.CHANGE, Kind.RE_REGISTRATION]


def frozen(kind: Kind) -> tuple[Case, Batch]:
    """A case of this kind, by somebody whose registration allows it, in a frozen batch."""
    holder = factories.person()
    over = kind is Kind.RE_REGISTRATION
    factories.registration(holder, since=date(2019, 3, 1) if over else SINCE)
    asks = factories.change(employer=True) if kind is Kind.CHANGE else None
    case = factories.case(of=holder, kind=kind, asks=asks)
    centre = factories.actor(Role.CENTRE_REVIEWER)
    batch = actions.compile_batch(case_ids=[case.pk], key="c", actor=centre, now=NOW)
    return case, actions.freeze(batch_id=batch.pk, key="f", actor=centre, now=NOW)


def approving(batch: Batch, now=NOW, key: str = "a"):
    ministry = factories.actor(Role.MINISTRY_APPROVER)
    return lambda: actions.approve(
        batch_id=batch.pk,
        leaving_out={},
        refusing={},
        second_factor=True,
        key=key,
        actor=ministry,
        now=now,
    )


def withdrawing(case: Case):
    account = factories.Account.objects.get(person=case.person_id, role=Role.APPLICANT)
    actor = factories.Actor(role=Role.APPLICANT, account_id=account.pk, person_id=case.person_id)
    return lambda: cases.withdraw(case_id=case.pk, key="w", actor=actor, now=NOW)


def stands_once(case: Case) -> None:
    rows = Registration.objects.filter(person=case.person_id)
    days = [SINCE + timedelta(days=step) for step in range(0, 4000, 7)]
    assert all(sum(row.in_force_on(day) for row in rows) <= 1 for day in days)
    assert rows.filter(closed_on=None).count() <= 1
    assert not list(verify.faults())


@pytest.mark.parametrize("kind", KINDS)
def test_approving_against_withdrawing(kind: Kind):
    case, batch = frozen(kind)
    finish = race(approving(batch), withdrawing(case))
    assert not finish.broken
    assert list(finish.refusals) == [["step.wrong_status"]]
    case.refresh_from_db()
    assert case.status == Status.APPROVED
    assert Registration.objects.filter(case_ref=case.ref).count() == Item.objects.count() == 1
    stands_once(case)


@pytest.mark.parametrize("kind", KINDS)
def test_two_clicks_grant_once(kind: Kind):
    case, batch = frozen(kind)
    finish = race(approving(batch), approving(batch, key="b"))
    assert not finish.broken
    assert list(finish.refusals) == [["batch.wrong_status"]]
    assert Registration.objects.filter(person=case.person_id).count() == 2
    stands_once(case)


@pytest.mark.parametrize("_", range(3))
@pytest.mark.parametrize("kind", [Kind.RENEWAL, Kind.CHANGE])
def test_granting_against_ending_the_registration(kind: Kind, _: int):
    case, batch = frozen(kind)
    centre = factories.actor(Role.CENTRE_REVIEWER)
    finish = race(
        approving(batch),
        lambda: registrations.end(
            person_id=case.person_id, how=EndedAs.REVOKED, chain="c", actor=centre, now=NOW
        ),
    )
    assert not finish.broken
    assert list(finish.refusals) in ([], [["batch.registration_ended"]])
    latest = Registration.objects.filter(person=case.person_id).latest("id")
    assert latest.ended_as == EndedAs.REVOKED
    stands_once(case)


@pytest.mark.parametrize("_", range(3))
def test_the_clock_against_the_decision_once_the_registration_is_over(_: int):
    case, batch = frozen(Kind.CHANGE)
    finish = race(approving(batch, AFTER), lambda: cases.expire(case_id=case.pk, now=AFTER))
    assert not finish.broken
    assert list(finish.refusals) == []
    case.refresh_from_db()
    assert case.status == Status.EXPIRED
    assert cases.queries.story(case).count("expire") == 1
    assert batch.members.get().outcome == "expired"
    assert Registration.objects.count() == 1
    stands_once(case)
