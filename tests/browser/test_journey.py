"""The straight line in a real browser: from sign-up to the certificate in her hand."""

import pytest

from anzhu.ops.demo.world import World
from tests import effort
from tests.browser import line
from tests.browser.desks import Staff
from tests.browser.engineer import Engineer
from tests.browser.screen import Screen
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_sign_up_to_the_collected_certificate(
    live: Live, town: World, size: tuple[int, int]
) -> None:
    fang = Engineer(Screen.opened(live, "fang", size=size))
    fang.signs_up()
    line.applies(fang)
    effort.hold("初始，第一次办理", fang.screen.counted, with_mouse=fang.screen.with_mouse)

    # The desks are the same in both journeys: they are looked at once, where staff sit.
    staff = Staff(live, town, watched=size == DESKTOP)
    line.is_reviewed(staff, fang)
    pdf = line.is_granted_and_made(staff, fang, size)
    line.is_collected(staff, fang)
    line.is_verified(Screen.opened(live, "anybody", size=size), pdf)
