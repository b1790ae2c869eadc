"""Lists of an institution as finished objects: counts, states, and what is wrong where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.education import queries
from anzhu.education.keeping import Told
from anzhu.education.queries import BatchReading
from anzhu.education.sheet import header
from anzhu.rules.identifiers import masked_id

if TYPE_CHECKING:
    from anzhu.education.models import Batch, Dispute

#: The first faults of a list are shown on its page; all of them stand in the file.
MOST_SHOWN = 50
_SHAPES = {
    "checking": "waiting",
    "unreadable": "broken",
    "checked": "ready",
    "taking": "waiting",
    "committed": "approved",
    "cancelled": "withdrawn",
    "revoked": "refused",
}


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """One list in the table of the latest."""

    number: str
    name: str
    at: object
    by: str
    state: str
    shape: str
    importable: int
    repeated: int
    faulty: int
    checked: bool


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One cell that cannot be taken: row, column, what it held, and why not."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One list: what a dry run found, and what may be done with it.

    ``waiting`` is what the worker does with it, ``put_back`` why it has not come in.
    """

    line: ListLine
    faults: Sequence[Fault]
    more_faults: int
    repeats: Sequence[Fault]
    refusals: Sequence[str]
    put_back: Sequence[str]
    may_commit: bool
    may_cancel: bool
    may_revoke: bool
    has_file: bool
    waiting: str
    imported: bool
    standing: int
    used: int
    revoked: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisputeLine:
    """One objection: whose record, what is said against it, by when."""

    id: int
    name: str
    course: str
    completed: date
    hours: float
    said: str
    due_on: date
    late: bool
    state: str
    answer: str


def line(batch: "Batch") -> ListLine:
    """A list as the table shows it."""
    return ListLine(
        number=batch.number,
        name=batch.shown_name,
        at=batch.uploaded_at,
        by=batch.uploaded_by.person.name,
        state=words.text(f"education.list.{batch.state}"),
        shape=_SHAPES[batch.state],
        importable=batch.importable,
        repeated=batch.repeated,
        faulty=batch.faulty,
        checked=batch.state not in ("checking", "unreadable"),
    )


def list_page(read: BatchReading) -> ListPage:
    """The page of one list."""
    batch = read.batch
    state = batch.state
    faults = [_fault(one) for one in read.faults]
    return ListPage(
        line=line(batch),
        faults=faults[:MOST_SHOWN],
        more_faults=max(0, batch.faulty - len({one.line for one in faults})),
        repeats=[_fault(one) for one in read.repeats[:MOST_SHOWN]],
        refusals=queries.refusals(batch) if state == "unreadable" else (),
        put_back=queries.refusals(batch) if state == "checked" else (),
        may_commit=_may_commit(read),
        may_cancel=state == "checked",
        may_revoke=state == "committed",
        has_file=read.rows_are_kept,
        waiting=state if state in ("checking", "taking") else "",
        imported=state in ("committed", "revoked"),
        standing=read.standing,
        used=read.used,
        revoked=batch.importable - read.standing if state == "revoked" else 0,
        reason=batch.reason,
    )


def _may_commit(read: BatchReading) -> bool:
    """Does it wait with something to import? One that was put back is looked at again first."""
    batch = read.batch
    waits = batch.state == "checked" and read.rows_are_kept and not batch.refusals
    return waits and batch.importable > 0


def _fault(told: Told) -> Fault:
    """ID numbers are masked on the page; the file that is given back has them whole."""
    secret = told.column == header("id_number")
    value = masked_id(told.value) if secret and len(told.value) > 8 else told.value
    return Fault(line=told.line, column=told.column, value=value, reason=told.reason)


def dispute_line(row: "Dispute", today: date) -> DisputeLine:
    """An objection as the institution reads it; of the person only what it imported itself."""
    record = row.record
    return DisputeLine(
        id=row.pk,
        name=record.name,
        course=record.course,
        completed=record.completed,
        hours=float(record.hours),
        said=row.said,
        due_on=row.due_on,
        late=row.state == "open" and row.due_on < today,
        state=words.text(f"education.answered.{row.state}"),
        answer=row.answer,
    )
