"""What a request of the short tracks must say (clauses 5 to 7)."""

from dataclasses import replace

import pytest

from anzhu.rules.checklist import refusals_for
from anzhu.rules.facts import Kind
from anzhu.rules.identifiers import id_check_digit
from anzhu.rules.requests import (
    Corrected,
    Said,
    Subject,
    corrected_by,
    hand_in_is_due,
    objections_to_said,
    objections_to_wanted,
)
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")
_FIRST = "11010119900506054"
RIGHT = _FIRST + id_check_digit(_FIRST)
WRONG = _FIRST + ("0" if RIGHT[-1] != "0" else "1")
REISSUE = Said(sheet="certificate", why="lost", phone="13900001111")
CANCELLATION = Said(text="离职", phone="13900001111", understood=True)
MATTER = Said(subject="id_number", text="公安机关更正", phone="13900001111", wanted=RIGHT)


@pytest.mark.parametrize(
    ("kind", "said", "against"),
    [
        (Kind.REISSUE, REISSUE, []),
        (Kind.REISSUE, Said(), ["request.no_sheet", "request.no_why", "phone.missing"]),
        (Kind.REISSUE, replace(REISSUE, why="stolen"), ["request.no_why"]),
        (Kind.CANCELLATION, CANCELLATION, []),
        (
            Kind.CANCELLATION,
            Said(phone="139"),
            ["request.no_reason", "request.not_understood", "phone.malformed"],
        ),
        (Kind.OTHER_MATTERS, MATTER, []),
        (
            Kind.OTHER_MATTERS,
            Said(),
            ["request.no_subject", "request.no_details", "phone.missing"],
        ),
        (Kind.OTHER_MATTERS, replace(MATTER, wanted=""), ["id_number.missing"]),
        (
            Kind.OTHER_MATTERS,
            replace(MATTER, wanted=WRONG),
            ["id_number.check_digit"],
        ),
        (Kind.OTHER_MATTERS, replace(MATTER, subject="name", wanted=" "), ["request.no_wanted"]),
        (
            Kind.OTHER_MATTERS,
            replace(MATTER, subject="contact", wanted="lin@"),
            ["email.malformed"],
        ),
        (
            Kind.OTHER_MATTERS,
            replace(MATTER, subject="contact", wanted="1390"),
            ["phone.malformed"],
        ),
        (Kind.OTHER_MATTERS, replace(MATTER, subject="other", wanted=""), []),
    ],
)
def test_what_must_be_said(kind, said, against):
    assert codes(objections_to_said(kind, said, TODAY)) == against


def test_a_cancelled_and_a_damaged_certificate_come_back():
    assert hand_in_is_due(Kind.CANCELLATION, CANCELLATION)
    assert hand_in_is_due(Kind.REISSUE, replace(REISSUE, why="damaged"))
    assert not hand_in_is_due(Kind.REISSUE, REISSUE)
    assert not hand_in_is_due(Kind.OTHER_MATTERS, MATTER)


def test_what_a_matter_corrects():
    assert corrected_by(Subject.ID_NUMBER, "") is Corrected.ID_NUMBER
    assert corrected_by(Subject.NAME, "林岚") is Corrected.NAME
    assert corrected_by(Subject.CONTACT, "lin@example.org") is Corrected.EMAIL
    assert corrected_by(Subject.CONTACT, "13900001111") is Corrected.PHONE
    assert corrected_by(Subject.OTHER, "林岚") is None
    assert codes(objections_to_wanted(Corrected.NAME, "岚" * 61, TODAY)) == ["field.too_long"]


def test_reasons_against_belong_to_a_kind():
    assert "refuse.too_old" in refusals_for(Kind.RENEWAL)
    assert "refuse.too_old" not in refusals_for(Kind.REISSUE)
    assert "refuse.not_proved" in refusals_for(Kind.OTHER_MATTERS)
