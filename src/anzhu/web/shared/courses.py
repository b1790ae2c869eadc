"""A filed course as a finished row, for the administrator's register and the institution's own."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anzhu import words

if TYPE_CHECKING:
    from anzhu.organisations.models import Course


@dataclass(frozen=True, kw_only=True)
class CourseLine:
    """One filed course: what it is worth, for which days, and where it stands today."""

    code: str
    name: str
    hours: float
    valid_from: date
    valid_until: date | None
    source: str
    state: str
    shape: str


_SHAPES = {"valid": "approved", "coming": "waiting", "over": "withdrawn"}


def line(row: "Course", today: date) -> CourseLine:
    """A filed course as the tables show it."""
    state = "coming" if today < row.valid_from else "over"
    if row.facts.is_valid_on(today):
        state = "valid"
    return CourseLine(
        code=row.code,
        name=row.name,
        hours=float(row.hours),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        state=words.text(f"education.filed.{state}"),
        shape=_SHAPES[state],
    )
