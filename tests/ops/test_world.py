"""The demonstration world is there whole, or not at all."""

import pytest

from anzhu.cases import applying
from anzhu.education.models import Batch, Dispute
from anzhu.kernel import clock
from anzhu.ops.demo import learning, legacy, world
from anzhu.organisations.models import Agency
from anzhu.people import on_record
from anzhu.people.models import Account, Person
from anzhu.registrations.models import Registration
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
    assert (waiting.importable, waiting.repeated, waiting.faulty) == (2, 1, 4)
    assert "何静" in world.people_table() and "han@example.org" in world.people_table()


@pytest.mark.django_db
def test_a_newcomer_finds_holders_of_the_time_before_to_activate():
    legacy.take_over(clock.now())

    assert Registration.objects.count() == len(legacy.HOLDERS)
    gu = Registration.objects.get(person__name=legacy.GU.name)
    assert gu.category == "former_hazardous"
    assert (gu.valid_until - gu.valid_from).days < 3 * 366
    assert gu.in_force_on(clock.today())
    for name in (legacy.GU.name, legacy.SHEN.name):
        person = Person.objects.get(name=name)
        assert on_record.waiting(person.pk) is not None
        assert name in world.people_table()
