"""The pages about uploaded lists as their templates get them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.registrations.importing import lists
from anzhu.registrations.importing.reading import header
from anzhu.web.shared.answers import reasons_of

if TYPE_CHECKING:
    from anzhu.registrations.models import UploadedList


@dataclass(frozen=True, kw_only=True)
class Line:
    """One list in the overview."""

    number: str
    name: str
    by: str
    at: datetime
    state: str
    said: str
    counts: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """One list with its first errors: line, column, why."""

    line: Line
    new: int
    same: int
    wrong: int
    qualified: int
    unqualified: int
    troubles: Sequence[tuple[int, str, str]]
    reasons: Sequence[str]

    @property
    def waits(self) -> bool:
        """Is the worker at it?"""
        return self.line.state in ("checking", "taking")

    @property
    def is_checked(self) -> bool:
        return self.line.state == "checked"

    @property
    def may_be_taken(self) -> bool:
        """Is everything right, and is there anything new?"""
        return self.is_checked and not self.wrong and self.new + self.qualified > 0

    @property
    def may_be_dropped(self) -> bool:
        return self.line.state in ("checked", "unreadable")

    @property
    def has_back(self) -> bool:
        return self.line.state in ("checked", "taking", "taken")


def lines(rows: "Sequence[UploadedList]") -> list[Line]:
    """Lists as the overview shows them."""
    return [_line(row) for row in rows]


def page_of(row: "UploadedList", refused: Refused | None) -> Page:
    """One list; what was just refused goes before what the worker has said."""
    said = [words.objection(found) for found in lists.refusals_of(row)]
    return Page(
        line=_line(row),
        new=row.new,
        same=row.same,
        wrong=row.wrong,
        qualified=row.qualified,
        unqualified=row.unqualified,
        troubles=[
            (line, header(column) if column else "—", words.objection(why))
            for line, column, why in lists.troubles_of(row)
        ],
        reasons=reasons_of(refused) or said,
    )


def _line(row: "UploadedList") -> Line:
    counted = row.state not in ("checking", "unreadable")
    counts = words.text("administrator.list.counts", new=row.new, same=row.same, wrong=row.wrong)
    return Line(
        number=row.number,
        name=row.shown_name,
        by=row.uploaded_by.person.name,
        at=row.uploaded_at,
        state=row.state,
        said=words.text(f"administrator.list.state.{row.state}"),
        counts=counts if counted else "",
    )
