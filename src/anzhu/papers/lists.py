"""Lists of a batch or a parcel, and letters to one person: receipts and refusals.

Every table is a PDF to sign and keep; the approval list is a workbook too. Cells are texts, so
neither a long number nor a name that begins with ``=`` turns into something else.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from anzhu.papers import typeset


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading and its share of the page's width."""

    heading: str
    share: float = 1.0
    centred: bool = False


@dataclass(frozen=True)
class PaperList:
    """A list to be printed: a parcel's packing list, a forwarding list, an approval list.

    ``facts`` are the pairs above the table (编号, 机构, …), ``digest`` the SHA-256 over the frozen
    content, ``signatures`` the lines to sign below it; a running number is put before each row.
    """

    title: str
    number: str
    made_on: date
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    digest: str = ""
    signatures: tuple[str, ...] = ()
    watermark: str = ""

    def __post_init__(self) -> None:
        """Every row must have a cell for every column."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.title} does not fit its columns")


@dataclass(frozen=True)
class Receipt:
    """What the applicant is given on submission (clause 2.9); all texts as a person reads them.

    ``clocks`` are the authority's statutory dates: what, until when.
    """

    ref: str
    submitted_at: datetime
    name: str
    kind: str
    category: str
    employer: str
    agency: str
    agency_contact: str
    materials: tuple[str, ...]
    clocks: tuple[tuple[str, date], ...]
    watermark: str = ""


@dataclass(frozen=True)
class Refusal:
    """The decision not to register: reasons, each with its legal basis, and the remedies.

    ``reconsideration`` and ``lawsuit`` are the periods of 行政复议 and 行政诉讼 as they are read
    (六十日, 六个月), from the rules.
    """

    number: str
    ref: str
    name: str
    id_number_masked: str
    kind: str
    category: str
    employer: str
    filed_on: date
    decided_on: date
    reasons: tuple[tuple[str, str], ...]
    reconsideration: str
    lawsuit: str
    watermark: str = ""
    issuer: str = field(default="中华人民共和国应急管理部")


def list_pdf(data: PaperList, *, fonts: Path | None = None) -> bytes:
    """The list as an A4 landscape PDF with page numbers, its heading on every page."""
    return typeset.pdf("list", data, fonts=fonts)


def list_xlsx(data: PaperList) -> bytes:
    """The list as a workbook: one sheet, all cells text, the head frozen; the same bytes always."""
    sheets = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sheets, options) as book:
        # Without a fixed creation time two exports of one frozen list would differ.
        book.set_properties(
            {"title": data.title, "created": datetime(*data.made_on.timetuple()[:3])}  # noqa: DTZ001
        )
        _write(book, data)
    return sheets.getvalue()


def receipt(data: Receipt, *, fonts: Path | None = None) -> bytes:
    """The receipt for a submitted application, one A4 page."""
    moment = data.submitted_at
    shown = asdict(data) | {
        "submitted_on": moment.date(),
        "submitted_at": f"{moment:%Y-%m-%d %H:%M}",
    }
    return typeset.pdf("receipt", shown, fonts=fonts)


def refusal_letter(data: Refusal, *, fonts: Path | None = None) -> bytes:
    """The written refusal with reasons and remedies (行政许可法, Order 11)."""
    if not data.reasons:
        raise ValueError("a refusal without a reason")
    return typeset.pdf("refusal", data, fonts=fonts)


def _write(book: xlsxwriter.Workbook, data: PaperList) -> None:
    sheet = book.add_worksheet(data.title[:31])
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#E7EEF1", "border": 1, "num_format": "@"})
    cell = book.add_format({"border": 1, "num_format": "@", "valign": "vcenter"})
    sheet.write_string(0, 0, data.title, title)
    for row, (name, value) in enumerate(data.facts, start=1):
        sheet.write_string(row, 0, f"{name}：{value}")
    top = len(data.facts) + 2
    _write_row(sheet, top, ["序号", *(column.heading for column in data.columns)], head)
    for index, values in enumerate(data.rows, start=1):
        _write_row(sheet, top + index, [str(index), *values], cell)
    sheet.set_column(0, 0, 6)
    for index, column in enumerate(data.columns, start=1):
        sheet.set_column(index, index, 10 + 10 * column.share)
    sheet.freeze_panes(top + 1, 0)


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    values: Sequence[str],
    shape: xlsxwriter.format.Format,
) -> None:
    for column, value in enumerate(values):
        sheet.write_string(row, column, value, shape)
