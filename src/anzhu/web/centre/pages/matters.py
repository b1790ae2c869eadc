"""Another matter as the centre sees it: what is asked, what was said, what is to be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.cases import request_facts
from anzhu.people import corrections
from anzhu.registrations import queries as registrations
from anzhu.rules.facts import Kind
from anzhu.rules.identifiers import masked_id
from anzhu.rules.requests import Corrected, Subject, corrected_by
from anzhu.web.shared.requests import pages
from anzhu.web.shared.review import ReviewPage

if TYPE_CHECKING:
    from anzhu.people.models import Correction
    from anzhu.reviews.reading import Reading

#: Steps whose note is part of the conversation or of its outcome.
_SPOKEN = frozenset({"ask", "reply", "settle", "decline", "propose", "drop"})


@dataclass(frozen=True)
class Line:
    """One step of a matter: when, what, who, and what was written."""

    at: datetime
    text: str
    by: str
    said: str


@dataclass(frozen=True)
class Proposed:
    """A correction that was proposed: what, from what to what, on what basis, by whom."""

    what: str
    old: str
    new: str
    basis: str
    by: str
    state: str
    mine: bool
    agrees: str


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Everything the page of another matter shows beside the evidence."""

    review: ReviewPage
    held: bool
    holder: Sequence[tuple[str, str]]
    said: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    past: Sequence[Proposed]
    waiting: Proposed | None
    corrected: Sequence[tuple[str, str, bool]]


def matter(read: "Reading", page: ReviewPage, *, held: bool) -> Matter:
    """The page; ``held``: it is in the reader's hands."""
    case = read.case
    said = request_facts.said_of(case, read.revision.answers)
    rows = [_proposed(row, read, said.wanted) for row in corrections.of_case(case.ref)]
    asked = corrected_by(Subject(said.subject), said.wanted) if said.subject else None
    kept = {**read.revision.answers.get("request", {}), "wanted": ""}
    return Matter(
        review=page,
        held=held,
        holder=[
            (words.text("requests.facts.name"), case.person.name),
            (words.text("requests.facts.id_number"), masked_id(case.person.id_number)),
            *pages.registration_facts(registrations.of_person(case.person_id)),
        ],
        said=pages.said_facts(Kind.OTHER_MATTERS, kept, said, ""),
        lines=[
            Line(
                at=act.at,
                text=words.text(f"steps.done.{act.step}"),
                by=act.person.name if act.person else "",
                said=act.note if act.step in _SPOKEN else "",
            )
            for act in read.history
        ],
        past=[row for row in rows if row.state != "open"],
        waiting=next((row for row in rows if row.state == "open"), None),
        corrected=[
            (str(one), words.text(f"kinds.corrected.{one}"), one is asked) for one in Corrected
        ],
    )


def _proposed(row: "Correction", read: "Reading", wanted: str) -> Proposed:
    corrected = Corrected(row.corrected)
    state = "confirmed" if row.confirmed_at else "dropped" if row.dropped_at else "open"
    same = corrections.meant(corrected, wanted) == row.new
    return Proposed(
        what=words.text(f"kinds.corrected.{corrected}"),
        old=pages.masked_value(corrected, row.old),
        new=pages.masked_value(corrected, row.new),
        basis=row.basis,
        by=row.proposed_by.name,
        state=state,
        mine=row.proposed_by_id == read.reader.person_id,
        agrees=words.text(f"centre.matter.{'agrees' if same else 'differs'}") if wanted else "",
    )
