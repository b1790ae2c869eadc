"""Numbers of the law changed from a day on, and who keeps the old ones."""

from datetime import date
from decimal import Decimal

import pytest

from anzhu.rules import deadlines, parameters
from anzhu.rules.amendments import (
    PARAMETERS,
    Amended,
    Amendment,
    Statutes,
    WrongValue,
    plain,
    value_of,
)
from anzhu.rules.dated import ENACTED, in_force, publish, under
from tests.rules.samples import day


def amendment(name: str, starts: str, published: str = "2026-01-01", **values: object) -> Amendment:
    """Values by the name of their parameter, published on a day."""
    return Amendment(
        name=name,
        starts=day(starts),
        in_force_from=max(day(starts), day(published)),
        values={
            one: Amended(value=value, clause="4.2.4", source="应急〔2027〕3号")
            for one, value in values.items()
        },
    )


FORTY = amendment("forty", "2027-07-01", EDUCATION_HOURS=Decimal(40))


def hours(statutes: Statutes, on: str, name: str = "") -> float:
    """Hours required on a day, by everything published or by a named set."""
    with under(statutes.named(name) if name else statutes.published):
        return float(parameters.EDUCATION_HOURS.on(day(on)))


@pytest.mark.parametrize(
    ("on", "required"), [("2027-06-30", 48.0), ("2027-07-01", 40.0), ("2031-01-01", 40.0)]
)
def test_a_new_value_holds_from_its_day(on: str, required: float) -> None:
    assert hours(Statutes([FORTY]), on) == required


def test_what_was_filed_before_keeps_its_set_for_good() -> None:
    statutes = Statutes([FORTY])
    assert statutes.on(day("2027-06-30")) is ENACTED
    assert hours(statutes, "2031-01-01", ENACTED.name) == 48.0
    assert statutes.on(day("2027-07-01")).name == "forty"
    assert hours(statutes, "2027-07-01", "forty") == 40.0


def test_an_earlier_one_that_is_published_later_leaves_the_later_one_its_day() -> None:
    """Published: 40 from 2028; then, sooner, 44 from July 2027."""
    later = amendment("later", "2028-01-01", "2027-01-01", EDUCATION_HOURS=Decimal(40))
    sooner = amendment("sooner", "2027-07-01", "2027-02-01", EDUCATION_HOURS=Decimal(44))
    statutes = Statutes([later, sooner])
    assert [hours(statutes, on) for on in ("2027-06-30", "2027-07-01", "2028-01-01")] == [
        48.0,
        44.0,
        40.0,
    ]
    assert statutes.on(day("2027-12-31")).name == "sooner"
    assert hours(statutes, "2028-06-01", "sooner") == 44.0


def test_one_published_after_its_own_start_reaches_nothing_that_was_filed() -> None:
    """Published on 10 June to hold from 1 May: it prevails over what was in force since 20 May."""
    first = amendment("first", "2027-05-20", EDUCATION_HOURS=Decimal(44))
    late = amendment("late", "2027-05-01", "2027-06-10", EDUCATION_HOURS=Decimal(36))
    statutes = Statutes([first, late])
    assert statutes.on(day("2027-06-09")).name == "first"
    assert hours(statutes, "2027-06-09", "first") == 44.0
    assert statutes.on(day("2027-06-10")).name == "late"
    assert hours(statutes, "2027-05-25", "late") == 36.0
    assert hours(statutes, "2027-06-10", "late") == 36.0


def test_of_two_for_one_day_the_one_published_later_prevails() -> None:
    again = amendment("again", "2027-07-01", EDUCATION_HOURS=Decimal(42))
    assert hours(Statutes([FORTY, again]), "2027-07-01") == 42.0
    assert Statutes([FORTY, again]).on(day("2027-07-01")).name == "again"


def test_answers_that_are_remembered_are_remembered_by_set() -> None:
    three = amendment("three", "2026-01-01", VALIDITY_YEARS=3)
    asked = day("2027-03-01")
    assert deadlines.validity_from(asked).until == date(2032, 2, 29)
    with under(Statutes([three]).published):
        assert deadlines.validity_from(asked).until == date(2030, 2, 28)
    assert deadlines.validity_from(asked).until == date(2032, 2, 29)


def test_what_is_published_answers_where_nothing_else_is_chosen() -> None:
    statutes = Statutes([FORTY])
    publish(statutes.published)
    try:
        assert parameters.EDUCATION_HOURS.on(day("2027-07-01")) == 40
        assert parameters.EDUCATION_HOURS.history()[-1] == (day("2027-07-01"), 40)
        with under(ENACTED):
            assert parameters.EDUCATION_HOURS.on(day("2027-07-01")) == 48
    finally:
        publish(ENACTED)
    assert in_force() is ENACTED


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_value_comes_back_from_the_table_as_it_was(name: str) -> None:
    value = PARAMETERS[name].enacted()[-1][1]
    assert value_of(name, plain(value)) == value
    assert type(value_of(name, plain(value))) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("EDUCATION_HOURS", "viele", "decimal"),
        ("EDUCATION_HOURS", 0, "decimal"),
        ("EDUCATION_HOURS", Decimal("40.05"), "decimal"),
        ("EDUCATION_HOURS", True, "decimal"),
        ("EDUCATION_HOURS", "NaN", "decimal"),
        ("VALIDITY_YEARS", 0, "whole"),
        ("VALIDITY_YEARS", True, "whole"),
        ("VALIDITY_YEARS", "5", "whole"),
        ("DEADLINES_ROLL_OVER", 1, "flag"),
        ("INITIAL_LAST_DAY_OLD", "2024-02-30", "day"),
        ("INITIAL_LAST_DAY_OLD", 2024, "day"),
        ("OBTAINED_MEANS", "issued_on", "word"),
        ("CORRECTION_REMINDER_DAYS", [], "days"),
        ("CORRECTION_REMINDER_DAYS", [7, 7], "days"),
        ("CORRECTION_REMINDER_DAYS", [7, "2"], "days"),
        ("CORRECTION_REMINDER_DAYS", 7, "days"),
        ("MADE_FOR", {"initial": "certificate"}, "table"),
        (
            "MADE_FOR",
            {"initial": "x", "re_registration": "x", "renewal": "x", "change": "x"},
            "table",
        ),
    ],
)
def test_a_value_of_another_kind_is_not_taken(name: str, raw: object, expected: str) -> None:
    with pytest.raises(WrongValue, match=expected):
        value_of(name, raw)
