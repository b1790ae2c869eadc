"""Lists as training institutions send them, and as nobody should: all made here."""

import io
import struct
import zipfile
from collections.abc import Sequence

import xlsxwriter

Rows = Sequence[Sequence[object]]
_ENCRYPTED = "EncryptedPackage"
_MACROS = "_VBA_PROJECT"


def xlsx(rows: Rows, *, formula: str = "", name: str = "学时", more: bool = False) -> bytes:
    """A workbook with one sheet; ``formula`` is put below the rows with the saved value 8."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(line, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write(line, column, value)
        if formula:
            sheet.write_formula(len(rows), 0, formula, None, 8)
        if more:
            book.add_worksheet("填写说明").write_string(0, 0, "不要读我")
    return out.getvalue()


def repacked(content: bytes, extra: dict[str, bytes]) -> bytes:
    """The same package with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            if part not in extra:
                new.writestr(part, old.read(part))
        for part, said in extra.items():
            new.writestr(part, said)
    return out.getvalue()


def bomb(mebibytes: int) -> bytes:
    """A small file whose sheet unpacks to this size."""
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
    head += b'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    body = head + b"A" * (mebibytes * 1024 * 1024)
    return repacked(xlsx([["姓名"]]), {"xl/worksheets/sheet1.xml": body})


def lying_bomb(mebibytes: int) -> bytes:
    """The same, but the package announces that every part is small."""
    content = bomb(mebibytes)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        real = package.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(struct.pack("<I", real), struct.pack("<I", 100))
    assert lying != content
    return lying


def far_cell(where: str) -> bytes:
    """Two cells: A1, and another one as far away as it may be said to be."""
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        '2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row><c r="{where}"><v>2</v></c></row></sheetData></worksheet>'
    )
    return repacked(xlsx([["姓名"]]), {"xl/worksheets/sheet1.xml": sheet.encode()})


def xls(rows: Rows, *, stream: str = "") -> bytes:
    """An old workbook (BIFF8 in a compound file); ``stream`` is a name for its directory."""
    body = _globals(rows)
    return _compound(body.ljust(-(-max(len(body), 4096) // 512) * 512, b"\0"), stream)


def encrypted() -> bytes:
    """What Excel makes of a workbook with a password: a compound file without a workbook."""
    return xls([["x"]], stream=_ENCRYPTED)


def old_macros() -> bytes:
    return xls([["x"]], stream=_MACROS)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _globals(rows: Rows) -> bytes:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0))
    page = _record(0x42, struct.pack("<H", 1200))
    name = struct.pack("<BB", 2, 1) + "学时".encode("utf-16-le")
    sheet_at = len(begin) + len(page) + 4 + 6 + len(name) + 4
    bound = _record(0x85, struct.pack("<IBB", sheet_at, 0, 0) + name)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0))
    width = max(map(len, rows))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", line, column, 0)
            if isinstance(value, str):
                sheet += _record(0x204, place + _text(value))
            else:
                sheet += _record(0x203, place + struct.pack("<d", value))
    return begin + page + bound + _record(0x0A, b"") + sheet + _record(0x0A, b"")


def _compound(body: bytes, stream: str) -> bytes:
    sectors = len(body) // 512
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [table, end, *range(3, 2 + sectors), end]
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, end, 0, child=1)
    entries += _entry("Workbook", 2, 2, len(body), right=2 if stream else free)
    entries += _entry(stream, 2, end, 0) if stream else b"\0" * 128
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    return head + fat + entries.ljust(512, b"\0") + body


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    head += struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36
    return head + struct.pack("<IQ", start, size)
