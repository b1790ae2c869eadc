"""One case as the ministry reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.cases import matters
from anzhu.rules import checklist
from anzhu.web.shared import review_evidence
from anzhu.web.shared.review_evidence import Group
from anzhu.web.shared.review_facts import Fact, facts_for
from anzhu.web.shared.review_past import Past, pasts

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.reviews.reading import Reading


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One item of the checklist: what was declared, and how the agency judged it."""

    title: str
    facts: Sequence[Fact]
    mark: str
    text: str
    note: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """The whole case."""

    case: "Case"
    kind: str
    agency: str
    opinions: Sequence[tuple[str, str]]
    matter: Sequence[tuple[str, str]]
    groups: Sequence[Group]
    items: Sequence[Looked]
    past: Sequence[Past]


def case_page(reading: "Reading") -> CasePage:
    """What was submitted and what was said about it."""
    case = reading.case
    opinions = (("agency", case.agency_opinion), ("centre", case.centre_opinion))
    return CasePage(
        case=case,
        kind=words.text(f"kinds.{case.kind}"),
        agency=case.agency.name if case.agency else "",
        opinions=[
            (words.text(f"kinds.tier.{tier}"), words.text(f"production.opinion.{said}"))
            for tier, said in opinions
            if said
        ],
        matter=matters.lines(reading.matter) if reading.matter else (),
        groups=review_evidence.groups(reading, "ministry"),
        items=[_looked(code, reading) for code in reading.revision.checklist],
        past=pasts(reading),
    )


def _looked(code: str, reading: "Reading") -> Looked:
    said = reading.agency_marks.get(checklist.item(code).code, {})
    mark = said.get("mark", "")
    return Looked(
        title=words.text(f"checklist.{code}.title"),
        facts=facts_for(code, reading),
        mark=mark,
        text=words.text(f"kinds.mark.{mark}") if mark else "",
        note=said.get("note", ""),
    )
