"""Numbers that the system gives: of a holder, of a sheet of paper, of an application."""

import pytest

from anzhu.rules import numbering
from anzhu.rules.numbering import Sheet
from tests.rules.samples import codes


def test_a_holder_gets_eleven_digits_for_life():
    assert numbering.holder_number(2026, 1) == "20260000001"
    assert numbering.is_holder_number("20260000001")
    assert not numbering.is_holder_number("ZS20260001")


@pytest.mark.parametrize(
    ("text", "refused_for"),
    [
        ("20260000001", []),
        ("1100AB0012", []),  # a former 执业证
        ("", ["holder_number.missing"]),
        ("12345", ["holder_number.malformed"]),
        ("2026 0000001", ["holder_number.malformed"]),
    ],
)
def test_former_numbers_are_accepted_too(text, refused_for):
    assert codes(numbering.objections_to_holder_number(text)) == refused_for


def test_a_serial_belongs_to_one_sheet_and_knows_a_wrong_digit():
    made = numbering.serial(Sheet.CERTIFICATE, 2026, 123)
    assert made == "ZS2600001230"
    assert numbering.is_serial(made)
    assert not numbering.is_serial("ZS2600001320")
    assert not numbering.is_serial("XX2600001230")
    assert numbering.serial(Sheet.LABEL, 2026, 999).startswith("BQ26")


@pytest.mark.parametrize("sequence", [0, -1, 10**7])
def test_a_year_has_room_for_so_many_and_no_more(sequence):
    with pytest.raises(ValueError, match="used up"):
        numbering.holder_number(2026, sequence)


def test_a_reference_survives_the_telephone():
    assert numbering.case_ref(2026, 0) == "2600000000"
    assert numbering.case_ref(2026, (1 << numbering.REF_BITS) - 1) == "26ZZZZZZZZ"
    assert numbering.cleaned_ref(" 26k7-m3q9xo ") == "26K7M3Q9X0"
    assert numbering.cleaned_ref("26LIO00000") == "2611000000"
    for chance in (-1, 1 << numbering.REF_BITS):
        with pytest.raises(ValueError, match="bits"):
            numbering.case_ref(2026, chance)


@pytest.mark.parametrize(
    ("text", "refused_for"),
    [
        ("26K7M3Q9X2", []),
        ("26K7M3Q9X", ["ref.malformed"]),
        ("26U7M3Q9X2", ["ref.malformed"]),
    ],
)
def test_a_reference_has_one_form(text, refused_for):
    assert codes(numbering.objections_to_ref(text)) == refused_for
