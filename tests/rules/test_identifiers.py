"""Numbers people type: what is wrong with one is said exactly (2.2, 2.4)."""

import pytest

from anzhu.rules import identifiers
from anzhu.rules.identifiers import Sex
from tests.rules.samples import codes, day

TODAY = day("2026-11-23")


@pytest.mark.parametrize(
    ("number", "refused_for"),
    [
        ("11010519491231002X", []),  # the standard's own example
        ("440524188001010014", ["id_number.birth_date"]),  # right, but 146 years old
        ("110105194912310029", ["id_number.check_digit"]),
        ("11010519491231003X", ["id_number.check_digit"]),
        ("11010519491331002X", ["id_number.birth_date", "id_number.check_digit"]),
        ("110105202611240018", ["id_number.born_in_future", "id_number.check_digit"]),
        ("99010519491231002X", ["id_number.region", "id_number.check_digit"]),
        ("", ["id_number.missing"]),
        ("110105491231002", ["id_number.malformed"]),  # the old form of 15 digits
        ("1101051949123100２X", ["id_number.malformed"]),
        ("11010519491231002x", ["id_number.malformed"]),  # cleaned first, then asked
    ],
)
def test_id_number(number, refused_for):
    assert codes(identifiers.objections_to_id_number(number, TODAY)) == refused_for


@pytest.mark.parametrize("province", ["11", "15", "37", "46", "54", "65", "71", "81", "82", "83"])
def test_every_province_has_id_numbers(province):
    first = f"{province}010519900101002"
    number = first + identifiers.id_check_digit(first)
    assert codes(identifiers.objections_to_id_number(number, TODAY)) == []
    assert identifiers.born(number) == day("1990-01-01")
    assert identifiers.sex(number) is Sex.FEMALE


@pytest.mark.parametrize("region", ["00", "10", "16", "24", "47", "55", "66", "72", "84", "91"])
def test_other_regions_have_none(region):
    first = f"{region}010519900101002"
    number = first + identifiers.id_check_digit(first)
    assert codes(identifiers.objections_to_id_number(number, TODAY)) == ["id_number.region"]


def test_birth_date_and_sex_come_from_the_number():
    assert identifiers.born("11010519491231002X") == day("1949-12-31")
    assert identifiers.sex("11010519491231003X") is Sex.MALE
    with pytest.raises(ValueError, match="birth date"):
        identifiers.born("11010519491331002X")


def test_what_was_typed_is_cleaned_before_it_is_judged():
    assert identifiers.cleaned(" 110105 19491231-002x ") == "11010519491231002X"
    assert identifiers.cleaned("１１０１０５") == "110105"


def test_an_id_number_is_shown_masked():
    assert identifiers.masked_id("370102199001011234") == "3701**********1234"


@pytest.mark.parametrize(
    ("code", "refused_for"),
    [
        ("91350100M000100Y43", []),  # GB 32100's own example
        ("91350100M000100Y44", ["credit_code.check_digit"]),
        ("91350100M000100Y34", ["credit_code.check_digit"]),
        ("", ["credit_code.missing"]),
        ("91350100M000100Y4", ["credit_code.malformed"]),
        ("91350100M000I00Y43", ["credit_code.malformed"]),  # no I, O, S, V, Z
        ("9135010AM000100Y43", ["credit_code.malformed"]),  # the region is six digits
    ],
)
def test_credit_code(code, refused_for):
    assert codes(identifiers.objections_to_credit_code(code)) == refused_for


def test_a_credit_code_is_built_from_its_parts():
    code = identifiers.credit_code("91", "350100", "M000100Y")
    assert code == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("number", "refused_for"),
    [
        ("13800138000", []),
        ("19912345678", []),
        ("", ["phone.missing"]),
        ("12800138000", ["phone.malformed"]),
        ("1380013800", ["phone.malformed"]),
        ("+8613800138000", ["phone.malformed"]),
    ],
)
def test_mobile_number(number, refused_for):
    assert codes(identifiers.objections_to_phone(number)) == refused_for
