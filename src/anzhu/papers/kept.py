"""What a form said, as data that can be kept and printed again years later.

The portrait is left out: it is not compared with a photograph, and a form is printed without it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from anzhu.papers.forms import ApplicationForm, Hours, Job

#: What a form says about its print, not about the application.
_OF_THE_PRINT = frozenset({"ref", "version", "printed_on", "portrait", "watermark"})


#: The name of the portrait among the fields of a form.
PHOTO = "photo"


@dataclass(frozen=True)
class Printed:
    """One printed version: what it says, and which photo is on it (empty for none)."""

    form: ApplicationForm
    photo: str


def as_data(form: ApplicationForm) -> dict[str, Any]:
    """The form as JSON can hold it."""
    said = asdict(replace(form, portrait=None))
    days = {name: value.isoformat() for name, value in said.items() if isinstance(value, date)}
    rows = {
        name: [
            {key: cell.isoformat() if isinstance(cell, date) else cell for key, cell in row.items()}
            for row in said[name]
        ]
        for name in ("jobs", "hours")
    }
    return {**said, **days, **rows}


def from_data(said: Mapping[str, Any]) -> ApplicationForm:
    """The form that ``as_data`` gave; what later forms do not have is left out."""
    known = {one.name: said[one.name] for one in fields(ApplicationForm) if one.name in said}
    days = {name: date.fromisoformat(known[name]) for name in ("printed_on", "born", "obtained")}
    jobs = tuple(
        Job(**{**row, "since": _day(row["since"]), "until": _day(row["until"])})
        for row in known["jobs"]
    )
    hours = tuple(Hours(**{**row, "completed": _day(row["completed"])}) for row in known["hours"])
    return ApplicationForm(**{**known, **days, "jobs": jobs, "hours": hours})


def changed(before: ApplicationForm, after: ApplicationForm) -> tuple[str, ...]:
    """The names of the fields in which two forms differ, in the order in which they are printed."""
    return tuple(
        one.name
        for one in fields(ApplicationForm)
        if one.name not in _OF_THE_PRINT and getattr(before, one.name) != getattr(after, one.name)
    )


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
