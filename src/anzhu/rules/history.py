"""Work experience (2.6): rows with dates, no overlap unnoticed, no gap unexplained."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from anzhu.rules.calendar import add_months
from anzhu.rules.dated import Clause, Dated
from anzhu.rules.objections import Objection, objection
from anzhu.rules.parameters import SCHEME_START
from anzhu.rules.spans import Span, objections_to_days

#: A pause between two employments up to this long needs no explanation.
GAP_MONTHS = Dated({SCHEME_START: 3}, clause=Clause("2.6", "本系统设定"), unit="months")


@dataclass(frozen=True, kw_only=True)
class WorkRow(Span):
    """One employment; ``until`` None is "until now". ``gap_reason`` explains the time before it."""

    employer: str = ""
    post: str = ""
    gap_reason: str = ""


def objections_to_history(rows: Sequence[WorkRow], on: date) -> Iterator[Objection]:
    """Everything wrong in the rows; ``row`` in an objection counts from 1."""
    if not rows:
        yield objection("history.missing", "2.6")
    for number, row in enumerate(rows, start=1):
        yield from _objections_to_row(row, number, on)
    if sum(1 for row in rows if row.start is not None and row.until is None) > 1:
        yield objection("history.several_present", "2.6")


def hints_about_history(rows: Sequence[WorkRow], on: date) -> Iterator[Objection]:
    """Overlaps and unexplained gaps: shown to the person, and to the reviewer if they stay."""
    dated = sorted(
        (row.start, row.until or on, number, row.gap_reason)
        for number, row in enumerate(rows, start=1)
        if row.start is not None and row.start <= (row.until or on)
    )
    latest: tuple[date, int] | None = None
    for start, until, number, gap_reason in dated:
        if latest is not None:
            yield from _between(latest, start, number, gap_reason, on)
        if latest is None or until > latest[0]:
            latest = (until, number)


def hints_about_today(rows: Sequence[WorkRow], on: date) -> Iterator[Objection]:
    """Rows taken over from an earlier application must be told on up to today."""
    ends = [row.until or on for row in rows if row.start is not None]
    latest = max(ends, default=on)
    if add_months(latest, GAP_MONTHS.on(on)) < on:
        yield objection("history.not_up_to_date", "2.6", since=latest)


def _objections_to_row(row: WorkRow, number: int, on: date) -> Iterator[Objection]:
    if not row.employer.strip():
        yield objection("history.no_employer", "2.6", row=number)
    if not row.post.strip():
        yield objection("history.no_post", "2.6", row=number)
    yield from objections_to_days(row, on, about="history", clause="2.6", number=number)


def _between(
    latest: tuple[date, int], start: date, number: int, gap_reason: str, on: date
) -> Iterator[Objection]:
    until, other = latest
    if start < until:
        yield objection("history.overlap", "2.6", row=number, other=other)
    elif start > add_months(until, GAP_MONTHS.on(on)) and not gap_reason.strip():
        yield objection("history.gap", "2.6", row=number, other=other, since=until, start=start)
