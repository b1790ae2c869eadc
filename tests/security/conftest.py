from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from anzhu.kernel import clock
from tests.security import town as towns
from tests.security import visits
from tests.security.town import NOW, Town
from tests.security.visits import Session


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """Built once for all stories of a file; each story takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield towns.built()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def everybody(town: Town, django_db_blocker: DjangoDbBlocker) -> dict[str, Session]:
    """All sessions at the doors of the town, by name."""
    with django_db_blocker.unblock(), clock.at(NOW):
        return visits.sessions(town)


@pytest.fixture(autouse=True)
def monday_after() -> Iterator[None]:
    """It is the Monday after the cases began."""
    with clock.at(NOW):
        yield
