"""One year of the calendar: twelve months by weeks, and everything that was entered."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.forms import Form

from anzhu import words
from anzhu.law.queries import Year
from anzhu.rules.announcement import Announcement
from anzhu.rules.publishing import FIRST_YEAR, LAST_YEAR

_SATURDAY = 5
_WEEKS = calendar.Calendar()


@dataclass(frozen=True)
class Cell:
    """One day of a month: its number, how it is shown, and in a word what it is."""

    number: int
    look: str
    mark: str
    said: str
    today: bool


@dataclass(frozen=True)
class Month:
    """A month; days of its neighbours are None."""

    name: str
    weeks: Sequence[Sequence[Cell | None]]


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    what: str
    source: str
    by: str
    at: object


@dataclass(frozen=True, kw_only=True)
class Page:
    """The year and its forms; ``read`` is what was understood of a pasted notice."""

    year: int
    complete: bool
    before: int | None
    after: int | None
    months: Sequence[Month]
    history: Sequence[Line]
    off: int
    worked: int
    may_edit: bool
    announcement: Form
    one_day: Form
    completeness: Form


@dataclass(frozen=True)
class Read:
    """What would be entered of a pasted notice, before it is."""

    year: int
    days: Sequence[tuple[date, str, str]]
    unread: Sequence[str]
    text: str
    source: str


def read_page(year: int, found: Announcement, text: str, source: str) -> Read:
    """The preview of a pasted notice: every day with its weekday, and what was not understood."""
    return Read(
        year=year,
        days=[
            (day, _weekday(day), words.text(f"administrator.works.{_kind(works=works)}"))
            for day, works in sorted(found.days.items())
        ],
        unread=found.unread,
        text=text,
        source=source,
    )


def months(year: Year, today: date) -> list[Month]:
    """The grid; a day nobody entered is worked from Monday to Friday."""
    return [
        Month(
            words.text("administrator.month", month=month),
            [
                [_cell(year, day, today) if day.month == month else None for day in week]
                for week in _WEEKS.monthdatescalendar(year.year, month)
            ],
        )
        for month in range(1, 13)
    ]


def counted(year: Year) -> tuple[int, int]:
    """Weekdays off and weekends worked in a year."""
    off = sum(not works and day.weekday() < _SATURDAY for day, works in year.days.items())
    worked = sum(works and day.weekday() >= _SATURDAY for day, works in year.days.items())
    return off, worked


def lines(year: Year) -> list[Line]:
    """The history in words, the newest first."""
    return [
        Line(
            what=_what(entry.day, said=entry.said),
            source=entry.source,
            by=entry.by or words.text("administrator.by_the_system"),
            at=entry.at,
        )
        for entry in year.history
    ]


def neighbour(year: int) -> int | None:
    """A year that has a page."""
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _what(day: date | None, *, said: bool) -> str:
    if day is None:
        return words.text(f"administrator.said.year_{'complete' if said else 'open'}")
    works = words.text(f"administrator.works.{_kind(works=said)}")
    return words.text("administrator.day_said", day=day, weekday=_weekday(day), works=works)


def _cell(year: Year, day: date, today: date) -> Cell:
    weekend = day.weekday() >= _SATURDAY
    works = year.days.get(day)
    if works is None or works is not weekend:
        look = "weekend" if weekend else "plain"
        # A weekend that is part of the holiday is off anyway, and said so.
        mark = words.text("administrator.mark.off") if works is False else ""
        said = words.text("administrator.works.off") if works is False else ""
    else:
        look = _kind(works=works)
        mark, said = (words.text(f"administrator.{name}.{look}") for name in ("mark", "works"))
    return Cell(day.day, look, mark, said, today=day == today)


def _kind(*, works: bool) -> str:
    return "worked" if works else "off"


def _weekday(day: date) -> str:
    return words.text(f"administrator.weekday.{day.weekday()}")
