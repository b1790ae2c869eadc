"""The pages of an application as data: which there are, what each asks, what is wrong with it.

Answers are kept as they were typed (texts), so that nothing is lost; ``problems`` reads them by
the rules. A page is complete when it has no problems. The order is that of clause 2.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anzhu.cases.answers import (
    Answers,
    as_day,
    term,
    ticked,
    work_done,
    work_rows,
)
from anzhu.rules import agencies, categories, employment, history, identifiers, statement
from anzhu.rules.agencies import AgencyFacts
from anzhu.rules.asking import Asking, asking
from anzhu.rules.categories import Category
from anzhu.rules.deadlines import Period, renewal_window
from anzhu.rules.employment import Unit
from anzhu.rules.facts import REGISTRATION_KINDS, Kind
from anzhu.rules.filing import Filing, Qualification, Registration
from anzhu.rules.objections import Objection, objection


@dataclass(frozen=True)
class Problem:
    """Something wrong on a page, at a field (``rows.2.start`` for the second row of a list)."""

    page: str
    field: str
    objection: Objection


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What answers are judged against: the day, the kind, the law's facts, agencies, the photo.

    ``law`` is None for somebody without a qualification.
    """

    on: date
    kind: Kind
    law: Filing | None
    agencies: tuple[AgencyFacts, ...] = ()
    photo_passed: bool = False

    @property
    def qualification(self) -> Qualification | None:
        """The qualification, if the roster has one."""
        return self.law.qualification if self.law else None

    @property
    def registration(self) -> Registration | None:
        """The latest registration, if there ever was one."""
        return self.law.registration if self.law else None

    @property
    def present_category(self) -> str | None:
        """The category of the latest registration."""
        return self.registration.category if self.registration else None


#: Characters that a field takes at most (of the form, of a statement), and rows that a list takes.
LONGEST_TEXT = 120
LONGEST_CONTENT = 500
MOST_ROWS = 12
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

Found = Iterator[tuple[str, Objection]]
Judge = Callable[[Mapping[str, Any], Answers, Ground], Found]


@dataclass(frozen=True)
class Page:
    """One page: its name, its clause, the fields it keeps, how they are judged.

    ``printed``: the form says what is on it. ``kinds``: the applications that have this page.
    """

    name: str
    clause: str
    fields: tuple[str, ...]
    judge: Judge
    printed: bool = True
    kinds: Collection[Kind] = REGISTRATION_KINDS
    #: characters that a field of this page takes at most
    longest: int = LONGEST_TEXT


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


def asked(answers: Answers, ground: Ground) -> Mapping[str, Asking]:
    """How each page meets this applicant: asked, to be confirmed, or not needed."""
    return asking(ground.kind, ticked(answers), ground.present_category)


def fixed(page: str, answers: Answers, ground: Ground) -> frozenset[str]:
    """The fields of a page that this application cannot change.

    What a registration of former times does not tell can always be filled in.
    """
    found = asked(answers, ground).get(page)
    held = ground.registration
    known = {"uscc": held.employer_code, "name": held.employer_name} if held else {}
    return frozenset(field for field in (found.fixed if found else ()) if known.get(field))


def open_categories(answers: Answers, ground: Ground) -> frozenset[Category]:
    """The categories that this application may be for; none without a qualification."""
    if ground.qualification is None:
        return frozenset()
    return categories.open_to(
        ground.kind,
        ground.qualification,
        present=ground.present_category,
        new=ticked(answers).category,
    )


