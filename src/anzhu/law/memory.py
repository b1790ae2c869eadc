"""The law that this process has in mind: read once, and again when another one has changed it.

A question of the law costs no query. ``look`` compares one number of the database with the one
that was read last; ``kernel.fresh`` calls it at most once a second, where work begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from anzhu.kernel.models import Counter
from anzhu.law.models import Amendment, CalendarDay, CalendarYear
from anzhu.rules import amendments, dated
from anzhu.rules.amendments import Amended, Statutes
from anzhu.rules.calendar import WorkingCalendar, state_council

#: The counter that moves with every change of the law.
VERSION = "law"


@dataclass(frozen=True)
class Law:
    """Everything that was entered, as of one version."""

    version: int = 0
    statutes: Statutes = field(default_factory=Statutes)
    calendar: WorkingCalendar = field(default_factory=state_council)
    entered: "Entered" = field(default_factory=lambda: Entered())

    def calendar_at(self, instant: datetime) -> WorkingCalendar:
        """The working days as they were known then."""
        return _calendar(self.entered, instant)


@dataclass(frozen=True)
class Entered:
    """What was ever entered, oldest first: days off or worked, years complete or not."""

    days: Sequence[tuple[datetime, date, bool]] = ()
    years: Sequence[tuple[datetime, int, bool]] = ()


class _Known:
    law = Law()


def known() -> Law:
    """What this process goes by."""
    return _Known.law


def look() -> None:
    """Read the law anew if it was changed since it was read."""
    version = Counter.objects.filter(series=VERSION).values_list("last", flat=True).first() or 0
    if version != _Known.law.version:
        entered = Entered(
            days=list(CalendarDay.objects.order_by("id").values_list("at", "day", "works")),
            years=list(CalendarYear.objects.order_by("id").values_list("at", "year", "complete")),
        )
        _learn(Law(version, Statutes(_amendments()), _calendar(entered), entered))


def forget() -> None:
    """Go by the code alone, as before the first look."""
    _learn(Law())


def _learn(law: Law) -> None:
    _Known.law = law
    dated.publish(law.statutes.published)


def _amendments() -> list[amendments.Amendment]:
    return [statute(row) for row in Amendment.objects.order_by("id")]


def statute(row: Amendment) -> amendments.Amendment:
    """A published amendment as the rules take it."""
    return amendments.Amendment(
        name=row.name,
        starts=row.starts,
        in_force_from=row.in_force_from,
        values={
            name: Amended(
                value=amendments.value_of(name, said["value"]),
                clause=said["clause"],
                source=said["source"],
            )
            for name, said in row.values.items()
        },
    )


def _calendar(entered: Entered, until: datetime | None = None) -> WorkingCalendar:
    """The package's calendar with what was entered (until then): the latest entry counts."""
    published = state_council()
    known = dict.fromkeys(published.years, True)
    known |= {year: whole for at, year, whole in entered.years if until is None or at <= until}
    days = {day: works for at, day, works in entered.days if until is None or at <= until}
    return WorkingCalendar(
        years=frozenset(year for year, whole in known.items() if whole),
        rest=published.rest,
        work=published.work,
        exceptions=MappingProxyType(days),
    )
