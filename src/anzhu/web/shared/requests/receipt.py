"""The receipt of a request: the same paper, whether it came in on line or at a counter."""

from typing import TYPE_CHECKING

from django.conf import settings

from anzhu import words
from anzhu.cases import clocks
from anzhu.kernel import clock
from anzhu.papers.lists import Receipt
from anzhu.rules.facts import Kind

if TYPE_CHECKING:
    from anzhu.cases.models import Case, Revision


def receipt_paper(case: "Case", revision: "Revision") -> Receipt:
    """Number, time, who has it now, by when, and what was handed in."""
    agency = case.agency
    matter = case.kind == Kind.OTHER_MATTERS
    contact = " ".join(filter(None, (agency.phone, agency.address))) if agency else ""
    return Receipt(
        ref=case.ref,
        submitted_at=revision.submitted_at.astimezone(clock.SHANGHAI),
        name=case.applicant_name,
        kind=words.text(f"kinds.{case.kind}"),
        category=words.text(f"categories.{case.category}") if case.category else "",
        employer=case.employer_name,
        agency=words.text("requests.body.centre") if matter else agency.name if agency else "",
        agency_contact="" if matter else contact,
        materials=tuple(_handed_in(case, revision)),
        clocks=tuple(
            (words.text(f"clocks.name.{name}"), day)
            for name, day in clocks.promised(case, revision)
        ),
        watermark=words.text("people.demo_mark") if settings.ANZHU_DEMO else "",
    )


def _handed_in(case: "Case", revision: "Revision") -> list[str]:
    counted: dict[str, int] = {}
    for row in revision.materials:
        counted[row["material"]] = counted.get(row["material"], 0) + 1
    found = [
        words.text(
            "applicant_papers.receipt.material",
            name=words.text(f"materials.{name}.name"),
            pages=pages,
        )
        for name, pages in counted.items()
    ]
    if case.handed_in_on:
        kind = "original" if case.kind == Kind.CANCELLATION else "damaged"
        found.append(words.text(f"materials.{kind}_certificate.name"))
    return found
