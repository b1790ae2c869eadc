"""Reading one value of a list: what stands there, or in words what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from anzhu import words
from anzhu.rules import education, identifiers
from anzhu.rules.agencies import AgencyKind
from anzhu.rules.categories import Category
from anzhu.rules.filing import EmploymentStatus
from anzhu.rules.objections import Objection

Read = Callable[[str, date], Any]
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_HOURS = re.compile(r"[0-9]{1,3}(\.[0-9])?")
_CODE = re.compile(r"[A-Z0-9_-]{1,20}")


class Wrong(ValueError):
    """This value cannot be taken; the message is for whoever keeps the list."""


def text(at_most: int, *, required: bool = False) -> Read:
    """Text of so many characters."""

    def read(said: str, on: date) -> str:
        if required and not said:
            _wrong("empty")
        if len(said) > at_most:
            _wrong("too_long", most=at_most)
        return said

    return read


def code(said: str, on: date) -> str:
    """The code of an agency: capitals, digits, - and _."""
    if not _CODE.fullmatch(said.upper()):
        _wrong("code")
    return said.upper()


def group(groups: frozenset[str]) -> Read:
    """The code of one of these groups, or nothing."""

    def read(said: str, on: date) -> str:
        if said and said.upper() not in groups:
            _wrong("group", code=said)
        return said.upper()

    return read


def institution(codes: frozenset[str]) -> Read:
    """The code of one of these training institutions."""

    def read(said: str, on: date) -> str:
        return said.upper() if said.upper() in codes else _wrong("institution", code=said)

    return read


def course(said: str, on: date) -> str:
    """The name of a course, in the one spelling in which lists are compared with it."""
    return education.tidy(str(text(120, required=True)(said, on)))


def hours(said: str, on: date) -> Decimal:
    """Hours with at most one decimal; how many, the rules say."""
    return Decimal(said) if _HOURS.fullmatch(said) else _wrong("hours")


def day(said: str, on: date) -> date:
    """2019-03-01, 2019/3/1 or 2019年3月1日."""
    found = _DAY.fullmatch(said)
    try:
        return date(*(int(part) for part in found.groups())) if found else _wrong("date")
    except ValueError:
        _wrong("date")


def past_day(said: str, on: date) -> date:
    """A day that is not in the future."""
    if (found := day(said, on)) > on:
        _wrong("future")
    return found


def day_or_none(said: str, on: date) -> date | None:
    return day(said, on) if said else None


def flag(said: str, on: date) -> bool:
    """是 or 否; nothing is 否."""
    answers = {words.text("ops.imports.yes"): True, words.text("ops.imports.no"): False, "": False}
    return answers[said] if said in answers else _wrong("flag")


def province(said: str, on: date) -> str:
    """The two digits of GB/T 2260."""
    if said not in identifiers.PROVINCES:
        _wrong("province")
    return said


def province_or_none(said: str, on: date) -> str:
    return province(said, on) if said else ""


def id_number(said: str, on: date) -> str:
    """A right ID number."""
    number = identifiers.cleaned(said)
    _refuse(identifiers.objections_to_id_number(number, on))
    return number


def credit_code(said: str, on: date) -> str:
    """A right 统一社会信用代码."""
    number = identifiers.cleaned(said)
    _refuse(identifiers.objections_to_credit_code(number))
    return number


def kind(said: str, on: date) -> str:
    """The kind of an agency, by its code or its word."""
    return _one_of(said, {words.text(f"pages.agency_kinds.{one}"): one for one in AgencyKind})


def employer_kind(said: str, on: date) -> str:
    """The kind of an employer; nothing is an enterprise."""
    sorts = (EmploymentStatus.ENTERPRISE, EmploymentStatus.PUBLIC_INSTITUTION)
    named = {words.text(f"ops.imports.employer.{one}"): one for one in sorts}
    return _one_of(said, named) if said else str(EmploymentStatus.ENTERPRISE)


def category(said: str, on: date) -> str:
    """A category, by its code or its word."""
    return _one_of(said, {words.text(f"categories.{one}"): one for one in Category})


def category_or_none(said: str, on: date) -> str:
    return category(said, on) if said else ""


def categories(said: str, on: date) -> tuple[str, ...]:
    """Categories with 、 or ; between them."""
    return tuple(category(one.strip(), on) for one in re.split(r"[、;；]", said) if one.strip())


def _one_of(said: str, named: Mapping[str, str]) -> str:
    known = {**named, **{str(code): code for code in named.values()}}
    if said not in known:
        _wrong("choice", choices="、".join(named))
    return str(known[said])


def _refuse(objections: Iterable[Objection]) -> None:
    found = [words.objection(one) for one in objections]
    if found:
        raise Wrong("；".join(found))


def _wrong(reason: str, **params: object) -> NoReturn:
    raise Wrong(words.text(f"ops.imports.wrong.{reason}", **params))
