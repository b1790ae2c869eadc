from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from anzhu import words
from anzhu.audit.chain import row_digest
from anzhu.law import memory
from anzhu.law.models import Amendment, CalendarDay, CalendarYear
from anzhu.rules import amendments as amending
from anzhu.rules import dated, lawbook, publishing
from anzhu.rules.amendments import Statutes
from anzhu.rules.calendar import WorkingCalendar
from anzhu.rules.dated import RuleSet
from anzhu.rules.drafts import Draft
from anzhu.rules.objections import Objection


def calendar() -> WorkingCalendar:
    """The working days as they are known now."""
    return memory.known().calendar


def calendar_at(instant: datetime) -> WorkingCalendar:
    """The working days as they were known at an instant: what was promised then, by what."""
    return memory.known().calendar_at(instant)


def rule_set_on(day: date) -> str:
    """The name of the set under which an application is filed on this day."""
    return memory.known().statutes.on(day).name


@contextmanager
def under(name: str) -> Iterator[None]:
    """Have the named set of rules answer; without a name, everything that is published.

    LookupError if nobody ever published such a set.
    """
    if not name:
        yield
        return
    with dated.under(_named(name)):
        yield


def _named(name: str) -> dated.RuleSet:
    try:
        return memory.known().statutes.named(name)
    except LookupError:
        # Filed a moment ago, in another process, under an amendment this one has not seen yet.
        memory.look()
    return memory.known().statutes.named(name)


def beside(draft: Draft, name: str, published_on: date) -> tuple[RuleSet, RuleSet]:
    """The named set (everything published, without a name), and the same with a draft added."""
    statutes = memory.known().statutes
    if name:
        statutes = statutes.up_to(name)
    return statutes.published, statutes.with_draft(draft.published_on(published_on)).published


def objections_to_rehearsing(draft: Draft) -> Iterator[Objection]:
    """A draft whose name is taken has been published already: there is nothing to rehearse."""
    return publishing.objections_to_name(draft, _names())


def _names() -> set[str]:
    return set(Amendment.objects.values_list("name", flat=True))


def is_complete(year: int) -> bool:
    """Are all days off and worked weekends of this year known?"""
    return year in memory.known().calendar.years


def coming(today: date) -> Sequence[Amendment]:
    """What is published and has not begun yet, the nearest first."""
    return list(Amendment.objects.filter(starts__gt=today).order_by("starts", "id"))


def amendments() -> Sequence[Amendment]:
    """All that was ever published, the newest first."""
    return list(Amendment.objects.order_by("-id"))


def amendment_digest(row: Amendment) -> str:
    """The fingerprint of a published amendment."""
    return row_digest(
        {
            "name": row.name,
            "days": [row.starts, row.in_force_from],
            "source": row.source,
            "values": row.values,
            "forced_because": row.forced_because,
        }
    )


def amendment_digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every amendment, for the audit."""
    for row in Amendment.objects.order_by("pk"):
        yield str(row.pk), amendment_digest(row)


@dataclass(frozen=True)
class Entered:
    """One line of the calendar's history: a day, or with ``day`` None the year itself."""

    day: date | None
    said: bool
    source: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Year:
    """One year: is it complete, which days were entered, and everything said about it so far."""

    year: int
    complete: bool
    days: dict[date, bool]
    history: Sequence[Entered]


def year(number: int, *, at_most: int = 60) -> Year:
    """A year of the calendar as the tables have it; the newest ``at_most`` lines of its history."""
    rows = list(CalendarDay.objects.filter(day__year=number).order_by("id"))
    whole = list(CalendarYear.objects.filter(year=number).order_by("id"))
    history = [Entered(row.day, row.works, row.source, row.at, row.by) for row in rows]
    history += [Entered(None, row.complete, row.source, row.at, row.by) for row in whole]
    history.sort(key=lambda line: line.at, reverse=True)
    return Year(
        year=number,
        complete=whole[-1].complete if whole else False,
        days={row.day: row.works for row in rows},
        history=history[:at_most],
    )


@dataclass(frozen=True)
class Changed:
    """One number of the law in an amendment, before and after, as a lawyer reads it."""

    parameter: str
    name: str
    before: str
    after: str
    clause: str
    source: str


@dataclass(frozen=True)
class Published:
    """One amendment as the history shows it."""

    name: str
    starts: date
    in_force_from: date
    source: str
    forced_because: str
    at: datetime
    by: str
    changes: Sequence[Changed]


def history() -> Sequence[Published]:
    """Every amendment with what it changed, the newest first."""
    statutes = memory.known().statutes
    return [_published(row, statutes) for row in amendments()]


def _published(row: Amendment, statutes: Statutes) -> Published:
    amendment = memory.statute(row)
    return Published(
        name=row.name,
        starts=row.starts,
        in_force_from=row.in_force_from,
        source=row.source,
        forced_because=row.forced_because,
        at=row.at,
        by=row.by,
        changes=[
            Changed(
                parameter=name,
                name=words.text(f"law.parameter.{name}"),
                before=_value_before(name, amendment, statutes),
                after=_said(name, one.value),
                clause=one.clause,
                source=one.source,
            )
            for name, one in amendment.values.items()
        ],
    )


def _value_before(name: str, amendment: amending.Amendment, statutes: Statutes) -> str:
    """What held on the first day of the amendment under the set before it."""
    with dated.under(statutes.before(amendment.name)):
        return _said(name, amending.PARAMETERS[name].on(amendment.starts))


def _said(name: str, value: object) -> str:
    said = lawbook.valued(words.text, amending.PARAMETERS[name], value)
    return said.replace("<br>", "；")
