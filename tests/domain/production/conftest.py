"""Who decides, and whose registration ends soon."""

import pytest

from anzhu.kernel.actor import Actor
from anzhu.people.models import Person
from anzhu.rules.facts import Role
from tests.domain import factories
from tests.domain.production.granting import SINCE, E


@pytest.fixture
def centre() -> Actor:
    return factories.actor(Role.CENTRE_REVIEWER)


@pytest.fixture
def ministry() -> Actor:
    return factories.actor(Role.MINISTRY_APPROVER)


@pytest.fixture
def holder() -> Person:
    somebody = factories.person("沈知远")
    factories.registration(somebody, since=SINCE, until=E, category="mine")
    return somebody
