"""A world for measuring is made of real cases: clean in the record, and life goes on in it."""

from collections import Counter

import pytest
from django.db import connection

from anzhu.audit import verify
from anzhu.cases import queries as cases
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.materials.models import Page
from anzhu.ops.demo import scale
from anzhu.ops.demo.scale_tables import COLUMNS
from anzhu.people.models import Person
from anzhu.registrations.models import HolderNumber, Registration
from anzhu.reviews import queries
from anzhu.rules.facts import REGISTRATION_KINDS, Kind, Status
from anzhu.rules.grants import Standing
from tests.world import MONDAY, Story

CASES = 2_000


@pytest.mark.django_db
def test_two_thousand_cases_are_clean_and_life_goes_on() -> None:
    story = Story()
    scale.build(CASES, now=MONDAY)
    assert Case.objects.count() == CASES
    assert list(verify.faults()) == []
    _is_as_it_was_ordered()
    assert len(queries.queue(story.zhou.actor, status=Status.FIRST_REVIEW).rows) == queries.PAGE
    assert story.submitted().status == Status.FIRST_REVIEW
    with pytest.raises(scale.AlreadyLaid):
        scale.build(10, now=MONDAY)
    assert Case.objects.count() == CASES + 1


def _is_as_it_was_ordered() -> None:
    """Shares of the statuses, people, pages, and numbers without a gap."""
    found = Counter(Case.objects.values_list("status", flat=True))
    assert 0.08 * CASES < found["first_review"] < 0.15 * CASES
    assert 0.01 * CASES < found["final_review"] < 0.06 * CASES
    assert Person.objects.filter(accounts__email__startswith="scale").count() == CASES / 2
    assert 3 <= Page.objects.count() / CASES <= 5
    given = sorted(HolderNumber.objects.values_list("number", flat=True))
    by_year = Counter(number[:4] for number in given)
    assert all(f"{year}{last:07d}" in given for year, last in by_year.items())
    assert Registration.objects.filter(closed_on=None).count() == len(given)
    _every_kind_was_granted()


def _every_kind_was_granted() -> None:
    """Renewed, changed and revived; a renewal carries one beyond its days, a change ended."""
    on = clock.day(MONDAY)
    granted = Case.objects.filter(status=Status.CLOSED).order_by()
    assert set(granted.values_list("kind", flat=True)) == set(REGISTRATION_KINDS)
    for row in Registration.objects.exclude(closed_on=None):
        assert row.granted_on <= row.closed_on
    standing = [
        cases.registration_of(person, on)[1]
        for person in HolderNumber.objects.values_list("person", flat=True)
    ]
    assert {Standing.IN_FORCE, Standing.RENEWAL_PENDING, Standing.EXPIRED} == set(standing)
    assert Case.objects.filter(kind=Kind.CHANGE, status=Status.EXPIRED).exists()


@pytest.mark.django_db
def test_a_number_of_cases_that_makes_no_sense_is_refused() -> None:
    for how_many in (0, scale.MOST + 1):
        with pytest.raises(ValueError, match=str(scale.MOST)):
            scale.build(how_many, now=MONDAY)
    assert not Case.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_every_column_is_laid_unless_the_database_gives_it(model: type) -> None:
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, model._meta.db_table)
    assert {column.name for column in table} - {"id"} == set(COLUMNS[model]) - {"id"}
