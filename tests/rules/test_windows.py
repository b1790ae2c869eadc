"""R2, R3, R4: the days on which something may be filed, and the days a grant is valid."""

import pytest

from anzhu.rules import deadlines, parameters
from anzhu.rules.calendar import add_months, add_years
from anzhu.rules.dated import Clause, Dated
from tests.rules.samples import day


@pytest.mark.parametrize(
    ("obtained", "last_day", "first_overdue_day"),
    [
        ("2018-10-28", "2024-03-01", "2024-03-02"),
        ("2019-02-28", "2024-03-01", "2024-03-02"),
        ("2019-03-01", "2024-03-01", "2024-03-02"),
        ("2019-03-02", "2024-03-02", "2024-03-03"),
        ("2020-02-29", "2025-02-28", "2025-03-01"),
        ("2024-02-29", "2029-02-28", "2029-03-01"),
    ],
)
def test_initial_registration_is_on_time_up_to_its_last_day(obtained, last_day, first_overdue_day):
    assert deadlines.initial_last_day(day(obtained), day(last_day)) == day(last_day)
    assert not deadlines.is_overdue(day(obtained), day(last_day))
    assert deadlines.is_overdue(day(obtained), day(first_overdue_day))


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2020-06-15", "2025-06-14"),
        ("2023-03-01", "2028-02-29"),
        ("2024-02-29", "2029-02-28"),
        ("2024-03-01", "2029-02-28"),
    ],
)
def test_a_grant_is_valid_to_the_day_before_its_fifth_anniversary(start, until):
    assert deadlines.validity_from(day(start)) == deadlines.Period(day(start), day(until))


@pytest.mark.parametrize(
    ("until", "opens", "advised_from", "re_registration_from"),
    [
        ("2026-05-31", "2025-05-31", "2026-02-28", "2026-06-01"),
        ("2026-12-31", "2025-12-31", "2026-09-30", "2027-01-01"),
        ("2027-02-28", "2026-02-28", "2026-11-28", "2027-03-01"),
        ("2028-02-29", "2027-02-28", "2027-11-29", "2028-03-01"),
    ],
)
def test_renewal_opens_a_year_before_and_is_advised_from_three_months(
    until, opens, advised_from, re_registration_from
):
    window = deadlines.renewal_window(day(until), day(opens))
    assert window == deadlines.RenewalWindow(day(opens), day(advised_from), day(until))
    assert window.holds(day(opens))
    assert window.is_early(day(opens))
    assert not window.is_early(day(advised_from))
    assert window.holds(day(until))
    assert not window.holds(day(re_registration_from))
    assert deadlines.renewed(day(until)).start == day(re_registration_from)


def test_a_holder_is_reminded_before_and_after_the_last_day():
    assert deadlines.expiry_reminders(day("2027-01-09")) == (
        day("2026-01-09"),
        day("2026-10-11"),
        day("2026-12-10"),
        day("2027-01-02"),
        day("2027-01-10"),
    )


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-31", -11, "2025-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_clamp_to_the_end_of_the_month(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_years_clamp_and_do_not_leave_the_calendar():
    assert add_years(day("2020-02-29"), 5) == day("2025-02-28")
    for start in ("9999-12-31", "9999-12-01"):
        with pytest.raises(ValueError, match="out of range"):
            add_years(day(start), 1)


def test_a_new_value_of_the_law_holds_from_its_day():
    value = Dated(
        {day("2030-01-01"): 2, day("2019-03-01"): 1}, clause=Clause("1.2", "notice"), unit="years"
    )
    assert [value.on(day(on)) for on in ("2010-01-01", "2019-03-01", "2029-12-31")] == [1, 1, 1]
    assert [value.on(day(on)) for on in ("2030-01-01", "2099-01-01")] == [2, 2]
    assert value.history() == ((day("2019-03-01"), 1), (day("2030-01-01"), 2))
    assert str(value.clause) == "1.2 (notice)"
    with pytest.raises(ValueError, match="start date"):
        Dated({}, clause=Clause("1.2", "notice"))


def test_every_parameter_says_where_it_stands():
    values = [value for value in vars(parameters).values() if isinstance(value, Dated)]
    assert len(values) > 15
    assert all(value.clause.number and value.clause.source for value in values)
