"""What stands against entering days of the calendar, and against publishing an amendment."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from anzhu.rules.dated import ENACTED
from anzhu.rules.drafts import Draft
from anzhu.rules.objections import Objection, objection

FIRST_YEAR, LAST_YEAR = 2004, 2100
LONGEST_SOURCE = 200
LONGEST_REASON = 300


def objections_to_days(year: int, days: Mapping[date, bool], source: str) -> Iterator[Objection]:
    """Every day must be of the year, and somebody must have said so."""
    yield from _objections_to_year(year)
    if not days:
        yield objection("calendar.no_days", "R12", year=year)
    for day in sorted(days):
        if day.year != year:
            yield objection("calendar.other_year", "R12", day=day, year=year)
    yield from _objections_to_source(source)


def objections_to_declaring(
    year: int, days: Mapping[date, bool], *, complete: bool, was: bool, source: str
) -> Iterator[Objection]:
    """A year without a single day off is not known, but forgotten."""
    yield from _objections_to_year(year)
    if complete == was:
        code = "calendar.already_complete" if complete else "calendar.not_complete"
        yield objection(code, "R12", year=year)
    elif complete and all(days.values()):
        yield objection("calendar.no_days_off", "R12", year=year)
    yield from _objections_to_source(source)


def objections_to_publishing(
    draft: Draft, today: date, *, taken: Collection[str], forced_because: str
) -> Iterator[Objection]:
    """A name of its own, and no surprise: not from a day that is over, unless somebody says why."""
    yield from objections_to_name(draft, taken)
    if draft.starts < today and not forced_because:
        yield objection("amendment.starts_in_the_past", "house", starts=draft.starts, today=today)
    if len(forced_because) > LONGEST_REASON:
        yield objection("amendment.reason_too_long", "house", most=LONGEST_REASON)


def objections_to_name(draft: Draft, taken: Collection[str]) -> Iterator[Objection]:
    """Cases name the set they were filed under: no two may have the same name."""
    if draft.name in taken or draft.name == ENACTED.name:
        yield objection("amendment.name_taken", "house", name=draft.name)


def _objections_to_year(year: int) -> Iterator[Objection]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        yield objection("calendar.no_such_year", "R12", first=FIRST_YEAR, last=LAST_YEAR)


def _objections_to_source(source: str) -> Iterator[Objection]:
    if not source.strip():
        yield objection("calendar.no_source", "R12")
    elif len(source) > LONGEST_SOURCE:
        yield objection("calendar.source_too_long", "R12", most=LONGEST_SOURCE)
