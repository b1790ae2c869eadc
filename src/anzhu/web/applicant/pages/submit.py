"""Check and submit (2.9): all answers as they go in, what is still missing, and the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from anzhu import words
from anzhu.cases import clocks, pages
from anzhu.cases.answers import as_day, work_rows
from anzhu.kernel import clock
from anzhu.papers.lists import Receipt
from anzhu.rules.education import Education
from anzhu.rules.facts import Kind
from anzhu.rules.objections import Objection
from anzhu.web.applicant.pages import change, statement
from anzhu.web.applicant.pages.materials import MaterialsPage
from anzhu.web.shared.coded import in_words

if TYPE_CHECKING:
    from anzhu.cases.models import Case, Revision
    from anzhu.organisations.models import Agency

_WORDS = "applicant_papers.answers"
#: Fields that a reader of the answers does not need: they only led to the next question.
_UNREAD = frozenset({"hints_seen", "ministry", "group", "directly_under", "chosen", "rows"})
#: To which page an objection about something missing leads, by the beginning of its code.
_LEADS_TO = {"form": "form", "materials": "materials"}


@dataclass(frozen=True)
class Section:
    """The answers of one page; ``url`` leads there while it may be changed."""

    name: str
    title: str
    url: str
    facts: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, ...]] = ()


@dataclass(frozen=True)
class Lacking:
    """One thing that stands against submitting, and the page where it is put right."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """Everything on one page before it goes in."""

    ref: str
    kind: str
    photo_id: str
    sections: Sequence[Section]
    materials: MaterialsPage
    lacking: Sequence[Lacking]
    agency: str
    form_version: int
    is_correction: bool


def check_page(
    case: "Case",
    *,
    agency: "Agency | None",
    materials: MaterialsPage,
    against: Sequence[Objection],
    open_pages: frozenset[str],
    learnt: Education,
) -> CheckPage:
    """The page for the answers as they are."""
    return CheckPage(
        ref=case.ref,
        kind=words.text(f"kinds.{case.kind}"),
        photo_id=str(case.dossier.photo_id or ""),
        sections=sections(case, agency=agency, open_pages=open_pages, learnt=learnt),
        materials=materials,
        lacking=[_lacking(case.ref, found) for found in against],
        agency=agency.name if agency else "",
        form_version=case.dossier.form_version,
        is_correction=case.returns > 0,
    )


def sections(
    case: "Case", *, agency: "Agency | None", open_pages: frozenset[str], learnt: Education
) -> list[Section]:
    """The answers page by page, in words."""
    found = []
    for page in pages.pages_of(Kind(case.kind)):
        said = case.dossier.answers.get(page.name, {})
        url = reverse("applicant:page", kwargs={"ref": case.ref, "page": page.name})
        found.append(
            Section(
                name=page.name,
                title=words.text(f"kinds.page.{page.name}"),
                url=url if page.name in open_pages else "",
                facts=[*_own_facts(page.name, case, agency, learnt), *typed_facts(page, said)],
                rows=typed_rows(said) if page.name == "history" else (),
            )
        )
    return found


def _own_facts(
    name: str, case: "Case", agency: "Agency | None", learnt: Education
) -> list[tuple[str, str]]:
    """What a page shows that nobody typed."""
    if name == "change":
        asked = change.said_in_words(case.dossier.answers)
        return [*change.held(case), (words.text(f"{_WORDS}.change.asked"), asked)]
    if name == "statement":
        return statement.facts(case.dossier.answers.get("statement", {}))
    if name == "agency":
        return [(words.text(f"{_WORDS}.agency.chosen"), agency.name if agency else "")]
    if name == "person":
        return [
            (words.text(f"{_WORDS}.person.name"), case.person.name),
            (words.text(f"{_WORDS}.person.id_number"), _masked(case.person.id_number)),
        ]
    if name == "education":
        label = words.text(f"{_WORDS}.education.hours")
        return [(label, _hours(case, learnt))]
    return []


def _hours(case: "Case", learnt: Education) -> str:
    if not learnt.required:
        return words.text(f"people.no_hours_needed.{case.kind}")
    own = float(sum(record.hours for record in learnt.own_entries))
    facts = {"counted": float(learnt.counted), "needed": float(learnt.required), "own": own}
    return words.text(f"{_WORDS}.education.counted", **facts)


def _masked(number: str) -> str:
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def typed_facts(page: pages.Page, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The typed fields that have a name; an empty one is left out."""
    return [
        (words.text(f"{_WORDS}.{page.name}.{field}"), _value(field, said))
        for field in page.fields
        if field not in _UNREAD
        and words.exists(f"{_WORDS}.{page.name}.{field}")
        and (said.get(field) or field == "contract_until")
    ]


