"""Reading answers as they were typed: texts, ticks and rows, by page (clause 2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from anzhu.rules import employment, history, statement
from anzhu.rules.asking import Ticked

Answers = Mapping[str, Mapping[str, Any]]


def as_day(text: object) -> date | None:
    """A date as typed (2026-03-01), or None where there is none."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def ticked(answers: Answers) -> Ticked:
    """What is ticked on the page of changes."""
    said = answers.get("change", {})
    return Ticked(
        **{name: bool(said.get(name)) for name in ("employer", "renamed", "category", "renew")}
    )


def term(said: Mapping[str, Any]) -> employment.Term:
    """The term of employment as entered on the employer's page."""
    return employment.Term(
        start=as_day(said.get("contract_from")),
        until=as_day(said.get("contract_until")),
        open_ended=bool(said.get("open_ended")),
    )


def named_rows(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a page as they were typed, each with a name that stays when others go."""
    return [
        {**row, "id": str(row.get("id") or place)}
        for place, row in enumerate(said.get("rows", ()), start=1)
    ]


def work_rows(said: Mapping[str, Any]) -> list[history.WorkRow]:
    """The rows of the work experience; an end left empty is "until now"."""
    return [
        history.WorkRow(
            start=as_day(row.get("start")),
            until=as_day(row.get("until")),
            employer=str(row.get("employer", "")),
            post=str(row.get("post", "")),
            gap_reason=str(row.get("gap_reason", "")),
        )
        for row in said.get("rows", ())
    ]


def work_done(said: Mapping[str, Any]) -> list[statement.Work]:
    """The rows of the performance statement; an end left empty is "until now"."""
    texts = ("place", "subject", "content", "part", "result")
    return [
        statement.Work(
            start=as_day(row.get("start")),
            until=as_day(row.get("until")),
            **{cell: str(row.get(cell, "")) for cell in texts},
        )
        for row in said.get("rows", ())
    ]
