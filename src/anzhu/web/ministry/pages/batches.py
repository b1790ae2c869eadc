"""The pages about batches as the ministry's templates get them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.verification.queries import masked_name
from anzhu.web.shared import batches
from anzhu.web.shared.batches import Line, Summary

if TYPE_CHECKING:
    from anzhu.cases.matters import Matter
    from anzhu.production.models import Batch, BatchCase
    from anzhu.production.overviews import Announced
    from anzhu.production.queries import BatchPage

#: Lines of the announcement that its page shows; the file has all of them.
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A frozen batch; ``own`` if this very human compiled or froze it and may not approve it."""

    batch: "Batch"
    summary: Summary
    own: bool


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decided batch: how many had which outcome, which numbers were given, the draft."""

    batch: "Batch"
    outcomes: Sequence[tuple[str, int]]
    granted: int
    numbers: str
    lines: Sequence[str]
    more: int


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A part of the list of a batch."""

    number: str
    lines: Sequence[Line]
    more: int | None
    later_part: bool


def pending(found: "BatchPage", actor: Actor) -> Pending:
    """What there is to know before a decision."""
    compilers = (found.batch.compiled_by_id, found.batch.frozen_by_id)
    return Pending(
        batch=found.batch,
        summary=batches.summary(found, "ministry"),
        own=actor.person_id in compilers,
    )


def decided(
    batch: "Batch", *, outcomes: Mapping[str, int], announced: "Sequence[Announced]"
) -> Decided:
    """What was decided."""
    numbers = ""
    if announced:
        first, last = announced[0].number, announced[-1].number
        numbers = first if first == last else words.text("ministry.numbers", first=first, last=last)
    return Decided(
        batch=batch,
        outcomes=[
            (words.text(f"production.outcome.{code}"), count) for code, count in outcomes.items()
        ],
        granted=len(announced),
        numbers=numbers,
        lines=[_sentence(row) for row in announced[:SHOWN]],
        more=max(0, len(announced) - SHOWN),
    )


def listing(
    number: str,
    rows: "Sequence[BatchCase]",
    *,
    more: int | None,
    after: int,
    about: "Mapping[int, Matter]",
) -> Listing:
    """A part of the list in its frozen order."""
    lines = batches.members(rows, "ministry", about)
    return Listing(number=number, lines=lines, more=more, later_part=after > 0)


def announcement(batch: "Batch", announced: "Sequence[Announced]") -> str:
    """The whole draft as a text."""
    decided_on = clock.day(batch.decided_at) if batch.decided_at else None
    head = words.text("ministry.announcement.head", count=len(announced), on=decided_on)
    foot = words.text("ministry.announcement.foot", number=batch.number)
    return "\r\n".join([head, "", *(_sentence(row) for row in announced), "", foot, ""])


def _sentence(row: "Announced") -> str:
    return words.text(
        "ministry.announcement.line",
        name=masked_name(row.name),
        category=words.text(f"categories.{row.category}"),
        employer=row.employer,
        agency=row.agency,
        number=row.number,
    )