def _change(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    wanted, held = ticked(answers), ground.registration
    if not wanted.anything:
        yield "employer", objection("change.nothing_asked", "1.4")
    if wanted.renew and held is not None:
        opens = renewal_window(held.valid_until, ground.on).opens
        if ground.on < opens:
            yield "renew", objection("change.renew_too_early", "4.3.4", opens=opens)


def _category(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    for found in categories.objections_to_category(
        str(said.get("category") or ""),
        ground.kind,
        ground.qualification,
        present=ground.present_category,
        new=ticked(answers).category,
    ):
        yield "category", found


def _employer(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    code = identifiers.cleaned(str(said.get("uscc", "")))
    for found in identifiers.objections_to_credit_code(code):
        yield "uscc", found
    yield from _required(said, "2.4", "name", "province", "address", "status", "post")
    for found in employment.objections_to_term(term(said), ground.on):
        yield _FIELD_OF.get(found.code, "contract_until"), found
    if ground.law is not None and ground.registration is not None:
        unit = Unit(code=code, name=str(said.get("name", "")).strip())
        for found in employment.objections_to_unit(
            unit, registered_unit(ground.registration), ground.kind, ground.law.change
        ):
            yield _FIELD_OF.get(found.code, "name"), found


def registered_unit(held: Registration) -> Unit:
    """The employer of a registration."""
    return Unit(code=held.employer_code, name=held.employer_name)


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
        if ground.kind is not Kind.INITIAL:
            for found in history.hints_about_today(rows, ground.on):
                yield "rows", found


def _statement(said: Mapping[str, Any], answers: Answers, ground: Ground) -> Found:
    for number, row in enumerate(said.get("rows", ()), start=1):
        if row.get("until") and as_day(row["until"]) is None:
            yield f"rows.{number}.until", objection("statement.end_unreadable", "4.2.3", row=number)
    for found in statement.objections_to_statement(work_done(said), ground.on):
        yield _place(found), found


def hints_about_statement(answers: Answers, ground: Ground) -> list[Problem]:
    """What a reviewer may not accept of the statement; never in the way (4.2.3)."""
    held = ground.registration
    period = Period(held.valid_from, held.valid_until) if held else None
    rows = work_done(answers.get("statement", {}))
    found = statement.hints_about_statement(rows, period, ground.on)
    return [Problem("statement", _place(hint), hint) for hint in found]


def _place(found: Objection) -> str:
    row = found.params.get("row")
    field = _FIELD_OF.get(found.code)
    return f"rows.{row}.{field}" if row and field else "rows"


#: At which field an objection of the rules is shown.
_FIELD_OF = {
    "employer.is_present": "uscc",
    "employer.another_code": "uscc",
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
    "statement.no_start": "start",
    "statement.start_in_future": "start",
    "statement.end_in_future": "until",
    "statement.end_before_start": "until",
    "statement.no_place": "place",
    "statement.no_subject": "subject",
    "statement.no_content": "content",
    "statement.duties_only": "content",
    "statement.too_short": "content",
    "statement.no_own_part": "part",
    "statement.outside_period": "start",
}

PAGES = (
    Page(
        "change",
        "1.4",
        ("employer", "renamed", "category", "renew"),
        _change,
        kinds=(Kind.CHANGE,),
    ),
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
    Page(
        "statement",
        "4.2.3",
        ("rows",),
        _statement,
        printed=False,
        kinds=(Kind.RENEWAL,),
        longest=LONGEST_CONTENT,
    ),
)  # fmt: skip
PAGE = {page.name: page for page in PAGES}


def pages_of(kind: Kind) -> tuple[Page, ...]:
    """The pages that an application of this kind has, in order."""
    return tuple(page for page in PAGES if kind in page.kinds)


def problems(answers: Answers, ground: Ground) -> list[Problem]:
    """Everything wrong on all pages, in their order."""
    return [
        Problem(page.name, field, found)
        for page in pages_of(ground.kind)
        for field, found in (
            *page.judge(answers.get(page.name, {}), answers, ground),
            *_too_long(answers.get(page.name, {}), page.longest),
        )
    ]


def _too_long(said: Mapping[str, Any], longest: int) -> Found:
    """Texts longer than the paper has room for."""
    cells = {field: value for field, value in said.items() if field != "rows"}
    for number, row in enumerate(said.get("rows", ()), start=1):
        cells.update({f"rows.{number}.{field}": value for field, value in row.items()})
    for field, value in cells.items():
        if isinstance(value, str) and len(value) > longest:
            yield field, objection("field.too_long", "2.7")


def printed(answers: Answers, kind: Kind) -> dict[str, Any]:
    """The part of the answers that the form prints: what a change of makes a form stale."""
    found: dict[str, Any] = {
        page.name: {
            field: answers.get(page.name, {}).get(field, "")
            for field in page.fields
            if field not in ("hints_seen", "reason", "ministry", "group", "directly_under")
        }
        for page in pages_of(kind)
        if page.printed
    }
    if kind is not Kind.INITIAL:
        found |= {"kind": str(kind), "registered": answers.get("registered", {})}
    return found
