"""The pages about batches as their templates get them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anzhu.rules.production import BatchStatus
from anzhu.web.shared import batches
from anzhu.web.shared.batches import Line, Summary

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.production.models import Batch, BatchCase
    from anzhu.production.queries import BatchPage, Counted, Slice


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What waits, by agency, and the batches; ``more`` and ``earlier`` are keys of next parts."""

    lines: Sequence[Line]
    agencies: "Sequence[Counted]"
    agency: str
    waiting: int
    more: int | None
    batches: "Sequence[Batch]"
    earlier: int | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One batch; ``lines`` is a part of its list."""

    batch: "Batch"
    summary: Summary
    lines: Sequence[Line]
    more: int | None
    later_part: bool

    @property
    def is_open(self) -> bool:
        """May it still be changed?"""
        return self.batch.status == BatchStatus.OPEN

    @property
    def is_frozen(self) -> bool:
        """Does it wait for the ministry?"""
        return self.batch.status == BatchStatus.FROZEN


def overview(
    *,
    waiting: "Slice[Case]",
    agencies: "Sequence[Counted]",
    batches: "Slice[Batch]",
    agency: int | None,
) -> Overview:
    """The landing page of batches."""
    chosen = str(agency or "")
    counted = [row.count for row in agencies if not chosen or row.code == chosen]
    return Overview(
        lines=_lines(waiting.rows),
        agencies=agencies,
        agency=chosen,
        waiting=sum(counted),
        more=waiting.next_after,
        batches=batches.rows,
        earlier=batches.next_after,
    )


def batch_page(
    found: "BatchPage", rows: "Sequence[BatchCase]", *, more: int | None, after: int
) -> Page:
    """One batch with a part of its list."""
    return Page(
        batch=found.batch,
        summary=batches.summary(found, "centre"),
        lines=[batches.line(row.case, "centre", row.outcome) for row in rows],
        more=more,
        later_part=after > 0,
    )


def _lines(cases: "Sequence[Case]") -> list[Line]:
    return batches.lines(cases, "centre")
