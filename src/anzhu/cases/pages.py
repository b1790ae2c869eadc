"""The pages of an application as data: which there are, what each asks, what is wrong with it.

Answers are kept as they were typed (texts), so that nothing is lost; ``problems`` reads them by
the rules. A page is complete when it has no problems. The order is that of clause 2.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anzhu.rules import agencies, categories, employment, history, identifiers
from anzhu.rules.agencies import AgencyFacts
from anzhu.rules.categories import Category
from anzhu.rules.filing import Qualification
from anzhu.rules.objections import Objection, objection

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Problem:
    """Something wrong on a page, at a field (``rows.2.start`` for the second row of a list)."""

    page: str
    field: str
    objection: Objection


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What answers are judged against: the day, the qualification, the agencies, the photo."""

    on: date
    qualification: Qualification | None
    agencies: tuple[AgencyFacts, ...] = ()
    photo_passed: bool = False


#: Characters that a field takes at most, and rows that a list takes: what the form has room for.
LONGEST_TEXT = 120
MOST_ROWS = 12
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

Found = Iterator[tuple[str, Objection]]
Judge = Callable[[Mapping[str, Any], Answers, Ground], Found]


@dataclass(frozen=True)
class Page:
    """One page: its name, its clause, the fields it keeps, the fields that the form prints."""

    name: str
    clause: str
    fields: tuple[str, ...]
    judge: Judge
    printed: bool = True


def _required(said: Mapping[str, Any], clause: str, *fields: str) -> Found:
    for field in fields:
        if not str(said.get(field, "")).strip():
            yield field, objection(f"field.missing.{field}", clause)


def _agency(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    known = {facts.code: facts for facts in ground.agencies}
    chosen = known.get(str(said.get("chosen", "")))
    advised = recommendation(answers, ground).agency
    for found in agencies.objections_to_choice(chosen, advised, str(said.get("reason", ""))):
        yield ("reason" if found.code == "agency.needs_reason" else "chosen"), found


def recommendation(answers: Answers, ground: Ground) -> agencies.Recommendation:
    """Where clause 3 leads, by the answers given so far; the category page has the last word."""
    said = answers.get("agency", {})
    category = answers.get("category", {}).get("category") or said.get("category")
    under = {"yes": True, "no": False}.get(str(said.get("directly_under", "")))
    return agencies.recommend(
        agencies.Answers(
            category=Category(category) if category in set(Category) else None,
            ministry=said.get("ministry") or None,
            group=said.get("group") or None,
            directly_under=under,
            province=said.get("province") or None,
        ),
        ground.agencies,
    )


def _person(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    yield from _required(said, "2.2", "degree", "address")
    for found in identifiers.objections_to_phone(identifiers.cleaned(str(said.get("phone", "")))):
        yield "phone", found
    email = str(said.get("email", ""))
    if email and not _EMAIL.fullmatch(email):
        yield "email", objection("email.malformed", "2.2")
    if not ground.photo_passed:
        yield "photo", objection("photo.missing", "2.2")


def _category(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    chosen = said.get("category") or ""
    if chosen not in set(Category):
        yield "category", objection("category.missing", "2.3")
    elif ground.qualification is None or chosen not in categories.eligible(ground.qualification):
        yield "category", objection("category.not_eligible", "R1", category=str(chosen))


def _employer(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    code = identifiers.cleaned(str(said.get("uscc", "")))
    for found in identifiers.objections_to_credit_code(code):
        yield "uscc", found
    yield from _required(said, "2.4", "name", "province", "address", "status", "post")
    for found in employment.objections_to_term(term(said), ground.on):
        yield _FIELD_OF.get(found.code, "contract_until"), found


def term(said: Mapping[str, Any]) -> employment.Term:
    """The term of employment as entered on the employer's page."""
    return employment.Term(
        start=as_day(said.get("contract_from")),
        until=as_day(said.get("contract_until")),
        open_ended=bool(said.get("open_ended")),
    )


def _education(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    """Hours are a matter of eligibility (R7); the page itself asks nothing of its own."""
    return iter(())


def _history(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    rows = work_rows(said)
    for number, row in enumerate(said.get("rows", ()), start=1):
        # An end that cannot be read must not pass for "until now".
        if row.get("until") and as_day(row["until"]) is None:
            yield f"rows.{number}.until", objection("history.end_unreadable", "2.6", row=number)
    for found in history.objections_to_history(rows, ground.on):
        yield _place(found), found
    if not said.get("hints_seen"):
        for found in history.hints_about_history(rows, ground.on):
            yield _place(found), found


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


def _place(found: Objection) -> str:
    row = found.params.get("row")
    field = _FIELD_OF.get(found.code)
    return f"rows.{row}.{field}" if row and field else "rows"


#: At which field an objection of the rules is shown.
_FIELD_OF = {
    "employment.no_start": "contract_from",
    "employment.start_in_future": "contract_from",
    "history.no_employer": "employer",
    "history.no_post": "post",
    "history.no_start": "start",
    "history.start_in_future": "start",
    "history.overlap": "start",
    "history.gap": "gap_reason",
    "history.end_in_future": "until",
    "history.end_before_start": "until",
}

PAGES = (
    Page(
        "agency",
        "2.1",
        ("category", "ministry", "group", "directly_under", "province", "chosen", "reason"),
        _agency,
    ),
    Page(
        "person",
        "2.2",
        (
            "phone", "email", "degree", "school", "major", "title", "ethnicity", "address",
            "postcode",
        ),
        _person,
    ),
    Page("category", "2.3", ("category",), _category),
    Page(
        "employer",
        "2.4",
        (
            "uscc", "name", "province", "address", "status", "industry", "department", "post",
            "contact", "contact_phone", "contract_from", "contract_until", "open_ended",
            "former_name",
        ),
        _employer,
    ),
    Page("education", "2.5", (), _education),
    Page("history", "2.6", ("rows", "hints_seen"), _history),
)  # fmt: skip
PAGE = {page.name: page for page in PAGES}


def problems(answers: Answers, ground: Ground) -> list[Problem]:
    """Everything wrong on all pages, in their order."""
    return [
        Problem(page.name, field, found)
        for page in PAGES
        for field, found in (
            *page.judge(answers.get(page.name, {}), answers, ground),
            *_too_long(answers.get(page.name, {})),
        )
    ]


def _too_long(said: Mapping[str, Any]) -> Found:
    """Texts longer than the form has room for."""
    cells = {field: value for field, value in said.items() if field != "rows"}
    for number, row in enumerate(said.get("rows", ()), start=1):
        cells.update({f"rows.{number}.{field}": value for field, value in row.items()})
    for field, value in cells.items():
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            yield field, objection("field.too_long", "2.7")


def printed(answers: Answers) -> dict[str, Any]:
    """The part of the answers that the form prints: what a change of makes a form stale."""
    return {
        page.name: {
            field: answers.get(page.name, {}).get(field, "")
            for field in page.fields
            if field not in ("hints_seen", "reason", "ministry", "group", "directly_under")
        }
        for page in PAGES
        if page.printed
    }


def as_day(text: object) -> date | None:
    """A date as typed (2026-03-01), or None where there is none."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
