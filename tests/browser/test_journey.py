"""The straight line in a real browser: from sign-up to the certificate in her hand."""

from urllib.parse import urlsplit

import pytest

from anzhu.ops.demo.world import World
from tests.browser.desks import UNMET, Desk, Staff
from tests.browser.engineer import Engineer
from tests.browser.public import by_number_and_name, by_the_code
from tests.browser.screen import Screen
from tests.browser.upstairs import Centre, Counter, Ministry, Producer, certificate, scanned
from tests.live import DESKTOP, PHONE, Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: 5-screens 3.1: from home to the receipt of an initial registration.
MOST_CLICKS, MOST_TYPED = 60, 16
Size = tuple[int, int]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_sign_up_to_the_collected_certificate(live: Live, town: World, size: Size) -> None:
    fang = Engineer(Screen.opened(live, "fang", size=size))
    fang.signs_up()
    _applies(fang)
    # The desks are the same in both journeys: they are looked at once, where staff sit.
    staff = Staff(live, town, watched=size == DESKTOP)
    _is_reviewed(staff, fang)
    pdf = _is_granted_and_made(staff, fang, size)

    counter = staff.at(Counter, "周明", "counter")
    counter.receives()
    fang.sees("待领取", "status-to-collect")
    counter.hands_out()
    fang.sees("已领取", "status-collected")

    anybody = Screen.opened(live, "anybody", size=size)
    address = urlsplit(scanned(certificate(pdf))).path
    number = by_the_code(anybody, address)
    by_number_and_name(anybody, number)


def _applies(fang: Engineer) -> None:
    """From home to the receipt, within the clicks and words that are promised."""
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


def _is_reviewed(staff: Staff, fang: Engineer) -> None:
    """Returned once, corrected, passed, forwarded."""
    zhou = staff.at(Desk, "周明", "zhou")
    zhou.takes_the_next_case()
    zhou.judges(UNMET)
    zhou.returns_it()
    fang.corrects_what_was_returned()
    fang.submits_again()
    fang.sees("初审", "status-resubmitted")
    zhou.takes_the_next_case()
    zhou.judges()
    zhou.passes_it()
    staff.at(Desk, "许峰", "xu").forwards()
    fang.sees("待终审", "status-forwarded")


def _is_granted_and_made(staff: Staff, fang: Engineer, size: Size) -> bytes:
    """Concluded, listed, approved by somebody else, printed and shipped; what was printed."""
    staff.at(Centre, "陈静", "chen").concludes()
    batch = staff.at(Centre, "孙立", "sun").compiles_and_freezes()
    staff.at(Ministry, "赵敏", "zhao", size=size).approves(batch)
    fang.sees("制证中", "status-approved")
    wang = staff.at(Producer, "王磊", "wang")
    pdf = wang.prints()
    wang.checks(scanned(certificate(pdf)))
    wang.ships()
    fang.sees("已寄送", "status-shipped")
    return pdf
