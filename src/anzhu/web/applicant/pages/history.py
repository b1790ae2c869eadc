"""Step 6: rows of work experience, with what does not fit shown at the rows."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anzhu import words
from anzhu.cases.pages import MOST_ROWS, Problem, named_rows
from anzhu.web.applicant.forms import history

if TYPE_CHECKING:
    from anzhu.cases.models import Case

#: Hints that the person may confirm instead of mending them.
_HINTS = frozenset({"history.overlap", "history.gap"})


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """One row: its form, and whether the time before it asks for an explanation."""

    name: str
    number: int
    form: history.Row
    asks_why: bool
    new: bool


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """All rows; ``looked`` is asked for once there is an overlap or a gap."""

    rows: Sequence[RowShown]
    form: history.Rows
    looked: history.Looked | None
    full: str
    problems_of_all: Sequence[str]


def saved(case: "Case") -> list[dict[str, Any]]:
    """The rows as they are saved, each with its name."""
    return named_rows(case.dossier.answers.get("history", {}))


def seen(case: "Case") -> dict[str, Any]:
    """What the page shows of what is saved."""
    said = case.dossier.answers.get("history", {})
    return {**history.shown(saved(case)), "hints_seen": bool(said.get("hints_seen"))}


def page(case: "Case", shown: Sequence[Problem], *, one_more: bool = False) -> HistoryPage:
    """Step 6; an empty history begins with the present employment of step 4."""
    rows = saved(case)
    new = _blank(case, rows) if (one_more or not rows) and len(rows) < MOST_ROWS else []
    form = history.Rows([*rows, *new], shown)
    said = case.dossier.answers.get("history", {})
    hinted = {problem.field for problem in shown if problem.objection.code in _HINTS}
    return HistoryPage(
        rows=[
            RowShown(
                name=row["id"],
                number=number,
                form=one,
                asks_why=bool(row.get("gap_reason")) or f"rows.{number}.gap_reason" in hinted,
                new=number > len(rows),
            )
            for number, (row, one) in enumerate(zip([*rows, *new], form, strict=True), start=1)
        ],
        form=form,
        looked=history.Looked.showing(said) if hinted or said.get("hints_seen") else None,
        full=words.text("applicant.history.full", most=MOST_ROWS) if len(rows) >= MOST_ROWS else "",
        problems_of_all=[text for _, text in form.elsewhere],
    )


def _blank(case: "Case", rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row to type in; the first one proposes the employment that step 4 tells of."""
    row: dict[str, Any] = {"id": secrets.token_hex(4)}
    if not rows:
        employer = case.dossier.answers.get("employer", {})
        row |= {
            "start": employer.get("contract_from", ""),
            "employer": employer.get("name", ""),
            "post": employer.get("post", ""),
        }
    return [row]


def facts(case: "Case") -> list[tuple[str, str]]:
    """The rows for reading."""
    return [
        (
            f"{row.get('start', '')} 至 {row.get('until') or '今'}",
            " · ".join(str(row[cell]) for cell in ("employer", "post", "work") if row.get(cell)),
        )
        for row in saved(case)
    ]
