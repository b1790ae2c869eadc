"""The same line with scripts switched off: slower, but nothing is missing."""

import pytest

from anzhu.ops.demo.world import World
from tests.browser import line
from tests.browser.desks import Staff
from tests.browser.engineer import Engineer
from tests.browser.screen import Screen
from tests.live import DESKTOP, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_everybody_does_their_part_without_a_script(live: Live, town: World) -> None:
    fang = Engineer(Screen.opened(live, "plain", javascript=False))
    fang.screen.watched = False
    fang.signs_up()
    line.applies(fang)

    staff = Staff(live, town, watched=False, javascript=False)
    line.is_reviewed(staff, fang)
    pdf = line.is_granted_and_made(staff, fang, DESKTOP)
    line.is_collected(staff, fang)
    anybody = Screen.opened(live, "anybody", javascript=False)
    anybody.watched = False
    line.is_verified(anybody, pdf)
