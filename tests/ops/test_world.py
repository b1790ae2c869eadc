"""The demonstration world is there whole, or not at all."""

import pytest

from anzhu.ops.demo import world
from anzhu.organisations.models import Agency
from anzhu.people.models import Account


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
