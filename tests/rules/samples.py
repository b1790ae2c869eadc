"""Facts that tests change one thing in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from anzhu.rules.categories import Category
from anzhu.rules.filing import EducationRecord, Filing, Qualification, Registration, Source


def day(text: str) -> date:
    """2026-11-23 as a date."""
    return date.fromisoformat(text)


OLD = Qualification(obtained=day("2018-10-28"))
NEW = Qualification(obtained=day("2021-10-28"), category=Category.CHEMICAL)
LEAP = Registration(
    category="chemical", valid_from=day("2023-03-01"), valid_until=day("2028-02-29")
)


def filing(on: str, **changed: Any) -> Filing:
    """A person in good standing, born in 1985, qualified in 2018, who files on this day."""
    usual = Filing(on=day(on), born=day("1985-06-15"), qualification=OLD)
    return replace(usual, **changed)


def hours(completed: str, many: float, **changed: Any) -> EducationRecord:
    """A record of a training institution."""
    record = EducationRecord(
        provider="p", course="c", completed=day(completed), hours=Decimal(str(many))
    )
    return replace(record, **changed)


ENOUGH = (
    hours("2025-05-01", 24.0),
    hours("2025-06-01", 24.0, source=Source.SELF),
)


def codes(found: Any) -> list[str]:
    """The codes of objections, in their order."""
    return [objection.code for objection in found]
