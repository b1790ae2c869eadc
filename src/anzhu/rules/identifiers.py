"""Identity numbers, credit codes and telephone numbers: what is wrong with one, in every detail."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from anzhu.rules.calendar import add_years
from anzhu.rules.objections import Objection, objection

#: GB/T 2260: the first two digits of an ID number. 81 to 83 are the residence permits of
#: people from Hong Kong, Macao and Taiwan.
PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16), range(21, 24), range(31, 38), range(41, 47),
        range(50, 55), range(61, 66), (71,), range(81, 84),
    )
    for code in codes
)  # fmt: skip

_ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_CHECKS = "10X98765432"
_OLDEST_YEARS = 130

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_FORM = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{_CREDIT_ALPHABET}]{{10}}")
_CREDIT_LENGTH = 18
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_PHONE_FORM = re.compile(r"1[3-9][0-9]{9}")
_NOISE = re.compile(r"[\s\-\u2010-\u2015\u00b7]+")
_FULL_WIDTH = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}


class Sex(StrEnum):
    """As the ID number says it (GB 11643): odd is male."""

    MALE = "male"
    FEMALE = "female"


def cleaned(text: str) -> str:
    """What was typed, without blanks, hyphens and full-width forms, in capitals."""
    return _NOISE.sub("", text.translate(_FULL_WIDTH)).upper()


def objections_to_id_number(number: str, on: date) -> Iterator[Objection]:
    """Everything wrong with an 18-digit ID number (GB 11643, ISO 7064 MOD 11-2)."""
    if not number:
        yield objection("id_number.missing", "2.2")
        return
    if not _ID_FORM.fullmatch(number):
        yield objection("id_number.malformed", "2.2", length=len(number))
        return
    if number[:2] not in PROVINCES:
        yield objection("id_number.region", "2.2", region=number[:2])
    born = _day_in(number[6:14])
    if born is None:
        yield objection("id_number.birth_date", "2.2", digits=number[6:14])
    elif born > on:
        yield objection("id_number.born_in_future", "2.2", born=born)
    elif on > add_years(born, _OLDEST_YEARS):
        yield objection("id_number.birth_date", "2.2", digits=number[6:14])
    if number[-1] != id_check_digit(number[:17]):
        yield objection("id_number.check_digit", "2.2")


def id_check_digit(first_17: str) -> str:
    """The last place of an ID number, a digit or X."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def born(number: str) -> date:
    """The birth date in a valid ID number; ValueError if there is none."""
    day = _day_in(number[6:14])
    if day is None:
        raise ValueError("no birth date in this ID number")
    return day


def sex(number: str) -> Sex:
    """The sex in a valid ID number."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def masked_id(number: str) -> str:
    """An ID number as pages show it: ``3701**********1234``."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def objections_to_credit_code(code: str) -> Iterator[Objection]:
    """Everything wrong with a 统一社会信用代码 (GB 32100)."""
    if not code:
        yield objection("credit_code.missing", "2.4")
        return
    if not _CREDIT_FORM.fullmatch(code):
        yield objection("credit_code.malformed", "2.4", length=len(code))
        return
    # The organisation's own check character (GB 11714) is not asked for: old codes lack it.
    if code[-1] != credit_check_digit(code[:-1]):
        yield objection("credit_code.check_digit", "2.4")


def credit_check_digit(first_17: str) -> str:
    """The last place of a 统一社会信用代码."""
    total = sum(
        _CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first_17)
    )
    return _CREDIT_ALPHABET[-total % 31]


def credit_code(authority: str, region: str, organisation: str) -> str:
    """A whole code from its parts: two places, six digits, eight places of the organisation."""
    first = f"{authority}{region}{organisation}{_organisation_check(organisation)}"
    return first + credit_check_digit(first)


def objections_to_phone(number: str) -> Iterator[Objection]:
    """Everything wrong with a Chinese mobile number."""
    if not number:
        yield objection("phone.missing", "2.2")
    elif not _PHONE_FORM.fullmatch(number):
        yield objection("phone.malformed", "2.2", length=len(number))


def _organisation_check(first_8: str) -> str:
    """The check character of the organisation code inside a credit code (GB 11714)."""
    total = sum(
        _ORGANISATION_ALPHABET.index(char) * weight
        for char, weight in zip(first_8, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def _day_in(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
