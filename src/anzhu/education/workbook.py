"""Workbooks for training institutions: the template, and their own list back with the reasons.

All cells are texts but days and hours in the template, so that no ID number loses a digit and
nothing that was typed turns into a formula.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from anzhu import words
from anzhu.education.sheet import COLUMNS, header
from anzhu.files.tables import Cell
from anzhu.rules import parameters
from anzhu.rules.education import FiledCourse

_WIDTHS = {"name": 14, "id_number": 24, "course": 40, "completed": 16, "hours": 10}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WORDS = "education.template"


def template(*, courses: Sequence[FiledCourse], on: date) -> bytes:
    """An empty list with header, example row and checked cells, and a sheet of the filed courses.

    The names of ``courses`` are offered in a drop-down; nothing else is taken.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(words.text(f"{_WORDS}.sheet"))
        _head(book, sheet)
        _example(book, sheet, on)
        _list_courses(book, courses)
        _checks(sheet, len(courses), parameters.EDUCATION_IMPORT_ROWS.on(on), on)
        notes = book.add_worksheet(words.text(f"{_WORDS}.notes_sheet"))
        notes.set_column(0, 0, 90)
        for line, key in enumerate(words.keys(f"{_WORDS}.notes")):
            notes.write_string(line, 0, words.text(key, **_limits(on)))
    return out.getvalue()


def _limits(on: date) -> dict[str, object]:
    return {
        "rows": parameters.EDUCATION_IMPORT_ROWS.on(on),
        "most": float(parameters.EDUCATION_HOURS.on(on)),
    }


def _head(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    # Whole columns are text before anything is typed: Excel then keeps every digit.
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True, "bg_color": "#E7EEF1", "border": 1})
    for place, name in enumerate(COLUMNS):
        shape = {"completed": day, "hours": None}.get(name, text)
        sheet.set_column(place, place, _WIDTHS[name], shape)
        sheet.write_string(0, place, header(name), bold)
    sheet.freeze_panes(1, 0)


def _example(book: xlsxwriter.Workbook, sheet: Worksheet, on: date) -> None:
    grey = book.add_format({"font_color": "#6B7680", "italic": True})
    day = book.add_format({"font_color": "#6B7680", "italic": True, "num_format": "yyyy-mm-dd"})
    for place, name in enumerate(COLUMNS):
        if name == "completed":
            then = on - timedelta(days=30)
            sheet.write_datetime(1, place, datetime(*then.timetuple()[:3]), day)  # noqa: DTZ001
        elif name == "hours":
            sheet.write_number(1, place, 8, grey)
        else:
            sheet.write_string(1, place, words.text(f"education.example.{name}"), grey)


def _list_courses(book: xlsxwriter.Workbook, courses: Sequence[FiledCourse]) -> None:
    """What the institution has filed: the drop-down takes its names from here."""
    sheet = book.add_worksheet(words.text(f"{_WORDS}.courses_sheet"))
    bold = book.add_format({"bold": True, "bg_color": "#E7EEF1", "border": 1})
    heads = (header("course"), header("hours"), words.text(f"{_WORDS}.valid"))
    for place, (head, width) in enumerate(zip(heads, (40, 10, 30), strict=True)):
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, width)
    for line, course in enumerate(courses, start=1):
        until = str(course.valid_until or words.text(f"{_WORDS}.no_end"))
        sheet.write_string(line, 0, course.name)
        sheet.write_number(line, 1, float(course.hours))
        sheet.write_string(line, 2, f"{course.valid_from} – {until}")


def _checks(sheet: Worksheet, courses: int, rows: int, on: date) -> None:
    """What Excel itself can check while somebody types; the dry run checks everything."""
    place = {name: COLUMNS.index(name) for name in COLUMNS}

    def check(name: str, rule: dict[str, object]) -> None:
        said = {"error_title": header(name), "error_message": words.text(f"{_WORDS}.check.{name}")}
        sheet.data_validation(2, place[name], rows + 1, place[name], {**rule, **said})

    check("id_number", {"validate": "length", "criteria": "==", "value": 18})
    between = {"criteria": "between", "minimum": date(2000, 1, 1), "maximum": on}
    check("completed", {"validate": "date", **between})
    most = float(parameters.EDUCATION_HOURS.on(on))
    hours = {"criteria": "between", "minimum": 0.5, "maximum": most}
    check("hours", {"validate": "decimal", **hours})
    if courses:
        named = f"='{words.text(f'{_WORDS}.courses_sheet')}'!$A$2:$A${courses + 1}"
        check("course", {"validate": "list", "source": named})


def given_back(titles: Sequence[str], rows: Sequence[tuple[Sequence[Cell], str, str]]) -> bytes:
    """The list as it came, with two more columns: what became of each row, and why."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {**_OPTIONS, "constant_memory": False}) as book:
        sheet = book.add_worksheet(words.text(f"{_WORDS}.sheet"))
        bold = book.add_format({"bold": True, "bg_color": "#E7EEF1", "border": 1})
        text = book.add_format({"num_format": "@"})
        added = [header("status"), header("errors")]
        kept = [place for place, title in enumerate(titles) if title not in added]
        heads = [*(titles[place] for place in kept), *added]
        for column, title in enumerate(heads):
            sheet.write_string(0, column, title, bold)
        sheet.set_column(0, len(heads), 20, text)
        for line, (cells, fate, why) in enumerate(rows, start=1):
            said = [str(cells[place]) if place < len(cells) else "" for place in kept]
            for column, value in enumerate([*said, fate, why]):
                sheet.write_string(line, column, value, text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
    return out.getvalue()
