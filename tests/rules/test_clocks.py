"""R12: the authorities' clocks run in working days of the State Council's calendar."""

import pytest

from anzhu.rules import deadlines, parameters
from anzhu.rules.calendar import Due, WorkingCalendar, state_council
from anzhu.rules.dated import Clause, Dated
from tests.rules.samples import day

KNOWN = state_council()


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-21", False),  # a Saturday
        ("2026-10-01", False),  # National Day
        ("2026-09-20", True),  # a Sunday worked for it
        ("2026-02-14", True),  # a Saturday worked for the Spring Festival
        ("2026-02-17", False),
    ],
)
def test_holidays_and_worked_weekends_of_2026(on, worked):
    assert state_council().is_working(day(on)) is worked


@pytest.mark.parametrize(
    ("received", "accept_by"),
    [
        ("2026-11-23", "2026-11-30"),  # Monday: Tuesday is day 1
        ("2026-11-20", "2026-11-27"),
        ("2026-11-21", "2026-11-27"),  # a Saturday: Monday is day 1
        ("2026-09-29", "2026-10-12"),  # over National Day, with Saturday the 10th worked
    ],
)
def test_five_working_days_to_accept(received, accept_by):
    assert deadlines.accept_by(day(received), KNOWN) == Due(day(accept_by), certain=True)


def test_the_other_clocks():
    start = day("2026-03-02")
    assert deadlines.first_review_by(start, KNOWN).day == day("2026-03-30")
    assert deadlines.final_review_by(start, KNOWN).day == day("2026-03-30")
    assert deadlines.issue_by(start, KNOWN).day == day("2026-03-16")


def test_a_return_stops_the_clock_until_the_corrected_application_arrives():
    pause = (day("2026-03-05"), day("2026-03-12"))
    assert deadlines.first_review_by(day("2026-03-02"), KNOWN, pauses=[pause]).day == day(
        "2026-04-07"
    )
    calendar = state_council()
    assert calendar.used(day("2026-03-02"), day("2026-03-13"), [pause]) == 4
    assert calendar.used(day("2026-03-02"), day("2026-03-13"), [(pause[0], None)]) == 3
    assert calendar.used(day("2026-03-02"), day("2026-03-13")) == 9
    assert calendar.used(day("2026-03-02"), day("2026-03-02")) == 0


def test_a_year_without_an_announcement_is_counted_by_weekdays_and_says_so():
    due = deadlines.accept_by(day("2096-12-31"), KNOWN)
    assert due == Due(day("2097-01-07"), certain=False)


def test_the_operators_table_wins():
    calendar = WorkingCalendar(frozenset({2030}), frozenset(), frozenset())
    known = calendar.with_exceptions({day("2030-01-01"): False, day("2030-01-05"): True}, {2031})
    assert not known.is_working(day("2030-01-01"))
    assert known.is_working(day("2030-01-05"))
    assert not known.is_working(day("2030-01-06"))
    assert known.is_known(day("2031-01-01"))
    assert not known.is_known(day("2032-01-01"))
    assert known.next_working(day("2030-01-01")) == day("2030-01-02")
    assert deadlines.accept_by(day("2029-12-31"), known).day == day("2030-01-07")


def test_thirty_days_to_correct_with_three_reminders(monkeypatch):
    last = deadlines.correct_by(day("2026-11-27"), KNOWN)
    assert last == day("2026-12-27")  # a Sunday: filing online is open every day
    assert deadlines.correction_reminders(last) == (
        day("2026-12-13"),
        day("2026-12-20"),
        day("2026-12-25"),
    )
    rolling = Dated({day("2019-03-01"): True}, clause=Clause("R12", "test"))
    monkeypatch.setattr(parameters, "DEADLINES_ROLL_OVER", rolling)
    assert deadlines.correct_by(day("2026-11-27"), KNOWN) == day("2026-12-28")


@pytest.mark.parametrize(
    ("told_on", "on", "due"),
    [
        (None, "2026-12-12", None),  # the first one is two weeks before
        (None, "2026-12-13", "2026-12-13"),
        ("2026-12-13", "2026-12-13", None),  # told already
        ("2026-12-13", "2026-12-19", None),
        (None, "2026-12-19", "2026-12-13"),  # late, since nothing ran on the day
        ("2026-12-19", "2026-12-20", "2026-12-20"),
        (None, "2026-12-26", "2026-12-25"),  # three were missed: one is sent
        (None, "2027-01-24", "2026-12-25"),
        (None, "2027-01-25", None),  # a month late it would only puzzle people
    ],
)
def test_a_reminder_is_sent_once_and_late_rather_than_never(told_on, on, due):
    days = deadlines.correction_reminders(day("2026-12-27"))
    told = day(told_on) if told_on else None
    assert deadlines.reminder_due(days, told, day(on)) == (day(due) if due else None)


def test_a_certificate_is_asked_for_after_one_month_and_after_three():
    assert deadlines.uncollected_reminders(day("2026-11-01")) == (
        day("2026-12-01"),
        day("2027-01-30"),
    )
