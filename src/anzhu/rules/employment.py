"""Employment on the application form: the term (4.1.1c), and which employer a kind allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change
from anzhu.rules.objections import Objection, objection


@dataclass(frozen=True, kw_only=True)
class Term:
    """From a day until a day; ``open_ended`` is 无固定期限 and has no last day."""

    start: date | None
    until: date | None = None
    open_ended: bool = False


def objections_to_term(term: Term, on: date) -> Iterator[Objection]:
    """Everything wrong with a term of employment."""
    if term.start is None:
        yield objection("employment.no_start", "4.1.1c")
    elif term.start > on:
        yield objection("employment.start_in_future", "4.1.1c", start=term.start)
    if term.open_ended:
        if term.until is not None:
            yield objection("employment.end_of_open_ended", "4.1.1c")
        return
    if term.until is None:
        yield objection("employment.no_end", "4.1.1c")
        return
    if term.start is not None and term.until < term.start:
        yield objection("employment.end_before_start", "4.1.1c", start=term.start, until=term.until)
    elif term.until < on:
        yield objection("employment.over", "4.1.1c", until=term.until)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """An employer: its 统一社会信用代码 tells it from others, its name is what the seal says.

    Registrations of before the codes may have none.
    """

    code: str = ""
    name: str = ""

    def is_same_as(self, other: "Unit") -> bool:
        """Is it the same employer, under whatever name?"""
        if self.code and other.code:
            return self.code == other.code
        return self.name == other.name


def objections_to_unit(
    said: Unit, present: Unit, kind: Kind, change: Change
) -> Iterator[Objection]:
    """Against this employer: a renewal stays with its own (R4), a change asks for what it says.

    ``present`` is the employer of the last registration.
    """
    if kind not in (Kind.RENEWAL, Kind.CHANGE) or not (said.code or said.name):
        return
    same = said.is_same_as(present)
    if kind is Kind.CHANGE and change.employer:
        if same:
            yield objection("employer.is_present", "1.4", name=present.name)
    elif kind is Kind.CHANGE and change.renamed:
        if said.code and present.code and not same:
            yield objection("employer.another_code", "1.4", name=present.name)
        elif said.name == present.name:
            yield objection("employer.name_is_present", "1.4", name=present.name)
    elif not same or said.name != present.name:
        clause = "1.3" if kind is Kind.RENEWAL else "1.4"
        yield objection("employer.must_stay", clause, name=present.name)
