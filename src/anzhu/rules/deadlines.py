"""The days that count: windows of filing (R2, R4), validity (R3), statutory clocks (R12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from anzhu.rules import parameters
from anzhu.rules.calendar import (
    ONE_DAY,
    Due,
    WorkingCalendar,
    add_months,
    add_years,
    days_after,
)
from anzhu.rules.dated import remembered

Pauses = Iterable[tuple[date, date | None]]
#: Questions remembered: one filing asks for the same days once for every kind.
_REMEMBERED = 1024


@dataclass(frozen=True)
class Period:
    """Days on which a registration is in force, both ends included."""

    start: date
    until: date


@dataclass(frozen=True)
class RenewalWindow:
    """When a renewal may be filed: from ``opens`` to ``closes``, early before ``advised_from``."""

    opens: date
    advised_from: date
    closes: date

    def holds(self, on: date) -> bool:
        """Is the window open on this day?"""
        return self.opens <= on <= self.closes

    def is_early(self, on: date) -> bool:
        """Is it open, but not yet the time the notice advises (1.3)?"""
        return self.opens <= on < self.advised_from


@remembered(_REMEMBERED)
def initial_last_day(obtained: date, on: date) -> date:
    """The last day on which an initial registration is on time (1.2)."""
    if obtained < parameters.SCHEME_START:
        return parameters.INITIAL_LAST_DAY_OLD.on(on)
    return add_years(obtained, parameters.INITIAL_YEARS.on(on))


def is_overdue(obtained: date, on: date) -> bool:
    """Would an initial registration filed on this day be 逾期初始注册?"""
    return on > initial_last_day(obtained, on)


@remembered(_REMEMBERED)
def validity_from(start: date) -> Period:
    """The period granted from this day: it ends the day before its fifth anniversary.

    Where that anniversary does not exist (29 February), the last valid day is 28 February.
    """
    anniversary = add_years(start, parameters.VALIDITY_YEARS.on(start))
    clamped = anniversary.day != start.day
    return Period(start, anniversary if clamped else anniversary - ONE_DAY)


def renewed(valid_until: date) -> Period:
    """The period of a renewal: from the day after the old one, whenever it was approved (R3)."""
    return validity_from(valid_until + ONE_DAY)


@remembered(_REMEMBERED)
def renewal_window(valid_until: date, on: date) -> RenewalWindow:
    """When the registration that ends on ``valid_until`` may be renewed (R4)."""
    return RenewalWindow(
        opens=add_months(valid_until, -parameters.RENEWAL_OPENS_MONTHS.on(on)),
        advised_from=add_months(valid_until, -parameters.RENEWAL_ADVISED_MONTHS.on(on)),
        closes=valid_until,
    )


def expiry_reminders(valid_until: date) -> tuple[date, ...]:
    """Days on which the holder is told that the registration ends or has ended."""
    return tuple(
        days_after(valid_until, -before)
        for before in parameters.EXPIRY_REMINDER_DAYS.on(valid_until)
    )


def accept_by(received: date, calendar: WorkingCalendar) -> Due:
    """The last day to accept or to give one complete notice; afterwards accepted by itself."""
    days = parameters.COMPLETENESS_WORKING_DAYS.on(received)
    return calendar.after(received, days)


def first_review_by(accepted: date, calendar: WorkingCalendar, pauses: Pauses = ()) -> Due:
    """When the agency's opinion is due; returns for correction pause the clock."""
    days = parameters.FIRST_REVIEW_WORKING_DAYS.on(accepted)
    return calendar.after(accepted, days, pauses)


def final_review_by(forwarded: date, calendar: WorkingCalendar) -> Due:
    """When final review and approval together are due."""
    days = parameters.FINAL_REVIEW_WORKING_DAYS.on(forwarded)
    return calendar.after(forwarded, days)


def issue_by(approved: date, calendar: WorkingCalendar) -> Due:
    """When the certificate must be issued and the grant announced."""
    days = parameters.ISSUE_WORKING_DAYS.on(approved)
    return calendar.after(approved, days)


def answer_dispute_by(raised: date, calendar: WorkingCalendar) -> Due:
    """When an institution should have answered an objection to one of its records."""
    days = parameters.EDUCATION_DISPUTE_WORKING_DAYS.on(raised)
    return calendar.after(raised, days)


def correct_by(returned: date, calendar: WorkingCalendar) -> date:
    """The last day on which the applicant may hand in the corrected application."""
    last = days_after(returned, parameters.CORRECTION_DAYS.on(returned))
    if parameters.DEADLINES_ROLL_OVER.on(returned):
        return calendar.next_working(last)
    return last


def correction_reminders(last: date) -> tuple[date, ...]:
    """Days on which the applicant is reminded of a correction due on ``last``."""
    return tuple(days_after(last, -n) for n in parameters.CORRECTION_REMINDER_DAYS.on(last))


def uncollected_reminders(received: date) -> tuple[date, ...]:
    """Days on which the holder is reminded of a certificate that lies at the agency."""
    return tuple(days_after(received, n) for n in parameters.UNCOLLECTED_REMINDER_DAYS.on(received))


def reminder_due(days: Iterable[date], told_on: date | None, on: date) -> date | None:
    """The reminder to send today: the latest whose day has come, unless it was sent already.

    Reminders that were missed while nothing ran are not sent one after the other, and none is
    sent so late that it would only puzzle people.
    """
    come = [day for day in days if day <= on]
    if not come or (told_on is not None and told_on >= max(come)):
        return None
    latest = max(come)
    return latest if on <= days_after(latest, parameters.REMINDERS_LATE_DAYS.on(on)) else None
