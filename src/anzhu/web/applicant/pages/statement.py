"""The editor of the performance statement (4.2.3): rows, what is missing, what may not do."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from anzhu import words
from anzhu.cases import facts as case_facts
from anzhu.cases.answers import as_day, named_rows, work_done
from anzhu.cases.applying import Reading
from anzhu.cases.pages import MOST_ROWS, Problem, hints_about_statement
from anzhu.rules.statement import objections_to_statement
from anzhu.web.applicant.forms import base, statement
from anzhu.web.applicant.forms import rows as row_forms
from anzhu.web.applicant.pages.frame import span

if TYPE_CHECKING:
    from anzhu.cases.models import Case

_WORDS = "applicant_statement"


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """One piece of work with the hints about it."""

    name: str
    number: int
    form: base.Answers
    hints: Sequence[str]
    new: bool


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """``state`` is empty, unfinished, never (printed), stale or current."""

    rows: Sequence[RowShown]
    form: row_forms.Rows
    period: str
    full: str
    problems_of_all: Sequence[str]
    state: str
    version: int
    printed_at: datetime | None

    @property
    def next_version(self) -> int:
        """The version that printing now leads to."""
        return self.version if self.state == "current" else self.version + 1


def saved(case: "Case") -> list[dict[str, Any]]:
    """The rows as they are saved, each with its name."""
    return named_rows(case.dossier.answers.get("statement", {}))


def seen(case: "Case") -> dict[str, Any]:
    """What the page shows of what is saved."""
    return dict(row_forms.shown(statement.Row, saved(case)))


def page(
    case: "Case", read: Reading, shown: Sequence[Problem], *, one_more: bool = False
) -> StatementPage:
    """All rows; a blank one where there is none yet or one more was asked for."""
    kept = saved(case)
    wanted = (one_more or not kept) and len(kept) < MOST_ROWS
    new = [{"id": secrets.token_hex(4)}] if wanted else []
    form = row_forms.Rows(statement.Row, [*kept, *new], shown)
    hints = _by_row(hints_about_statement(case.dossier.answers, read.ground))
    return StatementPage(
        rows=[
            RowShown(
                name=str(row["id"]),
                number=number,
                form=one,
                hints=hints.get(number, ()),
                new=number > len(kept),
            )
            for number, (row, one) in enumerate(zip([*kept, *new], form, strict=True), start=1)
        ],
        form=form,
        period=period(case),
        full=words.text(f"{_WORDS}.full", most=MOST_ROWS) if len(kept) >= MOST_ROWS else "",
        problems_of_all=[text for _, text in form.elsewhere],
        state=state(case, read.on),
        version=case.dossier.statement_version,
        printed_at=case.dossier.statement_printed_at,
    )


def state(case: "Case", on: date) -> str:
    """Where the statement stands: written, printed, still of what is written."""
    if not saved(case):
        return "empty"
    if any(objections_to_statement(work_done(case.dossier.answers["statement"]), on)):
        return "unfinished"
    if not case.dossier.statement_version:
        return "never"
    return "stale" if case_facts.statement_objections(case.dossier) else "current"


def period(case: "Case") -> str:
    """The period of the registration that is to be renewed."""
    held = case.dossier.answers.get("registered", {})
    start, until = as_day(held.get("valid_from")), as_day(held.get("valid_until"))
    return words.text(f"{_WORDS}.period", start=start, until=until) if start and until else ""


def facts(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rows for reading: when and where, and everything else of it."""
    return [
        (
            span(row),
            " · ".join(
                str(row[cell])
                for cell in ("place", "subject", "content", "part", "result")
                if row.get(cell)
            ),
        )
        for row in answers.get("rows", ())
    ]


def _by_row(hints: Sequence[Problem]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for hint in hints:
        number = hint.objection.params.get("row")
        if isinstance(number, int):
            found.setdefault(number, []).append(words.objection(hint.objection))
    return found
