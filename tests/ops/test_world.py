"""The demonstration world is there whole, or not at all."""

import pytest

from anzhu.kernel import clock
from anzhu.ops.demo import legacy, world
from anzhu.organisations.models import Agency
from anzhu.people import on_record
from anzhu.people.models import Account, Person
from anzhu.registrations.models import Registration


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
