"""How one and the same filing is treated under two sets of rules, fact by fact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from anzhu.rules import deadlines
from anzhu.rules.calendar import WorkingCalendar
from anzhu.rules.checklist import checklist_for
from anzhu.rules.dated import RuleSet, under
from anzhu.rules.eligibility import Assessment, assess
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Filing
from anzhu.rules.materials import Material, Needs, pages_asked


@dataclass(frozen=True)
class Difference:
    """One fact that differs; ``what`` is its name, the values are as JSON takes them."""

    what: str
    before: Any
    after: Any


def differences(
    kind: Kind,
    filing: Filing,
    *,
    present: RuleSet,
    draft: RuleSet,
    calendar: WorkingCalendar | None = None,
) -> list[Difference]:
    """Everything that would be otherwise under the draft, in a fixed order.

    With a calendar the clocks that would begin on the day of filing are compared, too.
    """
    with under(present):
        before = dict(_facts(kind, filing, calendar))
    with under(draft):
        after = dict(_facts(kind, filing, calendar))
    return [
        Difference(what, _plain(before[what]), _plain(after[what]))
        for what in before
        if before[what] != after[what]
    ]


def _facts(
    kind: Kind, filing: Filing, calendar: WorkingCalendar | None
) -> Iterator[tuple[str, object]]:
    found = assess(kind, filing)
    yield "may_start", found.may_start
    yield "may_submit", found.may_submit
    yield "objections", [{"code": one.code, **one.params} for one in found.objections]
    for name in ("opens", "advised_from", "closes", "early", "overdue"):
        yield name, getattr(found, name)
    yield from _education(found)
    yield "validity", [found.validity.start, found.validity.until] if found.validity else None
    yield from _papers(kind, found, filing.on)
    if calendar is not None:
        yield from _clocks(filing.on, calendar)


def _education(found: Assessment) -> Iterator[tuple[str, object]]:
    education = found.education
    yield "hours_required", education.required if education else None
    yield "hours_counted", education.counted if education else None
    yield "hours_window", [education.start, education.until] if education else None


def _papers(kind: Kind, found: Assessment, on: date) -> Iterator[tuple[str, object]]:
    needs = found.materials or Needs()
    yield "materials_required", list(needs.names_required)
    yield "materials_optional", list(needs.names_optional)
    yield "form_pages", pages_asked(Material.APPLICATION_FORM, on)
    yield "checklist", [item.code for item in checklist_for(kind, needs, found.education)]


def _clocks(on: date, calendar: WorkingCalendar) -> Iterator[tuple[str, object]]:
    yield "accept_by", deadlines.accept_by(on, calendar).day
    yield "first_review_by", deadlines.first_review_by(on, calendar).day
    yield "final_review_by", deadlines.final_review_by(on, calendar).day
    yield "issue_by", deadlines.issue_by(on, calendar).day
    correct_by = deadlines.correct_by(on, calendar)
    yield "correct_by", correct_by
    yield "correction_reminders", list(deadlines.correction_reminders(correct_by))


def _plain(value: object) -> Any:
    """As JSON takes it: days as text, hours as numbers."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value.value if isinstance(value, Enum) else value
