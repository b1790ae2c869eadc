"""The pages about batches as their templates get them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anzhu.rules.production import BatchStatus
from anzhu.web.shared import batches as batches_in_words
from anzhu.web.shared.batches import Line, Summary

if TYPE_CHECKING:
    from anzhu.cases.matters import Matter
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
    about: "Mapping[int, Matter]",
) -> Overview:
    """The landing page of batches."""
    chosen = str(agency or "")
    counted = [row.count for row in agencies if not chosen or row.code == chosen]
    return Overview(
        lines=batches_in_words.lines(waiting.rows, "centre", about),
        agencies=agencies,
        agency=chosen,
        waiting=sum(counted),
        more=waiting.next_after,
        batches=batches.rows,
        earlier=batches.next_after,
    )


def batch_page(
    found: "BatchPage",
    rows: "Sequence[BatchCase]",
    *,
    more: int | None,
    after: int,
    about: "Mapping[int, Matter]",
) -> Page:
    """One batch with a part of its list."""
    return Page(
        batch=found.batch,
        summary=batches_in_words.summary(found, "centre"),
        lines=batches_in_words.members(rows, "centre", about),
        more=more,
        later_part=after > 0,
    )
