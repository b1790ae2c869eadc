"""The term of employment on the application form: two dates, or open-ended (4.1.1c)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