def _value(field: str, said: Mapping[str, Any]) -> str:
    if field == "contract_until" and said.get("open_ended"):
        return words.text(f"{_WORDS}.open_ended")
    value = said.get(field, "")
    if value is True:
        return words.text(f"{_WORDS}.yes")
    day = as_day(value)
    return _day(day) if day else in_words(field, str(value))


def _day(day: date) -> str:
    return words.text(f"{_WORDS}.day", day=day)


def typed_rows(said: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The work experience, one line each."""
    present = words.text(f"{_WORDS}.present")
    return [
        (
            _day(row.start) if row.start else "",
            _day(row.until) if row.until else present,
            row.employer,
            row.post,
        )
        for row in work_rows(said)
    ]


def _lacking(ref: str, found: Objection) -> Lacking:
    page = found.params.get("page")
    text = words.objection(found)
    if isinstance(page, str):
        return Lacking(text, reverse("applicant:page", kwargs={"ref": ref, "page": page}))
    leads = _LEADS_TO.get(found.code.split(".")[0])
    return Lacking(text, reverse(f"applicant:{leads}", args=[ref]) if leads else "")


@dataclass(frozen=True, kw_only=True)
class ReceiptPage:
    """What the applicant is told after submitting."""

    ref: str
    kind: str
    submitted_at: datetime
    agency: str
    agency_contact: str
    clocks: Sequence[tuple[str, date]]
    materials: Sequence[str]
    times: int


def receipt_page(case: "Case", revision: "Revision") -> ReceiptPage:
    """The receipt of the latest submission."""
    agency = case.agency
    return ReceiptPage(
        ref=case.ref,
        kind=words.text(f"kinds.{case.kind}"),
        submitted_at=revision.submitted_at,
        agency=agency.name if agency else "",
        agency_contact=" ".join(filter(None, (agency.phone, agency.address))) if agency else "",
        clocks=[
            (words.text(f"clocks.name.{name}"), day)
            for name, day in clocks.promised(case, revision)
        ],
        materials=_handed_in(revision),
        times=revision.number,
    )


def _handed_in(revision: "Revision") -> list[str]:
    counted: dict[str, int] = {}
    for row in revision.materials:
        counted[row["material"]] = counted.get(row["material"], 0) + 1
    return [
        words.text(
            "applicant_papers.receipt.material",
            name=words.text(f"materials.{name}.name"),
            pages=pages_there,
        )
        for name, pages_there in counted.items()
    ]


def receipt_paper(case: "Case", shown: ReceiptPage, *, watermark: str) -> Receipt:
    """The same receipt on paper."""
    category = words.text(f"categories.{case.category}") if case.category else ""
    return Receipt(
        ref=shown.ref,
        submitted_at=shown.submitted_at.astimezone(clock.SHANGHAI),
        name=case.applicant_name,
        kind=shown.kind,
        category=category,
        employer=case.employer_name,
        agency=shown.agency,
        agency_contact=shown.agency_contact,
        materials=tuple(shown.materials),
        clocks=tuple(shown.clocks),
        watermark=watermark,
    )
