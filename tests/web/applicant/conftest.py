from collections.abc import Iterator

import pytest

from anzhu.kernel import clock
from tests.web.applicant.filling import NOW, Engineer, engineer


@pytest.fixture
def today() -> Iterator[None]:
    """It is the day of the stories."""
    with clock.at(NOW):
        yield


@pytest.fixture
def lin() -> Engineer:
    """林岚, who has just begun an initial registration."""
    return engineer().starts()
