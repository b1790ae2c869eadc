"""The demonstration world is there whole, or not at all."""

import pytest

from anzhu.audit import verify
from anzhu.cases import applying, facts
from anzhu.education.models import Batch, Dispute
from anzhu.kernel import clock
from anzhu.ops.demo import later_kinds, learning, legacy, world
from anzhu.organisations.models import Agency
from anzhu.people import on_record
from anzhu.people import queries as people
from anzhu.people.models import Account, Person
from anzhu.registrations.models import Registration
from anzhu.rules.eligibility import may_renew_with_change
from anzhu.rules.facts import Kind
from anzhu.rules.grants import Standing
from anzhu.verification import queries as verification
from tests.world import MONDAY


@pytest.mark.django_db
def test_a_world_whose_making_is_cut_off_never_was(monkeypatch):
    def cut_off(*_: object) -> None:
        assert Agency.objects.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(world, "crowd", cut_off)

    with pytest.raises(KeyboardInterrupt):
        world.build()

    assert world.is_empty()
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_two_learners_one_with_enough_hours_and_one_short():
    founded = world.founded(MONDAY, pictures=False)
    people = learning.teach(founded.builder, founded.staff["何静"], founded.staff["罗培"], MONDAY)

    counted = {
        name: applying.learning_of(who.person, MONDAY)[1].counted for name, who in people.items()
    }
    assert counted == {"韩迟": 56, "梁缓": 32}
    assert Dispute.objects.get().record.person == people["梁缓"].person
    waiting = Batch.objects.get(state="checked")
    assert (waiting.importable, waiting.repeated, waiting.faulty) == (2, 1, 5)
    assert "何静" in world.people_table() and "han@example.org" in world.people_table()


@pytest.mark.django_db
def test_a_newcomer_finds_holders_of_the_time_before_to_activate():
    legacy.take_over(clock.now())

    assert Registration.objects.count() == len(legacy.HOLDERS)
    gu = Registration.objects.get(person__name=legacy.GU.name)
    assert gu.category == "former_hazardous"
    assert (gu.valid_until - gu.valid_from).days < 3 * 366
    assert gu.in_force_on(clock.today())
    held = people.holding_of(gu.person)
    assert held is not None
    assert gu.taken_over is not None
    assert held.listed_in == gu.taken_over.number
    for name in (legacy.GU.name, legacy.SHEN.name):
        person = Person.objects.get(name=name)
        assert on_record.waiting(person.pk) is not None
        assert name in world.people_table()


@pytest.mark.django_db
def test_for_every_later_kind_somebody_is_there_for_whom_it_is_open():
    founded = world.founded(MONDAY, pictures=False)
    school = learning.School(founded.staff["何静"])
    people = later_kinds.settle(founded.builder, school, MONDAY)
    today = clock.day(MONDAY)

    for one, kind in (
        (later_kinds.SONG, Kind.RENEWAL),
        (later_kinds.QIAO, Kind.CHANGE),
        (later_kinds.CHENG, Kind.RE_REGISTRATION),
    ):
        law = facts.filing_of(people[one.name].person, on=today)
        assert facts.objections_to_start(kind, law) == [], one.name
        assert one.name in world.people_table() and one.email in world.people_table()
    qiao = facts.filing_of(people["乔迁"].person, on=today)
    assert may_renew_with_change(qiao)
    for who in people.values():
        assert applying.learning_of(who.person, MONDAY)[1].counted >= 48


@pytest.mark.django_db
def test_one_registration_goes_on_while_its_renewal_is_looked_at():
    founded = world.founded(MONDAY, pictures=False)
    later_kinds.settle(founded.builder, learning.School(founded.staff["何静"]), MONDAY)
    today = clock.day(MONDAY)

    number = later_kinds.number_of(later_kinds.HOU, today)
    found = verification.look_up(number=number, name="侯延", on=today)
    assert found.standing is Standing.RENEWAL_PENDING
    assert found.valid_until is not None and found.valid_until < today
    assert list(verify.faults()) == []
