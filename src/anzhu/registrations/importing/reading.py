"""A list of registrations as rows: which column is which, and what a cell says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from anzhu import words
from anzhu.files.tables import Cell, Line
from anzhu.kernel.errors import Refused
from anzhu.rules import categories, identifiers
from anzhu.rules.categories import FORMER, Category
from anzhu.rules.existing import Existing, objections_to_existing
from anzhu.rules.grants import EndedAs
from anzhu.rules.identifiers import Sex
from anzhu.rules.objections import Objection, objection

#: The columns of the template in their order; their words stand in ``existing.columns``.
COLUMNS = (
    "name", "id_number", "sex", "born", "number", "former_number", "category", "employer", "uscc",
    "valid_from", "valid_until", "status", "ended_on", "phone", "email", "serial",
    "qualification", "qualified_on", "qualified_for",
)  # fmt: skip
#: A list without one of these is none of ours; the others may be left out.
REQUIRED = (
    "name", "id_number", "number", "category", "employer", "valid_from", "valid_until", "status",
)  # fmt: skip
#: How many rows may stand above the header (a title, a note).
ROWS_ABOVE = 10
_LONGEST: Mapping[str, int] = {
    "name": 60, "employer": 120, "email": 200, "serial": 24, "qualification": 40,
}  # fmt: skip
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: .*)?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SERIAL = re.compile(r"[0-9A-Za-z-]*")
_SHIELDS = re.compile(r"""^(?:'|=")|"$""")
#: Which column an objection of the rules is about, by the beginning of its code.
_AT: Mapping[str, str] = {
    "existing.no_name": "name",
    "id_number": "id_number",
    "existing.other_sex": "sex",
    "existing.other_birth_date": "born",
    "existing.before_birth": "valid_from",
    "holder_number": "number",
    "existing.former_number": "former_number",
    "existing.no_employer": "employer",
    "credit_code": "uscc",
    "existing.ends_before_start": "valid_until",
    "existing.starts_in_future": "valid_from",
    "existing.period_too_long": "valid_until",
    "existing.no_end": "ended_on",
    "existing.end_of_standing": "ended_on",
    "existing.ends_in_future": "ended_on",
    "existing.ended_outside": "ended_on",
    "phone": "phone",
    "existing.qualification_no_number": "qualification",
    "existing.qualification_no_day": "qualified_on",
    "existing.qualified_after_start": "qualified_on",
    "existing.qualified_for": "qualified_for",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row: the column's name (empty for the whole row) and why."""

    column: str
    why: Objection


@dataclass(frozen=True, slots=True)
class Read:
    """One row of a list: what it says, or what keeps it from being read."""

    line: int
    cells: Sequence[Cell]
    row: Existing | None
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A list: its header as it was sent, and its rows."""

    titles: Sequence[str]
    rows: Sequence[Read]


def header(name: str) -> str:
    """What a column is called."""
    return words.text(f"existing.columns.{name}")


def read(lines: Sequence[Line], *, on: date) -> Sheet:
    """The rows below the header; raises ``Refused`` when there is no header or no row."""
    place, columns = _header_of(lines)
    rows = [_read(line, columns, on) for line in lines[place + 1 :]]
    if not rows:
        raise Refused.because("sheet.no_rows", "8.0")
    return Sheet([_text(cell) for cell in lines[place].cells], rows)


def _header_of(lines: Sequence[Line]) -> tuple[int, dict[str, int]]:
    known = {header(name): name for name in COLUMNS}
    for place, line in enumerate(lines[:ROWS_ABOVE]):
        found = [known.get(re.sub(r"[\s*＊]", "", str(cell))) for cell in line.cells]
        if "name" in found or "id_number" in found:
            twice = [header(name) for name in COLUMNS if found.count(name) > 1]
            if twice:
                raise Refused.because("sheet.columns_twice", "8.0", columns="、".join(twice))
            missing = [header(name) for name in REQUIRED if name not in found]
            if missing:
                raise Refused.because("sheet.columns_missing", "8.0", columns="、".join(missing))
            return place, {name: found.index(name) for name in COLUMNS if name in found}
    wanted = "、".join(header(name) for name in REQUIRED)
    raise Refused.because("sheet.no_header", "8.0", columns=wanted)


def _text(cell: Cell) -> str:
    return _SHIELDS.sub("", str(cell)).strip()


def _read(line: Line, columns: Mapping[str, int], on: date) -> Read:
    said = dict.fromkeys(COLUMNS, "")
    for name, place in columns.items():
        if place < len(line.cells):
            said[name] = _text(line.cells[place])
    values: dict[str, Any] = {}
    wrong = []
    for name, text in said.items():
        try:
            values |= _READERS.get(name, _plain(name))(text)
        except _Unreadable as unreadable:
            wrong.append(Wrong(name, unreadable.why))
    if _is_a_number_that_lost_digits(line, columns):
        wrong.append(Wrong("id_number", objection("existing.id_as_number", "8.0")))
    if wrong:
        return Read(line.number, line.cells, None, tuple(wrong))
    values["category"] = _of_the_era(values["category"], values["valid_from"])
    values["qualified_for"] = _of_the_era(values["qualified_for"], values["qualified_on"])
    row = Existing(**values)
    against = tuple(Wrong(_place(one), one) for one in objections_to_existing(row, on))
    return Read(line.number, line.cells, row, against)


def _is_a_number_that_lost_digits(line: Line, columns: Mapping[str, int]) -> bool:
    """Excel keeps fifteen digits of a number: an ID number typed as one is not what it was."""
    place = columns["id_number"]
    return place < len(line.cells) and not isinstance(line.cells[place], str)


def _place(found: Objection) -> str:
    return next((column for code, column in _AT.items() if found.code.startswith(code)), "")


# --- one cell ----------------------------------------------------------------------------------


class _Unreadable(Exception):
    """This cell cannot be taken; ``why`` is for whoever keeps the list."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.why = objection(code, "8.0", **facts)


_Reader = Callable[[str], dict[str, Any]]


@cache
def _plain(name: str) -> _Reader:
    most = _LONGEST.get(name, 120)

    def read(said: str) -> dict[str, Any]:
        if len(said) > most:
            raise _Unreadable("existing.too_long", most=most)
        return {name: said}

    return read


def _cleaned(name: str) -> _Reader:
    return lambda said: {name: identifiers.cleaned(said)}


def _day(name: str, *, required: bool) -> _Reader:
    def read(said: str) -> dict[str, Any]:
        if not said and not required:
            return {name: None}
        return {name: day_in(said)}

    return read


def day_in(said: str) -> date:
    """2019-03-01, 2019/3/1, 2019年3月1日 or 20190301."""
    found = _DAY.fullmatch(said) or _PLAIN_DAY.fullmatch(said)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise _Unreadable("existing.day_unreadable")


def _category(said: str) -> dict[str, Any]:
    code = _categories().get(re.sub(r"[()（）]", "", said))
    if code is None:
        raise _Unreadable("existing.category_unknown", said=said[:40])
    return {"category": code}


@cache
def _categories() -> Mapping[str, str]:
    """Names without brackets: of today, marked as former, and the bare ones of the five-era.

    A name that both eras have is marked with ``?``: the first valid day tells which one is meant.
    """
    named = {_bare(f"categories.{one}"): str(one) for one in (*Category, *FORMER)}
    bare = {words.text(key): f"?{key.split('.')[-1]}" for key in words.keys("existing.category")}
    return {**{str(one): str(one) for one in (*Category, *FORMER)}, **named, **bare}


def _bare(key: str) -> str:
    return re.sub(r"[()（）]", "", words.text(key))


def _of_the_era(code: str, begun: date | None) -> str:
    """Which era's category is meant; without a day it is wrong anyway, and any will do."""
    if not code.startswith("?"):
        return code
    return categories.of_the_era(code[1:], begun or categories.FIRST_DAY_OF_THE_SEVEN)


def _qualified_for(said: str) -> dict[str, Any]:
    """The printed category; empty, also in words, where the certificate bears none."""
    none = words.text("existing.no_category").split("|")
    return {"qualified_for": "" if said in ("", *none) else _category(said)["category"]}


def _status(said: str) -> dict[str, Any]:
    for status in ("in_force", *EndedAs):
        if said in words.text(f"existing.status.{status}").split("|"):
            return {"ended_as": "" if status == "in_force" else str(status)}
    raise _Unreadable("existing.status_unknown", said=said[:20])


def _sex(said: str) -> dict[str, Any]:
    known = {words.text(f"kinds.sex.{one}"): str(one) for one in Sex}
    if said and said not in known:
        raise _Unreadable("existing.sex_unknown", said=said[:10])
    return {"sex": known.get(said, "")}


def _email(said: str) -> dict[str, Any]:
    if said and (len(said) > _LONGEST["email"] or not _EMAIL.fullmatch(said)):
        raise _Unreadable("email.malformed")
    return {"email": said.lower()}


def _serial(said: str) -> dict[str, Any]:
    if len(said) > _LONGEST["serial"] or not _SERIAL.fullmatch(said):
        raise _Unreadable("existing.serial_malformed", most=_LONGEST["serial"])
    return {"serial": said.upper()}


_READERS: Mapping[str, _Reader] = {
    "id_number": _cleaned("id_number"),
    "number": _cleaned("number"),
    "former_number": _cleaned("former_number"),
    "uscc": _cleaned("uscc"),
    "phone": _cleaned("phone"),
    "sex": _sex,
    "born": _day("born", required=False),
    "category": _category,
    "valid_from": _day("valid_from", required=True),
    "valid_until": _day("valid_until", required=True),
    "status": _status,
    "ended_on": _day("ended_on", required=False),
    "email": _email,
    "serial": _serial,
    "qualified_on": _day("qualified_on", required=False),
    "qualified_for": _qualified_for,
}
