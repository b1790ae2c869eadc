"""Workbooks for whoever keeps a list: the template, and the list back with the reasons.

All cells are texts, so that no number loses a digit and nothing that was typed becomes a formula.
"""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from anzhu import words
from anzhu.registrations.importing.judging import Compared, Judged
from anzhu.registrations.importing.reading import Sheet, header

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_SAMPLE = Path(__file__).parent / "sample.csv"
_ADDED = ("fate", "errors", "notes")


def sample() -> str:
    """A small list of people who do not exist, as CSV: one row of each kind."""
    return _SAMPLE.read_text(encoding="utf-8")


def template() -> bytes:
    """The sample as a workbook, to be written over."""
    out = BytesIO()
    rows = list(csv.reader(StringIO(sample())))
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = _begin(book, rows[0])
        for line, cells in enumerate(rows[1:], start=1):
            _write(sheet, line, cells)
    return out.getvalue()


def given_back(sheet: Sheet, found: Compared, *, taken: bool = False) -> bytes:
    """The list as it came, with three more columns: what became of each row, why, and a note.

    It can be sent in again as it is: columns that we added are passed over.
    """
    added = [header(name) for name in _ADDED]
    kept = [place for place, title in enumerate(sheet.titles) if title not in added]
    fates = _fates(found, taken=taken)
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {**_OPTIONS, "constant_memory": True, "in_memory": False}
    ) as book:
        page = _begin(book, [*(sheet.titles[place] for place in kept), *added])
        for line, one in enumerate(sheet.rows, start=1):
            said = [str(one.cells[place]) if place < len(one.cells) else "" for place in kept]
            _write(page, line, [*said, *fates[one.line]])
    return out.getvalue()


def _fates(found: Compared, *, taken: bool) -> dict[int, tuple[str, str, str]]:
    wrong: dict[int, list[str]] = {}
    for line, trouble in found.troubles():
        column = f"{header(trouble.column)}：" if trouble.column else ""
        wrong.setdefault(line, []).append(column + words.objection(trouble.why))
    said = {line: (_fate("wrong"), "；".join(whys), "") for line, whys in wrong.items()}
    for one in found.judged:
        good = "same" if one.same else "taken" if taken else "new"
        said.setdefault(one.line, (_fate(good), "", _note(one, taken=taken)))
    return said


def _note(one: Judged, *, taken: bool) -> str:
    """What a row does for its holder on the roster of qualifications, or leaves to be done."""
    if one.qualifies:
        return words.text(f"existing.note.{'qualified' if taken else 'qualifies'}")
    return words.text("existing.note.lacks") if one.lacks else ""


def _fate(name: str) -> str:
    return words.text(f"existing.fate.{name}")


def _begin(book: xlsxwriter.Workbook, titles: Sequence[str]) -> Worksheet:
    sheet = book.add_worksheet(words.text("existing.sheet"))
    # Whole columns are text before anything is typed: Excel then keeps every digit.
    sheet.set_column(0, max(len(titles) - 1, 0), 18, book.add_format({"num_format": "@"}))
    bold = book.add_format({"bold": True, "bg_color": "#E7EEF1", "border": 1})
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write(sheet: Worksheet, line: int, cells: Sequence[str]) -> None:
    for place, value in enumerate(cells):
        sheet.write_string(line, place, value)
