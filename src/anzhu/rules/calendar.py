"""Months and years that clamp to the month's end, and the working days of the State Council."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from chinese_calendar import constants

ONE_DAY = timedelta(days=1)
_MONTHS = 12
_SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day: 2027-11-30 + 3 = 2028-02-29.

    ``months`` may be negative. ValueError if the year is not one of a date.
    """
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes 28 February where there is none."""
    return add_months(day, _MONTHS * years)


def days_after(day: date, days: int) -> date:
    """So many calendar days later (or earlier, if negative)."""
    return day + timedelta(days=days)


@dataclass(frozen=True)
class Due:
    """A day found by counting working days.

    ``certain`` is false where the count crossed a year whose holidays are not published yet.
    """

    day: date
    certain: bool


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days the authorities work.

    ``rest`` are weekdays off, ``work`` are Saturdays and Sundays worked in exchange (调休),
    ``years`` those whose announcement is known. In other years Monday to Friday is assumed.
    ``exceptions`` come from the operator's own table and win over everything.
    """

    years: frozenset[int]
    rest: frozenset[date]
    work: frozenset[date]
    exceptions: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))

    def with_exceptions(
        self, exceptions: Mapping[date, bool], years: Iterable[int] = ()
    ) -> "WorkingCalendar":
        """The same calendar with days set by hand, and with years declared complete."""
        return WorkingCalendar(
            years=self.years | frozenset(years),
            rest=self.rest,
            work=self.work,
            exceptions=MappingProxyType({**self.exceptions, **exceptions}),
        )

    def is_known(self, day: date) -> bool:
        """Is this day's year announced, or the day itself set by hand?"""
        return day.year in self.years or day in self.exceptions

    def is_working(self, day: date) -> bool:
        """Do the authorities work on this day?"""
        if day in self.exceptions:
            return self.exceptions[day]
        if day.weekday() >= _SATURDAY:
            return day in self.work
        return day not in self.rest

    def next_working(self, day: date) -> date:
        """This day if it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def after(self, start: date, days: int, pauses: Iterable[tuple[date, date | None]] = ()) -> Due:
        """The last of ``days`` working days; the next working day after ``start`` is day 1.

        Days after the first and up to the second day of a pause do not count. A pause without
        an end counts as over at once: ask again when it has ended.
        """
        closed = [(begin, end) for begin, end in pauses if end is not None]
        day, certain = start, True
        while days > 0:
            day += ONE_DAY
            certain = certain and self.is_known(day)
            if self.is_working(day) and not _paused(day, closed):
                days -= 1
        return Due(day, certain)

    def used(self, start: date, on: date, pauses: Iterable[tuple[date, date | None]] = ()) -> int:
        """Working days that have gone by after ``start``, up to and including ``on``."""
        spans = [(begin, end or on) for begin, end in pauses]
        days = (start + timedelta(days=n) for n in range(1, (on - start).days + 1))
        return sum(1 for day in days if self.is_working(day) and not _paused(day, spans))


def _paused(day: date, pauses: Iterable[tuple[date, date]]) -> bool:
    return any(begin < day <= end for begin, end in pauses)


@cache
def state_council() -> WorkingCalendar:
    """The published calendar, from the ``chinesecalendar`` package."""
    rest, work = frozenset(constants.holidays), frozenset(constants.workdays)
    return WorkingCalendar(
        years=frozenset(day.year for day in rest),
        rest=frozenset(day for day in rest if day.weekday() < _SATURDAY),
        work=frozenset(day for day in work if day.weekday() >= _SATURDAY),
    )
