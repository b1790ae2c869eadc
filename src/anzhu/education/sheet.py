"""A list of a training institution as rows of fields: which column is which, what a cell says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from anzhu import words
from anzhu.files.tables import Cell, Line
from anzhu.kernel.errors import Refused
from anzhu.rules import education, identifiers
from anzhu.rules.filing import EducationRecord
from anzhu.rules.objections import Objection, objection

#: The columns of the template in their order; their words stand in ``education.columns``.
COLUMNS = ("name", "id_number", "course", "completed", "hours")
#: What we add when a list is given back; ignored when it comes again.
ADDED = ("status", "errors")
#: How many rows may stand above the header (a title, a note).
ROWS_ABOVE = 10
_LONGEST = {"name": 60, "course": 120}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: .*)?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: Excel shields a text that looks like a number with one of these.
_SHIELDS = re.compile(r"""^(?:'|=")|"$""")


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one cell: the column's name (empty for the whole row) and why."""

    column: str
    why: Objection


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a list as it was read; what could not be read is None and stands in ``wrong``."""

    line: int
    cells: Sequence[Cell]
    name: str
    id_number: str
    course: str
    completed: date | None
    hours: Decimal | None
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A list: its header as it was sent, and its rows."""

    header: Sequence[str]
    rows: Sequence[Row] = field(default_factory=tuple)


def header(name: str) -> str:
    """What a column is called."""
    return words.text(f"education.columns.{name}")


def read(lines: Sequence[Line], *, provider: str, on: date) -> Sheet:
    """The rows below the header; raises ``Refused`` when there is no header or no row.

    A row whose name begins with 示例 is the template's and is passed over.
    """
    place, columns = _header_of(lines)
    titles = [_text(cell) for cell in lines[place].cells]
    rows = [
        _row(line, columns, provider, on)
        for line in lines[place + 1 :]
        if not _cell(line.cells, columns["name"]).startswith(words.text("education.example.mark"))
    ]
    if not rows:
        raise Refused.because("sheet.no_rows", "4.5")
    return Sheet(titles, rows)


def _header_of(lines: Sequence[Line]) -> tuple[int, dict[str, int]]:
    """Where the header stands, and at which place each column."""
    known = {alias: name for name in COLUMNS for alias in _names_of(name)}
    for place, line in enumerate(lines[:ROWS_ABOVE]):
        found = [known.get(_squeezed(cell)) for cell in line.cells]
        if "name" in found or "id_number" in found:
            twice = [header(name) for name in COLUMNS if found.count(name) > 1]
            if twice:
                raise Refused.because("sheet.columns_twice", "4.5", columns="、".join(twice))
            missing = [header(name) for name in COLUMNS if name not in found]
            if missing:
                raise Refused.because("sheet.columns_missing", "4.5", columns="、".join(missing))
            return place, {name: found.index(name) for name in COLUMNS}
    wanted = "、".join(header(name) for name in COLUMNS)
    raise Refused.because("sheet.no_header", "4.5", columns=wanted)


def _names_of(name: str) -> Iterator[str]:
    yield _squeezed(header(name))
    yield from words.text(f"education.aliases.{name}").split("|")


def _squeezed(cell: Cell) -> str:
    return re.sub(r"[\s*＊]", "", str(cell))


def _cell(cells: Sequence[Cell], place: int) -> str:
    return _text(cells[place]) if place < len(cells) else ""


def _text(cell: Cell) -> str:
    return education.tidy(_SHIELDS.sub("", str(cell)))


def _row(line: Line, columns: dict[str, int], provider: str, on: date) -> Row:
    said = {name: _cell(line.cells, place) for name, place in columns.items()}
    place = columns["id_number"]
    as_number = place < len(line.cells) and not isinstance(line.cells[place], str)
    number = identifiers.cleaned(said["id_number"])
    completed, hours = day_in(said["completed"]), hours_in(said["hours"])
    wrong = [
        *_wrong_texts(said),
        *_wrong_number(number, on, as_number=as_number),
        *_wrong_record(said, provider, completed, hours, on),
    ]
    return Row(
        line=line.number,
        cells=line.cells,
        name=said["name"],
        id_number=number,
        course=said["course"],
        completed=completed,
        hours=hours,
        wrong=tuple(wrong),
    )


def _wrong_texts(said: dict[str, str]) -> Iterator[Wrong]:
    for name, most in _LONGEST.items():
        if not said[name]:
            yield Wrong(name, objection("education.cell_empty", "4.5", column=header(name)))
        elif len(said[name]) > most:
            found = objection("education.cell_too_long", "4.5", column=header(name), most=most)
            yield Wrong(name, found)


def _wrong_number(number: str, on: date, *, as_number: bool) -> Iterator[Wrong]:
    if as_number:
        yield Wrong("id_number", objection("education.id_as_number", "4.5"))
        return
    for found in identifiers.objections_to_id_number(number, on):
        yield Wrong("id_number", found)


#: In which column the rules' objection to a record is shown.
_AT = {"education.in_future": "completed", "education.hours_out_of_range": "hours"}


def _wrong_record(
    said: dict[str, str], provider: str, completed: date | None, hours: Decimal | None, on: date
) -> Iterator[Wrong]:
    if completed is None:
        yield Wrong("completed", objection("education.day_unreadable", "4.5"))
    if hours is None:
        yield Wrong("hours", objection("education.hours_unreadable", "4.5"))
    # What could not be read is replaced by something the rules have nothing against.
    record = EducationRecord(
        provider=provider,
        course=said["course"] or provider,
        completed=completed or on,
        hours=Decimal(1) if hours is None else hours,
    )
    for found in education.objections_to_record(record, on):
        yield Wrong(_AT.get(found.code, ""), found)


def day_in(text: str) -> date | None:
    """A day as people write it: 2026-03-01, 2026/3/1, 2026年3月1日, 20260301."""
    found = _DAY.fullmatch(text) or _PLAIN_DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def hours_in(text: str) -> Decimal | None:
    """Hours as people write them: 8, 7.5, 8学时."""
    try:
        found = Decimal(text.removesuffix(words.text("education.unit")).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
