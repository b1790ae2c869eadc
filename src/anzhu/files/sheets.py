"""The trade of the child for lists: a workbook or CSV as rows of plain values. Child only.

Formulas are never reckoned, only the values that were saved with them are read; whatever else a
workbook carries (macros, links, pictures) is not looked at.
"""

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from anzhu.files import kinds
from anzhu.files.troubles import Trouble

ROWS = "rows.json"
#: A cell is cut here; longer ones are refused by whoever reads the rows.
LONGEST_CELL = 300
_MIB = 1024 * 1024
_MOST_UNPACKED = 256 * _MIB
_MOST_PARTS = 2000
#: The strictest first: GBK reads nearly everything as something.
_ENCODINGS = ("utf-8-sig", "gb18030")
_SEPARATORS = ",\t;，"
#: From here on a number has more digits than a workbook keeps of it.
_EXACT = 10**15

Cell = str | int | float


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Write ``rows.json``, a list of ``[line, cells]`` without blank rows. Raises Trouble."""
    content = source.read()
    kind = kinds.sniff_table(content[: kinds.HEAD])
    if kind is None:
        raise Trouble("sheet.type_unknown")
    found = _lines(content) if kind == kinds.CSV else _workbook(content, kind)
    rows = list(_kept(found, asked["rows"], asked["columns"]))
    Path(ROWS).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return {"rows": len(rows)}


def _kept(rows: Iterable[Iterable[object]], most: int, columns: int) -> Iterator[tuple[int, Any]]:
    count = 0
    for line, row in enumerate(rows, start=1):
        cells = [_plain(value) for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > most:
            raise Trouble("sheet.too_many_rows", most=most)
        if len(cells) > columns:
            raise Trouble("sheet.too_many_columns", most=columns)
        yield line, cells


def _plain(value: object) -> Cell:
    """Texts in one line, days as 2026-03-01, whole numbers whole."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return str(value.date()) if value.time().isoformat() == "00:00:00" else str(value)
    if isinstance(value, date):
        return str(value)
    text = "".join(sign if sign.isprintable() else " " for sign in str(value))
    return text.strip()[: LONGEST_CELL + 1]


def _number(value: float) -> Cell:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value == int(value) and abs(value) < _EXACT else value


# --- workbooks ---------------------------------------------------------------------------------


def _workbook(content: bytes, kind: str) -> list[list[Any]]:
    if kind == kinds.XLSX:
        _look_into(content)
    elif _in_old_file(content, "EncryptedPackage"):
        raise Trouble("file.encrypted")
    elif _in_old_file(content, "_VBA_PROJECT"):
        raise Trouble("sheet.macros")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = [
                one.name
                for one in book.sheets_metadata
                if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
            ]
            if not names:
                raise Trouble("sheet.empty")
            return book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)
    except (MemoryError, Trouble):
        raise
    except PasswordError as locked:
        raise Trouble("file.encrypted") from locked
    # A panic in the reader is no ``Exception``; nothing else can come through here.
    except BaseException as broken:
        raise Trouble("sheet.damaged") from broken


def _look_into(content: bytes) -> None:
    """What the package announces, before anything is unpacked; memory is bounded besides."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise Trouble("sheet.damaged") from broken
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Trouble("sheet.too_heavy")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Trouble("sheet.macros")


def _in_old_file(content: bytes, name: str) -> bool:
    """Does the directory of an old workbook name this stream?"""
    return name.encode("utf-16-le") in content


# --- CSV ---------------------------------------------------------------------------------------


def _lines(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as broken:
        raise Trouble("sheet.damaged") from broken


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in kinds.UTF_16 else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Trouble("sheet.encoding")
