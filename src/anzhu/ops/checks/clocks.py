"""Checks of the days everything is counted by: the calendar, and the clock of a demo."""

from collections.abc import Iterator

from django.db import DatabaseError

from anzhu.cases import clocks
from anzhu.kernel import clock
from anzhu.law import queries as law
from anzhu.ops.findings import Finding, ok, warning

_DECEMBER = 12


def working_days() -> Iterator[Finding]:
    """Holidays must be known of every year that a running clock reaches.

    Those of the next year are announced in November, so from December on they are missed.
    """
    now = clock.now()
    today = clock.day(now)
    try:
        reached = dict(clocks.crossing_unknown_years(now))
    except DatabaseError:
        reached = {}  # No tables yet: nothing runs.
    expected = [today.year, today.year + 1] if today.month == _DECEMBER else [today.year]
    known = law.calendar().years
    missing = sorted({year for year in expected if year not in known} | reached.keys())
    for year in missing:
        yield warning("calendar", year=year, count=reached.get(year, 0))
    if not missing:
        yield ok("calendar", years="、".join(map(str, expected)))


def demo_clock() -> Iterator[Finding]:
    """A demonstration whose day was moved says so."""
    if clock.ahead():
        yield warning("demo_clock", day=clock.today())
    else:
        yield ok("demo_clock")
