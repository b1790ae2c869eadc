"""Registrations of the time before under the rules of today: numbers, eras, three-year periods."""

from dataclasses import replace
from datetime import date

import pytest

from anzhu.rules import categories, eligibility, numbering
from anzhu.rules.categories import FORMER, Category
from anzhu.rules.existing import Existing, objections_to_existing, overlap
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change, Registration
from tests.rules.samples import ENOUGH, codes, day, filing

TODAY = day("2026-11-23")


@pytest.mark.parametrize(
    ("number", "era"),
    [
        ("20260000001", "present"),
        ("37080123456", "present"),
        ("AQ08370012", "practice_licence"),
        ("1100AB0012", "practice_licence"),
        ("123456", "practice_licence"),
        ("12345", None),
        ("123456789012345678901", None),
        ("AQ08-370012", None),
        ("安执370012", None),
        ("", None),
    ],
)
def test_numbers_of_both_eras_have_a_form(number, era):
    assert numbering.era_of(number) == era
    assert numbering.is_holder_number(number) is (era == "present")
    assert bool(list(numbering.objections_to_holder_number(number))) is (era is None)


def test_a_slip_code_is_read_out_in_two_halves():
    assert numbering.slip_code(0) == "00000-00000"
    assert numbering.slip_code((1 << 50) - 1) == "ZZZZZ-ZZZZZ"
    assert numbering.slip_code(1 << 60) == "00000-00000"
    assert numbering.cleaned_ref("o1l2i-zz") == "0112" + "1ZZ"


@pytest.mark.parametrize(
    ("code", "start", "meant"),
    [
        ("coal_mine", "2019-02-28", "former_coal_mine"),
        ("coal_mine", "2019-03-01", "coal_mine"),
        ("construction", "2016-05-10", "former_construction"),
        ("other", "2016-05-10", "former_other"),
        ("other", "2024-05-10", "other"),
        ("hazardous", "2024-05-10", "former_hazardous"),
        ("non_coal_mine", "2016-05-10", "former_non_coal_mine"),
    ],
)
def test_a_bare_name_means_the_era_in_which_it_began(code, start, meant):
    assert categories.of_the_era(code, day(start)) == meant


def test_every_former_category_becomes_one_of_today():
    assert all(FORMER[code] for code in FORMER)
    assert set(FORMER).isdisjoint(Category)
    assert {one for those in FORMER.values() for one in those} == set(Category)


def held(start: str, until: str, category: str = "former_hazardous") -> Registration:
    return Registration(valid_from=day(start), valid_until=day(until), category=category)


@pytest.mark.parametrize(
    ("on", "open_kinds"),
    [
        ("2026-03-13", {Kind.CHANGE}),
        ("2026-03-14", {Kind.RENEWAL, Kind.CHANGE}),
        ("2027-03-14", {Kind.RENEWAL, Kind.CHANGE}),
        ("2027-03-15", {Kind.RE_REGISTRATION}),
    ],
)
def test_a_three_year_period_opens_and_closes_like_any_other(on, open_kinds):
    law = filing(
        on,
        registration=held("2024-03-15", "2027-03-14"),
        education=ENOUGH,
        change=Change(employer=True),
    )
    kinds = (Kind.INITIAL, Kind.RENEWAL, Kind.CHANGE, Kind.RE_REGISTRATION)
    assert {kind for kind in kinds if eligibility.assess(kind, law).may_start} == open_kinds


def test_a_renewal_of_three_years_brings_five_and_a_change_alone_keeps_three():
    law = filing("2026-12-01", registration=held("2024-03-15", "2027-03-14"))
    renewed = eligibility.validity_of(Kind.RENEWAL, law)
    kept = eligibility.validity_of(Kind.CHANGE, law)
    assert renewed is not None
    assert kept is not None
    assert (renewed.start, renewed.until) == (day("2027-03-15"), day("2032-03-14"))
    assert (kept.start, kept.until) == (day("2024-03-15"), day("2027-03-14"))


