from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

from django.db import IntegrityError, transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import clock, once
from anzhu.kernel.actor import CLOCK, Actor
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.law import memory, queries
from anzhu.law.models import Amendment, CalendarDay, CalendarYear
from anzhu.rules import publishing
from anzhu.rules.amendments import plain
from anzhu.rules.calendar import state_council
from anzhu.rules.drafts import Draft

_PACKAGE = "chinesecalendar"


@dataclass(frozen=True, kw_only=True)
class Days:
    """Days of one year that are off (False) or worked (True), and who says so."""

    year: int
    days: Mapping[date, bool]
    source: str


@transaction.atomic
def set_days(*, asked: Days, key: str, actor: Actor, now: datetime) -> int:
    """Enter days off and worked weekends; how many of them were news.

    Deadlines that were announced stay as they were: what is counted from now on goes by the new
    calendar. Raises ``Refused`` with everything that cannot be right.
    """
    refuse_if(publishing.objections_to_days(asked.year, asked.days, asked.source))
    with once.first(key, actor=actor, action="calendar.set", now=now) as turn:
        if turn.answer is None:
            turn.keep({"count": _enter(asked, actor=actor, now=now)})
        return int((turn.answer or turn.row.answer or {})["count"])


def _enter(asked: Days, *, actor: Actor, now: datetime) -> int:
    next_numbers(series=memory.VERSION, how_many=1)  # also the lock: one change at a time
    known = queries.year(asked.year).days
    news = {day: works for day, works in asked.days.items() if known.get(day) is not works}
    if not news:
        return 0
    transaction.on_commit(memory.look)
    CalendarDay.objects.bulk_create(
        CalendarDay(
            day=day,
            works=works,
            source=asked.source,
            at=now,
            account_id=actor.account_id,
            by=actor.name,
        )
        for day, works in sorted(news.items())
    )
    data = {
        "year": asked.year,
        "off": sorted(day for day, works in news.items() if not works),
        "worked": sorted(day for day, works in news.items() if works),
        "source": asked.source,
    }
    record("calendar.set", chain=HOUSE, actor=actor, now=now, data=data)
    return len(news)


@transaction.atomic
def declare_year(
    *, year: int, complete: bool, source: str, key: str, actor: Actor, now: datetime
) -> None:
    """Say that all days of a year are entered, or take that back.

    Raises ``Refused`` where nothing was entered yet, or nothing would change.
    """
    with once.first(key, actor=actor, action="calendar.declare", now=now) as turn:
        if turn.answer is not None:
            return
        next_numbers(series=memory.VERSION, how_many=1)
        known = queries.year(year)
        refuse_if(
            publishing.objections_to_declaring(
                year, known.days, complete=complete, was=known.complete, source=source
            )
        )
        _declare(year, complete=complete, source=source, actor=actor, now=now)
        turn.keep({"year": year})


def _declare(year: int, *, complete: bool, source: str, actor: Actor, now: datetime) -> None:
    transaction.on_commit(memory.look)
    CalendarYear.objects.create(
        year=year,
        complete=complete,
        source=source,
        at=now,
        account_id=actor.account_id,
        by=actor.name,
    )
    data = {"year": year, "complete": complete, "source": source}
    record("calendar.declare", chain=HOUSE, actor=actor, now=now, data=data)


@transaction.atomic
def fill_known_years(*, now: datetime) -> list[int]:
    """Enter the years that the package knows and nobody has declared yet; which they were.

    Runs with every migration, so that a newer package brings its new year along. What was
    entered by hand stays.
    """
    published = state_council()
    if not _undeclared(published.years):
        return []
    next_numbers(series=memory.VERSION, how_many=1)
    missing = _undeclared(published.years)
    by_hand = set(CalendarDay.objects.values_list("day", flat=True))
    source = f"{_PACKAGE} {version(_PACKAGE)}"
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, works=works, source=source, at=now)
        for works, days in ((False, published.rest), (True, published.work))
        for day in sorted(days)
        if day.year in missing and day not in by_hand
    )
    CalendarYear.objects.bulk_create(
        CalendarYear(year=year, complete=True, source=source, at=now) for year in missing
    )
    data = {"years": missing, "source": source}
    record("calendar.fill", chain=HOUSE, actor=CLOCK, now=now, data=data)
    return missing


def _undeclared(years: Collection[int]) -> list[int]:
    there = set(CalendarYear.objects.values_list("year", flat=True))
    return sorted(set(years) - there)


@transaction.atomic
def publish(*, draft: Draft, forced_because: str, actor: Actor, now: datetime) -> Amendment:
    """Publish an amendment: from its day on it holds, for good, everywhere.

    Applications filed before keep their rule set. A start in the past needs a reason, and even
    then nothing that was already filed is judged by it. Raises ``Refused`` with every objection.
    """
    today = clock.day(now)
    next_numbers(series=memory.VERSION, how_many=1)
    taken = set(Amendment.objects.values_list("name", flat=True))
    refuse_if(
        publishing.objections_to_publishing(
            draft, today, taken=taken, forced_because=forced_because.strip()
        )
    )
    row = Amendment(
        name=draft.name,
        starts=draft.starts,
        in_force_from=draft.published_on(today).in_force_from,
        source=draft.source,
        values={
            name: {"value": plain(one.value), "clause": one.clause, "source": one.source}
            for name, one in draft.values.items()
        },
        forced_because=forced_because.strip() if draft.starts < today else "",
        at=now,
        account_id=actor.account_id,
        by=actor.name,
    )
    row.digest = queries.amendment_digest(row)
    transaction.on_commit(memory.look)
    try:
        row.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused.because("amendment.name_taken", "house", name=draft.name) from twice
    record(
        "law.publish",
        chain=HOUSE,
        actor=actor,
        now=now,
        subject=f"law.amendment:{row.pk}",
        digest=row.digest,
        data={"name": row.name, "starts": row.starts, "parameters": sorted(row.values)},
    )
    return row
