"""The straight line in four parts, told of whoever walks it."""

from urllib.parse import urlsplit

from tests.browser.desks import UNMET, Desk, Staff
from tests.browser.engineer import Engineer
from tests.browser.public import by_number_and_name, by_the_code
from tests.browser.screen import Screen
from tests.browser.upstairs import Centre, Counter, Ministry, Producer, certificate, scanned

Size = tuple[int, int]


def applies(fang: Engineer) -> None:
    """From home to the receipt; her clicks and words are counted from here."""
    fang.screen.starts_counting()
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


def is_reviewed(staff: Staff, fang: Engineer) -> None:
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


def is_granted_and_made(staff: Staff, fang: Engineer, size: Size) -> bytes:
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


def is_collected(staff: Staff, fang: Engineer) -> None:
    """The parcel is opened, and she comes for her certificate."""
    counter = staff.at(Counter, "周明", "counter")
    counter.receives()
    fang.sees("待领取", "status-to-collect")
    counter.hands_out()
    fang.sees("已领取", "status-collected")


def is_verified(anybody: Screen, pdf: bytes) -> None:
    """By the code on what was printed, then by number and name."""
    address = urlsplit(scanned(certificate(pdf))).path
    by_number_and_name(anybody, by_the_code(anybody, address))
