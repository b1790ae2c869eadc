"""Numbers: of a holder, kept for life; of a sheet of paper; of an application."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from anzhu.rules.objections import Objection, objection


@dataclass(frozen=True)
class HolderForm:
    """How the numbers of an era are written, once blanks and hyphens are gone."""

    era: str
    form: re.Pattern[str]
    example: str


#: Numbers of holders, the present ones first; those of the former 执业证 stay good for life (8.0).
HOLDER_FORMS = (
    HolderForm("present", re.compile(r"[0-9]{11}"), "20260000001"),
    HolderForm("practice_licence", re.compile(r"[0-9A-Z]{6,20}"), "AQ08-370012"),
)
_PER_YEAR = 10**7

#: Crockford's base 32: no I, L, O or U, so that a number survives the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REF_PLACES = 8
_SLIP_HALF = 5
#: How many bits of chance a reference takes; draw exactly so many.
REF_BITS = 5 * _REF_PLACES
_REF_FORM = re.compile(rf"[0-9]{{2}}[{ALPHABET}]{{{_REF_PLACES}}}")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BLANKS = re.compile(r"[\s\-\u2010-\u2015]+")


class Sheet(StrEnum):
    """What a serial is printed on."""

    CERTIFICATE = "certificate"
    LABEL = "label"


_SHEET_LETTERS = {Sheet.CERTIFICATE: "ZS", Sheet.LABEL: "BQ"}
_SERIAL_FORM = re.compile(r"(ZS|BQ)[0-9]{9}[0-9]")


def holder_number(year: int, sequence: int) -> str:
    """The 11-digit number given at the first grant: the year and the grants counted in it.

    Nobody may read more out of it than that it is this holder's; older ones are kept as they are.
    """
    return f"{year:04d}{_counted(sequence):07d}"


def objections_to_holder_number(text: str) -> Iterator[Objection]:
    """Against a number somebody typed; former 执业证 numbers are accepted too (8.0)."""
    if not text:
        yield objection("holder_number.missing", "8.0")
    elif era_of(text) is None:
        yield objection("holder_number.malformed", "8.0")


def is_holder_number(text: str) -> bool:
    """Has it the form of a number of today?"""
    return era_of(text) == HOLDER_FORMS[0].era


def era_of(number: str) -> str | None:
    """The era whose form a cleaned number has; None if it has none of them."""
    return next((one.era for one in HOLDER_FORMS if one.form.fullmatch(number)), None)


def serial(sheet: Sheet, year: int, sequence: int) -> str:
    """The serial of one sheet: letters, two digits of the year, seven counted, one check digit."""
    digits = f"{year % 100:02d}{_counted(sequence):07d}"
    return f"{_SHEET_LETTERS[sheet]}{digits}{_luhn(digits)}"


def serial_letters(sheet: Sheet) -> str:
    """The letters that a serial of this kind of sheet begins with."""
    return _SHEET_LETTERS[sheet]


def is_serial(text: str) -> bool:
    """Is this a serial, with its check digit right?"""
    return _SERIAL_FORM.fullmatch(text) is not None and _luhn(text[2:-1]) == text[-1]


def case_ref(year: int, chance: int) -> str:
    """The number of an application, on pages, on paper and as 受理编号: ``26K7M3Q9X2``.

    ``chance`` are REF_BITS random bits, so that a number says nothing about its neighbours.
    """
    if not 0 <= chance < 1 << REF_BITS:
        raise ValueError(f"a reference takes {REF_BITS} bits")
    places = (chance >> 5 * place & 31 for place in reversed(range(_REF_PLACES)))
    return f"{year % 100:02d}" + "".join(ALPHABET[place] for place in places)


def slip_code(chance: int) -> str:
    """The code on an activation slip, as it is printed and read out: ``7Q2KD-0X9MV``."""
    places = [ALPHABET[chance >> 5 * place & 31] for place in range(2 * _SLIP_HALF)]
    return f"{''.join(places[:_SLIP_HALF])}-{''.join(places[_SLIP_HALF:])}"


def cleaned_ref(text: str) -> str:
    """What was typed or heard, as a reference is written: O is 0, I and L are 1."""
    return _BLANKS.sub("", text).upper().translate(_MISREAD)


def objections_to_ref(text: str) -> Iterator[Objection]:
    """Against a cleaned reference."""
    if not _REF_FORM.fullmatch(text):
        yield objection("ref.malformed", "2.9")


def _counted(sequence: int) -> int:
    if not 0 < sequence < _PER_YEAR:
        raise ValueError("the numbers of this year are used up")
    return sequence


def _luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
