"""Step 6: rows of work experience, with what does not fit shown at the rows."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anzhu import words
from anzhu.cases.answers import named_rows, ticked
from anzhu.cases.pages import MOST_ROWS, Problem
from anzhu.rules.facts import Kind
from anzhu.web.applicant.forms import base, history
from anzhu.web.applicant.forms import rows as row_forms
from anzhu.web.applicant.pages.frame import span

if TYPE_CHECKING:
    from anzhu.cases.models import Case

#: Hints that the person may confirm instead of mending them.
_HINTS = frozenset({"history.overlap", "history.gap"})


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """One row: its form, and whether the time before it asks for an explanation."""

    name: str
    number: int
    form: base.Answers
    asks_why: bool
    new: bool


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """All rows; ``looked`` is asked for once there is an overlap or a gap."""

    rows: Sequence[RowShown]
    #: rows of before, as an earlier application told them; they need not be read again
    settled: Sequence[RowShown]
    lead: str
    form: row_forms.Rows
    looked: history.Looked | None
    full: str
    problems_of_all: Sequence[str]


def saved(case: "Case") -> list[dict[str, Any]]:
    """The rows as they are saved, each with its name."""
    return named_rows(case.dossier.answers.get("history", {}))


def seen(case: "Case") -> dict[str, Any]:
    """What the page shows of what is saved."""
    said = case.dossier.answers.get("history", {})
    return {**row_forms.shown(history.Row, saved(case)), "hints_seen": bool(said.get("hints_seen"))}


def page(case: "Case", shown: Sequence[Problem], *, one_more: bool = False) -> HistoryPage:
    """Step 6; an empty history begins with the present employment of step 4."""
    kept = [_with_post(case, row) for row in saved(case)]
    wanted = one_more or not kept or _has_moved(case, kept)
    new = _blank(case, kept) if wanted and len(kept) < MOST_ROWS else []
    form = row_forms.Rows(history.Row, [*kept, *new], shown)
    said = case.dossier.answers.get("history", {})
    hinted = {problem.field for problem in shown if problem.objection.code in _HINTS}
    lines = [
        RowShown(
            name=row["id"],
            number=number,
            form=one,
            asks_why=bool(row.get("gap_reason")) or f"rows.{number}.gap_reason" in hinted,
            new=number > len(kept),
        )
        for number, (row, one) in enumerate(zip([*kept, *new], form, strict=True), start=1)
    ]
    settled = [line for line, row in zip(lines, kept, strict=False) if _is_settled(case, row, line)]
    return HistoryPage(
        rows=[line for line in lines if line not in settled],
        settled=settled,
        # With rows of before, the head of the page says why only the rest is asked.
        lead="" if _is_told(case) else words.text("applicant.history.lead"),
        form=form,
        looked=history.Looked.showing(said) if hinted or said.get("hints_seen") else None,
        full=words.text("applicant.history.full", most=MOST_ROWS) if len(kept) >= MOST_ROWS else "",
        problems_of_all=[text for _, text in form.elsewhere],
    )


def _is_told(case: "Case") -> bool:
    """Does the application begin with what an earlier one told?"""
    return case.kind != Kind.INITIAL and bool(saved(case))


def _is_settled(case: "Case", row: Mapping[str, Any], line: RowShown) -> bool:
    """An employment that had ended before, with nothing wrong in it: it is only shown folded."""
    return _is_told(case) and bool(row.get("until")) and not line.form.errors


def _has_moved(case: "Case", kept: Sequence[Mapping[str, Any]]) -> bool:
    """A new employer is not among the rows yet."""
    name = case.dossier.answers.get("employer", {}).get("name")
    moves = ticked(case.dossier.answers).employer or case.kind == Kind.RE_REGISTRATION
    return bool(name) and moves and name not in {row.get("employer") for row in kept}


def _with_post(case: "Case", row: dict[str, Any]) -> dict[str, Any]:
    """A registration tells of the employer, not of the post: step 4 has said it meanwhile."""
    employer = case.dossier.answers.get("employer", {})
    present = not row.get("until") and row.get("employer") == employer.get("name")
    if present and not row.get("post"):
        return {**row, "post": employer.get("post", "")}
    return row


def _blank(case: "Case", kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row to type in; it proposes the employment that step 4 tells of, if none of them does."""
    row: dict[str, Any] = {"id": secrets.token_hex(4)}
    if not kept or _has_moved(case, kept):
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
            span(row),
            " · ".join(str(row[cell]) for cell in ("employer", "post", "work") if row.get(cell)),
        )
        for row in saved(case)
    ]
