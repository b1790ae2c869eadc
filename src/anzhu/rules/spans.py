"""Rows with a first and a last day: employments (2.6), pieces of work (4.2.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules.objections import Objection, objection


@dataclass(frozen=True, kw_only=True)
class Span:
    """From a day until a day, both included; without ``until`` it goes on."""

    start: date | None
    until: date | None = None


def objections_to_days(
    row: Span, on: date, *, about: str, clause: str, number: int
) -> Iterator[Objection]:
    """Days that are missing, not yet there, or the wrong way round.

    ``about`` begins the codes (``history``, ``statement``); ``number`` is the row's, from 1.
    """
    if row.start is None:
        yield objection(f"{about}.no_start", clause, row=number)
    elif row.start > on:
        yield objection(f"{about}.start_in_future", clause, row=number, start=row.start)
    if row.until is not None and row.until > on:
        yield objection(f"{about}.end_in_future", clause, row=number, until=row.until)
    if row.start is not None and row.until is not None and row.until < row.start:
        yield objection(
            f"{about}.end_before_start", clause, row=number, start=row.start, until=row.until
        )
