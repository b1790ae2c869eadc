"""One registration a day for a person: promised by the database, whoever writes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from anzhu.audit import verify
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.registrations import actions
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Role
from anzhu.rules.grants import EndedAs
from tests.domain import factories

pytestmark = pytest.mark.django_db
SINCE = date(2022, 1, 10)
DAY = timedelta(days=1)


def another(held: Registration, *, granted_on: date, closed_on: date | None) -> Registration:
    return Registration.objects.create(
        person=held.person,
        number=held.number,
        category="mine",
        employer_name="x",
        employer_uscc="y",
        granted_on=granted_on,
        valid_from=granted_on,
        valid_until=granted_on + 900 * DAY,
        closed_on=closed_on,
        case_ref=f"{granted_on:%y%m%d}",
    )


@pytest.mark.parametrize(
    ("granted_on", "closed_on", "fits"),
    [
        (SINCE - 900 * DAY, SINCE, True),
        (SINCE - 900 * DAY, SINCE + DAY, False),
        (SINCE + 99 * DAY, None, False),
        (SINCE + 100 * DAY, None, True),
        (SINCE + 10 * DAY, SINCE + 20 * DAY, False),
    ],
)
def test_no_two_of_a_person_stand_on_the_same_day(granted_on, closed_on, fits):
    held = factories.registration(factories.person(), since=SINCE)
    Registration.objects.filter(pk=held.pk).update(closed_on=SINCE + 100 * DAY)
    if fits:
        assert another(held, granted_on=granted_on, closed_on=closed_on).pk
        return
    with pytest.raises(IntegrityError, match="stand_on_the_same_day"), transaction.atomic():
        another(held, granted_on=granted_on, closed_on=closed_on)


def test_different_people_stand_side_by_side():
    for _ in range(2):
        factories.registration(factories.person(), since=SINCE)
    assert Registration.objects.count() == 2


def test_a_registration_is_ended_once_and_in_the_record():
    holder, centre = factories.person(), factories.actor(Role.CENTRE_REVIEWER)
    held = factories.registration(holder, since=SINCE)
    now = clock.noon(SINCE + 30 * DAY)
    ask = {"person_id": holder.pk, "how": EndedAs.CANCELLED, "chain": "c", "actor": centre}
    row = actions.end(now=now, **ask)
    assert (row.pk, row.closed_on, row.ended_as) == (held.pk, SINCE + 30 * DAY, "cancelled")
    assert row.in_force_on(SINCE + 29 * DAY)
    assert not row.in_force_on(SINCE + 30 * DAY)
    assert not list(verify.faults())
    with pytest.raises(Refused) as refused:
        actions.end(now=now, **ask)
    assert refused.value.codes == ["registration.none"]


def test_a_first_registration_is_granted_to_nobody_who_ever_held_one():
    holder = factories.person()
    factories.registration(holder, since=date(2015, 1, 1))
    with pytest.raises(Refused) as refused:
        actions.grant(
            person_id=holder.pk,
            category="mine",
            employer_name="x",
            employer_uscc="y",
            case_ref="26AAAAAAAA",
            on=date(2026, 1, 1),
        )
    assert refused.value.codes == ["batch.registered_before"]
    assert Registration.objects.count() == 1
