"""The register of filed courses as finished rows."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from anzhu.web.shared.courses import CourseLine, line

if TYPE_CHECKING:
    from anzhu.organisations.models import Course


def lines(rows: "Sequence[Course]", today: date) -> list[CourseLine]:
    """Every filed course of an institution."""
    return [line(row, today) for row in rows]


def said(row: "Course") -> dict[str, object]:
    """What the form of a course begins with."""
    return {
        "name": row.name,
        "hours": f"{float(row.hours):g}",
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "source": row.source,
    }
