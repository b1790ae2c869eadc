"""Registrations of the time before, from the lists of those who kept them: what is wrong (8.0).

Their periods are kept as they are, three years too (R3); their numbers may be those of the former
执业证, their categories those of the five-category era (R1). A list may name the qualification too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules import categories, identifiers, numbering, parameters
from anzhu.rules.calendar import add_years
from anzhu.rules.objections import Objection, objection


@dataclass(frozen=True, kw_only=True, slots=True)
class Existing:
    """One registration of a list; ``ended_as`` and ``ended_on`` say how and since when it is over.

    ``category`` is a code of ``rules.categories``; ``sex`` and ``born`` are only compared with
    the ID number. ``qualification`` is the number of the certificate of the examination,
    ``qualified_on`` its approval date, ``qualified_for`` the category printed on it. What a list
    leaves out is empty or None.
    """

    name: str
    id_number: str
    number: str
    category: str
    employer: str
    valid_from: date
    valid_until: date
    ended_as: str = ""
    ended_on: date | None = None
    former_number: str = ""
    uscc: str = ""
    sex: str = ""
    born: date | None = None
    phone: str = ""
    email: str = ""
    serial: str = ""
    qualification: str = ""
    qualified_on: date | None = None
    qualified_for: str = ""

    @property
    def opened(self) -> str:
        """The category its qualification carries; empty for one of before 2019-03-01 (R1)."""
        return "" if self.qualified_for in categories.FORMER else self.qualified_for

    @property
    def stands_until(self) -> date:
        """The last day on which it stood or will stand by its own dates."""
        return self.valid_until if self.ended_on is None else min(self.valid_until, self.ended_on)


def objections_to_existing(row: Existing, on: date) -> Iterator[Objection]:
    """Everything wrong with one row taken by itself, column by column."""
    if not row.name:
        yield objection("existing.no_name", "8.0")
    yield from _against_id_number(row, on)
    yield from numbering.objections_to_holder_number(row.number)
    if row.former_number and any(numbering.objections_to_holder_number(row.former_number)):
        yield objection("existing.former_number_malformed", "8.0")
    if not row.employer:
        yield objection("existing.no_employer", "8.0")
    if row.uscc:
        yield from identifiers.objections_to_credit_code(row.uscc)
    yield from _against_dates(row, on)
    yield from _against_qualification(row)
    if row.phone:
        yield from identifiers.objections_to_phone(row.phone)


def overlap(one: Existing, other: Existing) -> bool:
    """Do two registrations of one person stand on the same day?"""
    return one.valid_from <= other.stands_until and other.valid_from <= one.stands_until


def _against_id_number(row: Existing, on: date) -> Iterator[Objection]:
    wrong = list(identifiers.objections_to_id_number(row.id_number, on))
    yield from wrong
    if wrong:
        return
    if row.sex and row.sex != identifiers.sex(row.id_number):
        yield objection("existing.other_sex", "8.0")
    born = identifiers.born(row.id_number)
    if row.born is not None and row.born != born:
        yield objection("existing.other_birth_date", "8.0", born=born)
    if row.valid_from <= born:
        yield objection("existing.before_birth", "8.0", start=row.valid_from, born=born)


def _against_dates(row: Existing, on: date) -> Iterator[Objection]:
    start, until = row.valid_from, row.valid_until
    if until < start:
        yield objection("existing.ends_before_start", "8.0", start=start, until=until)
        return
    if start > on:
        yield objection("existing.starts_in_future", "8.0", start=start)
    most = parameters.EXISTING_PERIOD_MOST_YEARS.on(on)
    if until >= add_years(start, most):
        yield objection("existing.period_too_long", "R3", start=start, until=until, most=most)
    if row.ended_as and row.ended_on is None:
        yield objection("existing.no_end", "8.0")
    elif row.ended_on is not None:
        yield from _against_end(row, row.ended_on, on)


def _against_end(row: Existing, ended: date, on: date) -> Iterator[Objection]:
    if not row.ended_as:
        yield objection("existing.end_of_standing", "8.0", ended=ended)
    elif ended > on:
        yield objection("existing.ends_in_future", "8.0", ended=ended)
    elif not row.valid_from <= ended <= row.valid_until:
        yield objection(
            "existing.ended_outside",
            "8.0",
            ended=ended,
            start=row.valid_from,
            until=row.valid_until,
        )


def _against_qualification(row: Existing) -> Iterator[Objection]:
    """Number and day stand together, and the category is one of the era of that day (R1, R2)."""
    obtained = row.qualified_on
    if not (row.qualification or obtained or row.qualified_for):
        return
    if not row.qualification:
        yield objection("existing.qualification_no_number", "8.0")
    if obtained is None:
        yield objection("existing.qualification_no_day", "8.0")
        return
    if obtained > row.valid_from:
        yield objection(
            "existing.qualified_after_start", "R2", obtained=obtained, start=row.valid_from
        )
    yield from _against_the_era(row, obtained)


def _against_the_era(row: Existing, obtained: date) -> Iterator[Objection]:
    facts = {"since": parameters.SCHEME_START, "category": row.qualified_for}
    if obtained < parameters.SCHEME_START:
        if row.opened:
            yield objection("existing.qualified_for_later_one", "R1", **facts)
    elif not row.qualified_for:
        yield objection("existing.qualified_for_nothing", "R1", since=parameters.SCHEME_START)
    elif not row.opened:
        yield objection("existing.qualified_for_former_one", "R1", **facts)