@pytest.mark.parametrize("category", [*FORMER])
def test_a_former_category_never_stands_in_the_way_of_a_category_of_today(category):
    for wanted in FORMER[category]:
        law = filing(
            "2026-12-01",
            registration=held("2024-03-15", "2027-03-14", category),
            change=Change(category=wanted),
        )
        assert codes(eligibility.objections_to(Kind.CHANGE, law)) == []


# --- one row of a list -------------------------------------------------------------------------

GOOD = Existing(
    name="张守业",
    id_number="110101197205069618",
    number="AQ08370012",
    category="former_hazardous",
    employer="某公司",
    valid_from=day("2016-05-10"),
    valid_until=day("2019-05-09"),
)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"valid_until": day("2022-05-09")}, []),
        ({"valid_until": day("2022-05-10")}, ["existing.period_too_long"]),
        ({"valid_until": GOOD.valid_from}, []),
        ({"valid_until": day("2016-05-09")}, ["existing.ends_before_start"]),
        ({"ended_as": "cancelled"}, ["existing.no_end"]),
        ({"ended_as": "cancelled", "ended_on": day("2016-05-10")}, []),
        ({"ended_as": "revoked", "ended_on": day("2019-05-09")}, []),
        ({"ended_as": "cancelled", "ended_on": day("2019-05-10")}, ["existing.ended_outside"]),
        ({"ended_on": day("2017-01-01")}, ["existing.end_of_standing"]),
        ({"sex": "male", "born": day("1972-05-06")}, []),
        ({"sex": "female"}, ["existing.other_sex"]),
    ],
)
def test_a_row_is_judged_by_itself(changed, found):
    assert codes(objections_to_existing(replace(GOOD, **changed), TODAY)) == found


LATER = {"valid_from": day("2022-05-10"), "valid_until": day("2025-05-09")}


@pytest.mark.parametrize(
    ("number", "obtained", "category", "found"),
    [
        ("", None, "", []),
        ("Q1", "2015-10-20", "", []),
        ("Q1", "2019-02-28", "former_hazardous", []),
        ("Q1", "2019-03-01", "chemical", []),
        ("Q1", "2022-05-10", "chemical", []),
        ("Q1", "2022-05-11", "chemical", ["existing.qualified_after_start"]),
        ("Q1", "2019-02-28", "chemical", ["existing.qualified_for_later_one"]),
        ("Q1", "2019-03-01", "former_hazardous", ["existing.qualified_for_former_one"]),
        ("Q1", "2019-03-01", "", ["existing.qualified_for_nothing"]),
        ("", "2015-10-20", "", ["existing.qualification_no_number"]),
        ("Q1", None, "", ["existing.qualification_no_day"]),
        (
            "",
            None,
            "chemical",
            ["existing.qualification_no_number", "existing.qualification_no_day"],
        ),
    ],
)
def test_a_qualification_is_named_whole_and_in_the_words_of_its_era(
    number, obtained, category, found
):
    said = {
        "qualification": number,
        "qualified_on": day(obtained) if obtained else None,
        "qualified_for": category,
    }
    assert codes(objections_to_existing(replace(GOOD, **LATER, **said), TODAY)) == found


def test_a_category_of_before_the_seven_opens_none_of_its_own():
    assert replace(GOOD, qualified_for="former_hazardous").opened == ""
    assert replace(GOOD, qualified_for="chemical").opened == "chemical"


@pytest.mark.parametrize(
    ("start", "until", "meets"),
    [
        ("2019-05-10", "2022-05-09", False),
        ("2019-05-09", "2022-05-08", True),
        ("2013-05-10", "2016-05-09", False),
        ("2013-05-11", "2016-05-10", True),
    ],
)
def test_two_periods_meet_on_the_same_day_only(start, until, meets):
    other = replace(GOOD, valid_from=day(start), valid_until=day(until))
    assert overlap(GOOD, other) is overlap(other, GOOD) is meets


def test_a_cancelled_period_reaches_to_its_end_only():
    over = replace(GOOD, ended_as="cancelled", ended_on=day("2017-01-01"))
    after = replace(GOOD, valid_from=day("2017-01-02"), valid_until=date(2020, 1, 1))
    assert over.stands_until == day("2017-01-01")
    assert not overlap(over, after)
