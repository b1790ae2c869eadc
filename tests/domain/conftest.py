import pytest

from tests.world import Story


@pytest.fixture
def story(db: None) -> Story:
    """The named people, their agencies and employers; no cases yet."""
    return Story()
