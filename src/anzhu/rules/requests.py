"""What a request of the short tracks must say, and what follows from it (clauses 5 to 7, R10)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from anzhu.rules import identifiers
from anzhu.rules.facts import Kind
from anzhu.rules.numbering import Sheet
from anzhu.rules.objections import Objection, objection


class Why(StrEnum):
    """Why a sheet is to be made anew (5.0)."""

    LOST = "lost"
    DAMAGED = "damaged"


class Subject(StrEnum):
    """What another matter is about (7.0)."""

    ID_NUMBER = "id_number"
    NAME = "name"
    CONTACT = "contact"
    QUALIFICATION = "qualification"
    OTHER = "other"


class Corrected(StrEnum):
    """What the centre corrects in a person's record."""

    ID_NUMBER = "id_number"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


_CORRECTED_BY: Mapping[Subject, Corrected] = MappingProxyType(
    {Subject.ID_NUMBER: Corrected.ID_NUMBER, Subject.NAME: Corrected.NAME}
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
#: Longest name and address that the record holds.
_LONGEST: Mapping[Corrected, int] = MappingProxyType({Corrected.NAME: 60, Corrected.EMAIL: 200})
#: Characters of what is told in one's own words.
LONGEST_TEXT = 1000


@dataclass(frozen=True, kw_only=True)
class Said:
    """A request as it was put in; ``wanted`` is the right value, where one is asked for."""

    sheet: str = ""
    why: str = ""
    subject: str = ""
    text: str = ""
    phone: str = ""
    wanted: str = ""
    id_on_the_form: bool = False
    understood: bool = False


def hand_in_is_due(kind: Kind, said: Said) -> bool:
    """Must a certificate or label come back to the agency (5.3, 6.3)?"""
    return kind is Kind.CANCELLATION or (kind is Kind.REISSUE and said.why == Why.DAMAGED)


def objections_to_said(kind: Kind, said: Said, on: date) -> Iterator[Objection]:
    """Everything that is missing or wrong in what a request says."""
    yield from _OF_KIND[kind](said, on)
    yield from identifiers.objections_to_phone(said.phone)


def _of_a_reissue(said: Said, on: date) -> Iterator[Objection]:
    if said.sheet not in set(Sheet):
        yield objection("request.no_sheet", "5.0")
    if said.why not in set(Why):
        yield objection("request.no_why", "5.0")


def _of_a_cancellation(said: Said, on: date) -> Iterator[Objection]:
    if not said.text.strip():
        yield objection("request.no_reason", "6.0")
    if not said.understood:
        yield objection("request.not_understood", "6.0")


def _of_a_matter(said: Said, on: date) -> Iterator[Objection]:
    if said.subject not in set(Subject):
        yield objection("request.no_subject", "7.0")
    elif corrected := corrected_by(Subject(said.subject), said.wanted):
        yield from objections_to_wanted(corrected, said.wanted, on)
    if not said.text.strip():
        yield objection("request.no_details", "7.0")


def corrected_by(subject: Subject, wanted: str) -> Corrected | None:
    """What in the record a matter would correct; None where the centre answers in words."""
    if subject is Subject.CONTACT:
        return Corrected.EMAIL if "@" in wanted else Corrected.PHONE
    return _CORRECTED_BY.get(subject)


def objections_to_wanted(corrected: Corrected, wanted: str, on: date) -> Iterator[Objection]:
    """Everything wrong with a value that is to stand in the record."""
    if corrected is Corrected.ID_NUMBER:
        yield from identifiers.objections_to_id_number(identifiers.cleaned(wanted), on)
    elif corrected is Corrected.PHONE:
        yield from identifiers.objections_to_phone(wanted.strip())
    elif not wanted.strip():
        yield objection("request.no_wanted", "7.0")
    elif len(wanted.strip()) > _LONGEST[corrected]:
        yield objection("field.too_long", "7.0")
    elif corrected is Corrected.EMAIL and not _EMAIL.fullmatch(wanted.strip()):
        yield objection("email.malformed", "7.0")


_OF_KIND = MappingProxyType(
    {
        Kind.REISSUE: _of_a_reissue,
        Kind.CANCELLATION: _of_a_cancellation,
        Kind.OTHER_MATTERS: _of_a_matter,
    }
)
