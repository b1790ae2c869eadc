"""Whose hours a list brings: people not here yet, corrected numbers, other institutions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from anzhu.education import actions, queries
from anzhu.education.models import Record
from anzhu.kernel.errors import NotVisible
from anzhu.ops.demo import cast
from anzhu.people.actions import person_for
from anzhu.rules.facts import Role
from tests.domain import factories
from tests.domain.education.conftest import LAW, NOW, UNKNOWN, counts, row

pytestmark = pytest.mark.django_db


def test_records_wait_for_people_who_sign_up_later(send, commit):
    commit(send(("张三", UNKNOWN, LAW, "2026-05-06", 8)))
    assert Record.objects.get().person is None
    person = person_for(name="张三", id_number=UNKNOWN)
    assert [one.hours for one in queries.for_the_law(person)] == [Decimal(8)]
    assert [one.course for one in queries.mine(factories.actor(Role.APPLICANT, of=person))] == [LAW]


def test_a_corrected_number_loses_no_hours_and_both_numbers_are_the_same_person(
    send, commit, clerk, correct_number
):
    """Hours that came before sign-up, under the wrong and under the right number, all count."""
    wrong = UNKNOWN
    right = cast.id_number(date(1991, 4, 5), 79, woman=False)
    commit(
        send(("张三", wrong, LAW, "2026-05-06", 8), ("张三", right, "职业健康", "2026-05-07", 8))
    )
    person = person_for(name="张三", id_number=wrong)

    correct_number(person, right)

    person.refresh_from_db()
    assert [one.course for one in queries.of_person(person)] == [LAW, "职业健康"]
    for number in (wrong, right):
        found = queries.trainee(clerk, name="张三", id_number=number)
        assert {one.course for one in found} == {LAW, "职业健康"}
        # Neither number brings a course in twice.
        again = send(
            ("张三", number, LAW, "2026-05-06", 8), ("张三", number, "应急", "2026-05-08", 8)
        )
        assert counts(again) == (1, 1, 0)
    commit(again)
    commit(send(("张三", wrong, "法规", "2026-05-09", 8)))
    assert {one.person for one in Record.objects.all()} == {person}


def test_a_former_number_that_is_somebody_elses_now_is_theirs(send, commit, clerk, correct_number):
    person = person_for(name="张三", id_number=UNKNOWN)
    correct_number(person, cast.id_number(date(1991, 4, 5), 79, woman=False))
    other = person_for(name="张山", id_number=UNKNOWN)

    batch = commit(
        send(("张三", UNKNOWN, LAW, "2026-05-06", 8), ("张山", UNKNOWN, LAW, "2026-05-06", 8))
    )

    assert counts(batch) == (1, 0, 1)
    assert Record.objects.get().person == other
    assert queries.of_person(person) == []


def test_a_record_under_another_name_is_not_found_by_the_number_alone(send, commit):
    commit(send(("张三", UNKNOWN, LAW, "2026-05-06", 8)))
    assert queries.for_the_law(person_for(name="李四", id_number=UNKNOWN)) == ()


def test_another_institution_knows_nothing_of_it(send, commit, lin):
    batch = commit(send(row(lin)))
    other = replace(
        factories.actor(Role.INSTITUTION),
        institution_id=factories.institution("JN", "济南培训学校").pk,
    )
    for act in (
        lambda: queries.batch(other, batch.number),
        lambda: actions.revoke(batch_id=batch.pk, reason="x", key="x", actor=other, now=NOW),
        lambda: actions.commit(batch_id=batch.pk, key="x", actor=other, now=NOW),
    ):
        with pytest.raises(NotVisible):
            act()
    assert queries.trainee(other, name=lin.name, id_number=lin.id_number) == []
    assert Record.objects.standing().count() == 1


def test_a_trainee_is_found_by_the_whole_number_and_name_only(send, commit, clerk, lin):
    commit(send(row(lin)))
    assert len(queries.trainee(clerk, name=lin.name, id_number=f" {lin.id_number} ")) == 1
    assert queries.trainee(clerk, name="林", id_number=lin.id_number) == []
    assert queries.trainee(clerk, name=lin.name, id_number=lin.id_number[:10]) == []
