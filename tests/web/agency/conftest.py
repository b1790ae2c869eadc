from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from anzhu.kernel import clock
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from tests.web.visitors import Visitor
from tests.world import MONDAY, Story

#: A Tuesday morning on which the agency works.
TUESDAY = MONDAY + timedelta(days=1)
Enters = Callable[[Somebody], Client]


@pytest.fixture
def story(db: None) -> Story:
    """The named people, their agencies and employers; no cases yet."""
    return Story()


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    """It is Tuesday, the day after the applications came in."""
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def enters() -> Enters:
    """Sign somebody of the world in through the real pages; staff with their second factor."""

    def enter(who: Somebody) -> Client:
        visitor = Visitor(who.account.pk, who.account.email, Client(), cast.TOTP_SECRET)
        assert visitor.gives_password(cast.PASSWORD) == 303
        if who.actor.is_staff:
            assert visitor.gives_code() == 303
        return visitor.client

    return enter


@pytest.fixture
def zhou(story: Story, enters: Enters) -> Client:
    """周明 at his desk."""
    return enters(story.zhou)


@pytest.fixture
def xu(story: Story, enters: Enters) -> Client:
    """许峰, the lead, at hers."""
    return enters(story.xu)
