"""What was said and done about a case before: decisions with their reasons, and the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.rules.facts import STAFF_ROLES

if TYPE_CHECKING:
    from anzhu.cases.models import Act
    from anzhu.reviews.models import Decision
    from anzhu.reviews.reading import Reading


@dataclass(frozen=True, kw_only=True)
class Told:
    """One reason of a decision, as the applicant read it and answered it."""

    item: str
    label: str
    todo: str
    note: str
    #: what the applicant answered to it, once the application came back
    reply: str = ""


@dataclass(frozen=True, kw_only=True)
class Past:
    """An earlier decision about this case."""

    step: str
    text: str
    by: str
    decision: "Decision"
    reasons: Sequence[Told]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the history: when, what, and which member of staff."""

    at: datetime
    text: str
    by: str


def pasts(reading: "Reading") -> list[Past]:
    """Every decision about the case, the latest first, with the answers to each return."""
    found, returns = [], 0
    for row in reading.decisions:
        returns += row.step == "return"
        found.append(past(row, reading.replies_to(returns) if row.step == "return" else {}))
    return found[::-1]


def history_line(act: "Act") -> Line:
    """One step in words; applicants and the clock need no name."""
    return Line(
        at=act.at,
        text=words.text(f"steps.done.{act.step}"),
        by=act.person.name if act.person and act.role in STAFF_ROLES else "",
    )


def past(row: "Decision", replies: Mapping[str, str]) -> Past:
    """A decision in words; ``replies`` are the applicant's, by item."""
    return Past(
        step=row.step,
        text=words.text(f"steps.done.{row.step}"),
        by=row.by.person.name,
        decision=row,
        reasons=[
            replace(told(reason), reply=replies.get(reason.get("item", ""), ""))
            for reason in row.reasons
        ],
    )


def told(reason: Mapping[str, str]) -> Told:
    """A reason as the applicant reads it: what is wrong, what to do, and the reviewer's note."""
    item = reason.get("item", "")
    return Told(
        item=words.text(f"checklist.{item}.title") if item else "",
        label=words.text(f"reasons.{reason['code']}.label"),
        todo=words.text(f"reasons.{reason['code']}.todo"),
        note=reason.get("note", ""),
    )
