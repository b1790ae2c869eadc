"""The explainer's answer: a few days become facts, and the rules answer as they always do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from anzhu import words
from anzhu.rules import categories, parameters
from anzhu.rules.calendar import ONE_DAY, add_years
from anzhu.rules.filing import EducationRecord, Filing, Qualification, Registration
from anzhu.rules.outlook import Ahead
from anzhu.web.public.forms_explain import NAMES
from anzhu.web.shared.outlook import Outlook, outlook

#: Nobody's age: what depends on it is said in words beside the answer, never worked out.
_YOUNG = 30
_OF_A_PERSON = frozenset({"last_birthday"})
_LONGEST_VALUE = 20


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What the page shows below the question."""

    given: Sequence[tuple[str, str]]
    outlook: Outlook
    categories: str
    unchecked: str
    share: str
    calendar: str


def filing_of(said: Mapping[str, Any], today: date) -> Filing:
    """The facts that were typed; what was not is supposed to be in good standing."""
    on = said.get("on") or today
    registration = _registration(said)
    obtained = said.get("obtained") or (registration.valid_from if registration else on)
    return Filing(
        on=on,
        born=add_years(on, -_YOUNG),
        qualification=Qualification(obtained=obtained),
        registration=registration,
        education=_hours(said.get("hours"), on),
    )


def explain(said: Mapping[str, Any], today: date, address: str) -> Explained:
    """The rules' answer to a question of the form; ``address`` is where it is asked."""
    filing = filing_of(said, today)
    found = outlook(filing)
    query = query_of(said)
    return Explained(
        given=_given(said, filing),
        outlook=replace(found, ahead=ahead_of(filing, found)),
        categories=_categories(said.get("obtained")),
        unchecked=words.text("explain.unchecked", limit=parameters.AGE_LIMIT_YEARS.on(filing.on)),
        share=f"{address}?{query}",
        calendar=f"{address}/dates.ics?{query}",
    )


def ahead_of(filing: Filing, found: Outlook) -> Sequence[Ahead]:
    """The days ahead but those of a person whose age is not known."""
    return [one for one in found.ahead if one.code not in _OF_A_PERSON]


def query_of(said: Mapping[str, Any]) -> str:
    """The address's question: known names, in their order, without what was left empty."""
    return urlencode([(name, str(said[name])) for name in NAMES if said.get(name) is not None])


def tidied(typed: QueryDict) -> str:
    """The same for what came in an address: unknown names, blanks and long stories are dropped."""
    kept = {name: value for name in NAMES if (value := _short(typed.get(name)))}
    return urlencode(kept)


def _short(value: str | None) -> str:
    text = (value or "").strip()
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE]


def _registration(said: Mapping[str, Any]) -> Registration | None:
    until = said.get("until")
    if until is None:
        return None
    years = parameters.VALIDITY_YEARS.on(until)
    return Registration(
        valid_from=said.get("since") or add_years(until + ONE_DAY, -years),
        valid_until=until,
        ended_on=said.get("ended"),
    )


def _hours(hours: Decimal | None, on: date) -> tuple[EducationRecord, ...]:
    if not hours:
        return ()
    return (EducationRecord(provider="", course="", completed=on, hours=hours),)


def _given(said: Mapping[str, Any], filing: Filing) -> list[tuple[str, str]]:
    """What the answer rests on, typed or supposed."""
    found = [(_label(name), _day(said[name])) for name in NAMES if isinstance(said.get(name), date)]
    if said.get("on") is None:
        found.append((_label("on"), words.text("explain.today", day=filing.on)))
    if filing.registration is not None and said.get("since") is None:
        years = parameters.VALIDITY_YEARS.on(filing.registration.valid_until)
        day = filing.registration.valid_from
        supposed = words.text("explain.supposed", day=day, years=years)
        found.append((_label("since"), supposed))
    if said.get("hours") is not None:
        shown = words.text("explain.hours", hours=float(said["hours"]))
        found.append((_label("hours"), shown))
    return found


def _label(name: str) -> str:
    return words.text(f"explain.field.{name}")


def _day(day: date) -> str:
    return words.text("explain.day", day=day)


def _categories(obtained: date | None) -> str:
    if obtained is None:
        return ""
    is_free = categories.is_free_choice(Qualification(obtained=obtained))
    return words.text(f"explain.categories.{'free' if is_free else 'fixed'}")
