"""What holds on every single day: no day is left out, because the law has no blind ones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from anzhu.rules import deadlines
from anzhu.rules.calendar import add_months, add_years, state_council
from anzhu.rules.categories import Category
from anzhu.rules.deadlines import initial_last_day, renewal_window, renewed, validity_from
from anzhu.rules.education import education_for
from anzhu.rules.eligibility import ASSESSED_KINDS, assess, assess_all, is_in_force, objections_to
from anzhu.rules.facts import Kind
from anzhu.rules.filing import (
    Change,
    Filing,
    Pending,
    Qualification,
    Registration,
    Restriction,
)
from tests.rules.samples import codes, day, hours

ONE_DAY = timedelta(days=1)
LEAP_CYCLE = (date(2019, 3, 1), date(2035, 3, 1))
QUALIFIED = Qualification(obtained=date(2020, 2, 29), category=Category.CHEMICAL)


def every_day(start: date, until: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range((until - start).days))


def days_around(*corners: date) -> Iterator[date]:
    """Each corner with the three days before and after it."""
    return (corner + timedelta(days=n) for corner in corners for n in range(-3, 4))


def month_ends(start: int, until: int) -> Iterator[date]:
    firsts = (date(year, month, 1) for year in range(start, until) for month in range(1, 13))
    return (first - ONE_DAY for first in firsts)


def held(until: date, **changed: object) -> Registration:
    start = add_years(until + ONE_DAY, -5)
    return replace(
        Registration(category="chemical", valid_from=start, valid_until=until),
        **changed,  # type: ignore[arg-type]
    )


def person(on: date, **changed: object) -> Filing:
    """In good standing, with as many hours as are ever asked for on this day."""
    enough = hours(on.isoformat(), 48)
    usual = Filing(on=on, born=date(1985, 2, 28), qualification=QUALIFIED, education=(enough,))
    return replace(usual, **changed)  # type: ignore[arg-type]


# --- dates -----------------------------------------------------------------------------------


def test_windows_and_periods_only_ever_move_forward():
    before = None
    for on in every_day(*LEAP_CYCLE):
        window = renewal_window(on, on)
        now = (
            validity_from(on).until,
            renewed(on).until,
            window.opens,
            window.advised_from,
            initial_last_day(on, on),
        )
        assert before is None or all(a <= b for a, b in zip(before, now, strict=True)), on
        before = now


def test_a_period_is_five_years_to_the_day_before():
    for start in every_day(*LEAP_CYCLE):
        until = validity_from(start).until
        if (start.month, start.day) == (2, 29):
            assert (until.month, until.day) == (2, 28)
        else:
            assert until + ONE_DAY == start.replace(year=start.year + 5)


def test_a_window_of_renewal_opens_on_the_day_of_the_month_or_the_months_end():
    for until in every_day(*LEAP_CYCLE):
        window = renewal_window(until, until)
        for months, edge in ((12, window.opens), (3, window.advised_from)):
            ahead = add_months(edge, months)
            assert (ahead.year, ahead.month) == (until.year, until.month)
            is_clamped = edge.day < until.day and (edge + ONE_DAY).day == 1
            assert edge.day == until.day or is_clamped
        assert window.opens < window.advised_from < window.closes == until


@pytest.mark.parametrize(
    ("until", "opens", "advised_from", "next_until"),
    [
        ("2026-01-31", "2025-01-31", "2025-10-31", "2031-01-31"),
        ("2027-02-28", "2026-02-28", "2026-11-28", "2032-02-29"),
        ("2028-02-29", "2027-02-28", "2027-11-29", "2033-02-28"),
        ("2029-02-28", "2028-02-28", "2028-11-28", "2034-02-28"),
        ("2026-03-31", "2025-03-31", "2025-12-31", "2031-03-31"),
        ("2026-04-30", "2025-04-30", "2026-01-30", "2031-04-30"),
        ("2026-05-30", "2025-05-30", "2026-02-28", "2031-05-30"),
        ("2026-05-31", "2025-05-31", "2026-02-28", "2031-05-31"),
        ("2028-05-31", "2027-05-31", "2028-02-29", "2033-05-31"),
        ("2028-05-29", "2027-05-29", "2028-02-29", "2033-05-29"),
        ("2026-06-30", "2025-06-30", "2026-03-30", "2031-06-30"),
        ("2026-07-31", "2025-07-31", "2026-04-30", "2031-07-31"),
        ("2026-08-31", "2025-08-31", "2026-05-31", "2031-08-31"),
        ("2026-09-30", "2025-09-30", "2026-06-30", "2031-09-30"),
        ("2026-12-31", "2025-12-31", "2026-09-30", "2031-12-31"),
        ("2023-02-28", "2022-02-28", "2022-11-28", "2028-02-29"),
    ],
)
def test_month_ends_and_leap_days(until, opens, advised_from, next_until):
    window = renewal_window(day(until), day(until))
    assert (window.opens, window.advised_from) == (day(opens), day(advised_from))
    assert renewed(day(until)).until == day(next_until)


def test_a_life_of_renewals_has_no_gap_and_no_day_twice_and_never_gets_shorter():
    for first in [*every_day(date(2023, 12, 1), date(2025, 4, 1)), *month_ends(2019, 2031)]:
        period = validity_from(first)
        for _ in range(8):
            following = renewed(period.until)
            assert following.start == period.until + ONE_DAY
            assert following.until > period.until
            assert following.until >= add_years(period.until, 5)
            period = following


def test_working_days_never_run_backwards():
    before = None
    for on in every_day(date(2024, 12, 1), date(2026, 3, 1)):
        now = (
            deadlines.accept_by(on, state_council()).day,
            deadlines.first_review_by(on, state_council()).day,
            deadlines.final_review_by(on, state_council()).day,
            deadlines.issue_by(on, state_council()).day,
            deadlines.correct_by(on, state_council()),
        )
        assert before is None or all(a <= b for a, b in zip(before, now, strict=True)), on
        assert all(last > on for last in now)
        before = now


# --- who may file ------------------------------------------------------------------------------


def test_there_is_always_a_way_to_be_registered_or_to_stay_so():
    """Around every corner of a life: never registered, in force, in the last year, expired."""
    for until in (*month_ends(2027, 2029), date(2027, 6, 15)):
        window = renewal_window(until, until)
        registration = held(until)
        corners = (registration.valid_from, window.opens, window.advised_from, until)
        for on in days_around(*corners, add_years(until, 1)):
            if on < registration.valid_from:
                continue
            may = {
                one.kind
                for one in assess_all(person(on, registration=registration))
                if one.may_start
            }
            if on > until:
                assert may == {Kind.RE_REGISTRATION}, (on, until)
                continue
            usual = {Kind.CHANGE, Kind.REISSUE, Kind.CANCELLATION}
            assert may == usual | ({Kind.RENEWAL} if on >= window.opens else set()), (on, until)


def test_a_first_registration_is_never_too_late():
    last = initial_last_day(QUALIFIED.obtained, day("2025-01-01"))
    for on in every_day(last - timedelta(days=400), last + timedelta(days=400)):
        found = assess(Kind.INITIAL, person(on))
        assert found.may_submit
        assert found.overdue is (on > last)
        assert (found.education.required > 0) is (on > last)


def test_a_renewal_grants_the_same_period_whenever_it_is_filed_and_approved():
    for until in month_ends(2026, 2029):
        registration = held(until)
        window = renewal_window(until, until)
        granted = {
            assess(
                Kind.RENEWAL, person(on, registration=registration, approved_on=approved)
            ).validity
            for on in (window.opens, window.advised_from, until)
            for approved in (on, until, until + timedelta(days=90))
        }
        assert granted == {renewed(until)}
        change = Change(employer=True)
        alone = assess(Kind.CHANGE, person(until, registration=registration, change=change))
        assert alone.validity.until == until
        both = replace(change, renew=True)
        together = assess(Kind.CHANGE, person(until, registration=registration, change=both))
        assert together.validity == renewed(until)


def test_a_timely_renewal_keeps_in_force_and_a_late_one_does_not():
    for until in month_ends(2027, 2029):
        registration = held(until)
        for late in range(-2, 3):
            submitted = until + timedelta(days=late)
            pending = Pending(kind=Kind.RENEWAL, submitted=submitted)
            after = person(until + timedelta(days=40), registration=registration, pending=pending)
            assert is_in_force(after) is (late <= 0)
            assert assess(Kind.CANCELLATION, after).may_submit is (late <= 0)
            assert assess(Kind.RE_REGISTRATION, after).may_start is False


def test_an_ended_registration_is_out_from_that_very_day():
    for ended in month_ends(2026, 2028):
        registration = held(date(2029, 6, 30), ended_on=ended)
        assert is_in_force(person(ended - ONE_DAY, registration=registration))
        for on in (ended, ended + ONE_DAY):
            filing = person(on, registration=registration)
            assert not is_in_force(filing)
            assert {one.kind for one in assess_all(filing) if one.may_start} == {
                Kind.RE_REGISTRATION
            }


def test_the_seventieth_birthday_is_the_last_day():
    for born in [*every_day(date(1956, 2, 20), date(1956, 3, 10)), *month_ends(1955, 1958)]:
        birthday = add_years(born, 70)
        assert not list(objections_to(Kind.INITIAL, person(birthday, born=born)))
        assert codes(objections_to(Kind.INITIAL, person(birthday + ONE_DAY, born=born))) == [
            "person.too_old"
        ]


@pytest.mark.parametrize("years", [1, 3, 5])
def test_a_ban_binds_from_its_first_day_through_its_last(years):
    for start in [*every_day(date(2024, 2, 20), date(2024, 3, 10)), *month_ends(2023, 2026)]:
        ban = Restriction(start=start, years=years)
        for on, is_bound in (
            (start - ONE_DAY, False),
            (start, True),
            (add_years(start, years), True),
            (add_years(start, years) + ONE_DAY, False),
        ):
            found = codes(objections_to(Kind.INITIAL, person(on, restrictions=(ban,))))
            assert ("person.restricted" in found) is is_bound, (on, start)


def test_no_hour_is_asked_for_twice_in_a_row_of_renewals():
    """The window of one renewal ends before that of the next begins, however early it was filed."""
    for until in month_ends(2026, 2028):
        registration = held(until)
        window = renewal_window(until, until)
        for submitted in (window.opens, window.advised_from, until):
            first = education_for(Kind.RENEWAL, person(submitted, registration=registration))
            period = renewed(until)
            following = Registration(
                category="chemical",
                valid_from=period.start,
                valid_until=period.until,
                previous_renewal_submitted=submitted,
            )
            second = education_for(Kind.RENEWAL, person(period.until, registration=following))
            assert first.until < second.start <= period.until


def test_every_kind_has_an_answer_on_every_day():
    for on in days_around(*month_ends(2026, 2028)):
        for kind in ASSESSED_KINDS:
            assert assess(kind, person(on, registration=held(date(2027, 2, 28)))).validity or (
                kind is Kind.CANCELLATION
            )
