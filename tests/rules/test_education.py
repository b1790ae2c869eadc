"""R7: which hours are asked for, and which count."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from anzhu.rules.education import (
    NOTHING_REQUIRED,
    Education,
    FiledCourse,
    Standing,
    education_for,
    objections_to_course,
    objections_to_filed_course,
    objections_to_record,
    standings,
    tidy,
    used_up,
)
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change, Source
from tests.rules.samples import LEAP, codes, day, filing, hours

RENEWING = Change(employer=True, renew=True)


@pytest.mark.parametrize(
    ("kind", "changed", "window"),
    [
        (Kind.INITIAL, {}, ("2022-06-02", "2027-06-01")),
        (Kind.RENEWAL, {}, ("2023-03-01", "2027-06-01")),
        (Kind.CHANGE, {"change": RENEWING}, ("2023-03-01", "2027-06-01")),
        (Kind.RE_REGISTRATION, {}, ("2022-06-02", "2027-06-01")),
        (
            Kind.RENEWAL,
            {"registration": replace(LEAP, previous_renewal_submitted=day("2023-04-01"))},
            ("2023-04-02", "2027-06-01"),
        ),
        (
            Kind.RENEWAL,
            {"registration": replace(LEAP, previous_renewal_submitted=day("2022-04-01"))},
            ("2023-03-01", "2027-06-01"),
        ),
    ],
)
def test_the_days_in_which_hours_count(kind, changed, window):
    found = education_for(kind, filing("2027-06-01", **{"registration": LEAP} | changed))
    assert found.required == 48
    assert (found.start, found.until) == tuple(map(day, window))


@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.REISSUE, Kind.CANCELLATION, Kind.OTHER_MATTERS])
def test_nothing_is_asked_of_a_change_alone_and_beside(kind):
    assert education_for(kind, filing("2027-06-01", registration=LEAP)) == NOTHING_REQUIRED


def test_nothing_is_asked_of_an_initial_registration_on_time():
    assert education_for(Kind.INITIAL, filing("2024-03-01")) == NOTHING_REQUIRED


@pytest.mark.parametrize("kind", [Kind.RENEWAL, Kind.CHANGE])
def test_without_a_registration_there_is_no_window(kind):
    assert education_for(kind, filing("2027-06-01")) is None


@pytest.mark.parametrize(
    ("records", "counted"),
    [
        ((hours("2023-03-01", 8), hours("2027-06-01", 8)), 16),  # both ends included
        ((hours("2023-02-28", 8), hours("2027-06-02", 8)), 0),  # a day outside
        ((hours("2025-01-01", 12.5), hours("2025-01-01", 8)), Decimal("12.5")),  # the first counts
        ((hours("2025-01-01", 8), hours("2025-01-01", 8, provider="q")), 16),
        ((hours("2025-01-01", 8, used=True),), 0),
        ((hours("2025-01-01", 8, used=True), hours("2025-01-01", 8)), 0),
        (tuple(hours("2025-01-01", 0.1, course=str(n)) for n in range(480)), 48),  # exactly 48.0
    ],
)
def test_what_counts(records, counted):
    found = education_for(Kind.RENEWAL, filing("2027-06-01", registration=LEAP, education=records))
    assert found.counted == counted
    assert found.short == max(0, 48 - counted)


def test_own_entries_are_known():
    own = hours("2025-01-01", 8, source=Source.SELF)
    records = (own, hours("2025-01-02", 8), replace(own, completed=day("2020-01-01")))
    found = education_for(Kind.RENEWAL, filing("2027-06-01", registration=LEAP, education=records))
    assert found.own_entries == (own,)


@pytest.mark.parametrize(
    ("record", "refused_for"),
    [
        (hours("2026-11-23", 48), []),
        (hours("2026-11-23", 0.5), []),
        (hours("2026-11-24", 8), ["education.in_future"]),
        (hours("2026-01-01", 0.4), ["education.hours_out_of_range"]),
        (hours("2026-01-01", 48.5), ["education.hours_out_of_range"]),
        (hours("2026-01-01", 8.25), ["education.hours_out_of_range"]),
        (hours("2026-01-01", 8, provider=" "), ["education.incomplete"]),
    ],
)
def test_a_record_that_cannot_be_entered(record, refused_for):
    assert codes(objections_to_record(record, day("2026-11-23"))) == refused_for


@pytest.mark.parametrize(
    ("record", "standing"),
    [
        (hours("2025-01-01", 8), Standing.COUNTS),
        (hours("2023-02-28", 8), Standing.OUTSIDE),
        (hours("2025-01-01", 8, used=True), Standing.USED),
    ],
)
def test_a_record_says_whether_it_counts_and_why_not(record, standing):
    law = filing("2027-06-01", registration=LEAP, education=(record, record))
    found = education_for(Kind.RENEWAL, law)
    assert [place for _, place in standings(law.education, found)] == [standing, Standing.TWICE]


def test_standings_and_the_sum_agree():
    records = (
        hours("2025-01-01", 8),
        hours("2025-01-01", 4),
        hours("2025-02-01", 8, used=True),
        hours("2027-06-02", 8),
        hours("2026-02-01", 8, course="d"),
    )
    found = education_for(Kind.RENEWAL, filing("2027-06-01", registration=LEAP, education=records))
    counting = [one for one, place in standings(records, found) if place is Standing.COUNTS]
    assert tuple(counting) == found.records


def test_where_nothing_is_asked_nothing_lies_outside():
    assert [place for _, place in standings((hours("1999-01-01", 8),), NOTHING_REQUIRED)] == [
        Standing.COUNTS
    ]


@pytest.mark.parametrize(
    ("counted", "used"),
    [
        ((hours("2025-03-01", 24), hours("2025-01-01", 24)), ["2025-01-01", "2025-03-01"]),
        # What is there beyond the forty-eight hours stays free, and it is the latest.
        (
            (hours("2025-03-01", 8), hours("2025-01-01", 24), hours("2025-02-01", 24)),
            ["2025-01-01", "2025-02-01"],
        ),
        # A record is used whole: the one that reaches the hours goes with them.
        ((hours("2025-01-01", 40), hours("2025-02-01", 40)), ["2025-01-01", "2025-02-01"]),
        ((), []),
    ],
)
def test_a_grant_uses_the_earliest_hours_and_no_more_than_it_needs(counted, used):
    found = used_up(Education(required=Decimal(48), records=counted))
    assert [str(one.completed) for one in found] == used


def test_where_nothing_is_asked_nothing_is_used():
    assert used_up(Education(records=(hours("2025-01-01", 8),))) == ()


@pytest.mark.parametrize("typed", ["安全　培训 ", " 安全 培训", "安全\t培训", "安全 培训"])
def test_one_spelling_of_a_name(typed):
    assert tidy(typed) == "安全 培训"


LAW_2026 = FiledCourse("安全生产法", Decimal(16), date(2026, 1, 1), date(2026, 12, 31))
LONGER = FiledCourse("安全生产法", Decimal(24), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("course", "completed", "hours", "expected"),
    [
        ("安全生产法", date(2026, 1, 1), 16, []),
        ("安全生产法", date(2026, 12, 31), 24, []),
        ("安全生产法", date(2026, 6, 30), 24, ["education.more_than_filed"]),
        ("安全生产法", date(2025, 12, 31), 8, ["education.course_not_filed_then"]),
        ("安全生产法规", date(2026, 1, 1), 8, ["education.course_not_filed"]),
        ("安全生产法", date(2027, 1, 1), 24, []),
    ],
)
def test_hours_come_in_only_of_filed_courses_in_their_days(course, completed, hours, expected):
    """超出本机构备案课程 (4.5): another name, another day, more hours than were filed."""
    found = objections_to_course(course, completed, Decimal(hours), [LAW_2026, LONGER])
    assert codes(found) == expected


def test_an_institution_that_filed_nothing_imports_nothing():
    found = objections_to_course("安全生产法", date(2026, 1, 1), Decimal(8), [])
    assert codes(found) == ["education.course_not_filed"]


@pytest.mark.parametrize(
    ("hours", "until", "expected"),
    [
        ("48", date(2026, 1, 1), []),
        ("48.5", None, ["education.hours_out_of_range"]),
        ("0", None, ["education.hours_out_of_range"]),
        ("8", date(2025, 12, 31), ["education.filed_until_before_from"]),
    ],
)
def test_what_a_filed_course_may_say(hours, until, expected):
    course = FiledCourse("安全生产法", Decimal(hours), date(2026, 1, 1), until)
    assert codes(objections_to_filed_course(course, date(2026, 11, 2))) == expected
