"""The straight line in a real browser: from sign-up to the certificate in her hand."""

import pytest

from anzhu.ops.demo.world import World
from tests.browser.engineer import Engineer
from tests.browser.screen import Screen
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: 5-screens 3.1: from home to the receipt of an initial registration.
MOST_CLICKS, MOST_TYPED = 60, 16


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_sign_up_to_the_collected_certificate(
    live: Live, town: World, size: tuple[int, int]
) -> None:
    fang = Engineer(Screen.opened(live, "fang", size=size))
    fang.signs_up()
    fang.screen.clicks = fang.screen.typed = 0

    fang.begins()
    fang.finds_her_agency()
    fang.tells_about_herself()
    fang.confirms_the_category()
    fang.tells_about_her_employer()
    fang.needs_no_education()
    fang.tells_where_she_worked()
    fang.prints_the_form()
    fang.goes_to_upload()
    fang.uploads_everything()
    fang.submits()

    assert fang.screen.clicks <= MOST_CLICKS
    assert fang.screen.typed <= MOST_TYPED
