"""Lists are read in the bounded child: values only, and nothing that is not a list."""

import os
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.files import actions, tables
from anzhu.files.models import Received, State
from anzhu.kernel.errors import Refused
from tests.domain.files import samples, workbooks

ROWS = [["姓名", "证件号码", "学时"], ["张三", "110101199001010015", 8]]
TEXT = "姓名,证件号码,学时\r\n张三,110101199001010015,8\r\n"


@pytest.fixture
def send(db, stores, now, actor):
    """Receive these bytes as a list."""

    def sent(content: bytes, name: str = "list.xlsx") -> Received:
        upload = SimpleUploadedFile(name, content)
        return actions.receive(upload, purpose="list", actor=actor, now=now, table=True)

    return sent


@pytest.fixture
def read(send, now):
    """The lines of a list, as its owner would get them."""

    def lines(content: bytes, most: int = 5020) -> list[tuple[int, list]]:
        with tables.opened(send(content), most_rows=most, now=now) as found:
            return [(line.number, list(line.cells)) for line in found]

    return lines


def refused(read, content: bytes, **limits: int) -> list[str]:
    with pytest.raises(Refused) as why:
        read(content, **limits)
    assert list(Received.objects.values_list("state", flat=True)) == [State.REFUSED]
    return why.value.codes


@pytest.mark.parametrize(
    "content",
    [
        workbooks.xlsx(ROWS),
        workbooks.xlsx(ROWS, more=True),
        workbooks.xls(ROWS),
    ],
    ids=["xlsx", "two sheets", "xls"],
)
def test_a_workbook_gives_the_values_of_its_first_sheet(read, content):
    assert read(content) == [
        (1, ["姓名", "证件号码", "学时"]),
        (2, ["张三", "110101199001010015", 8]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gbk"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "，").encode(),
    ],
    ids=["UTF-8", "with a mark", "GBK", "UTF-16 with tabs", "semicolons", "wide commas"],
)
def test_csv_is_read_however_excel_wrote_it(read, content):
    assert read(content) == [
        (1, ["姓名", "证件号码", "学时"]),
        (2, ["张三", "110101199001010015", "8"]),
    ]


def test_blank_rows_and_cells_are_left_out_but_lines_keep_their_numbers(read):
    rows = [["姓名", ""], [], ["张三"], *[["", " "]] * 300]
    assert read(workbooks.xlsx(rows)) == [(1, ["姓名"]), (3, ["张三"])]


def test_days_are_days_and_texts_are_one_line(read):
    rows = [[date(2026, 3, 1), "第一行\n第二行\x07", 110101199001010015, 7.5, "长" * 400]]
    (line,) = read(workbooks.xlsx(rows))
    day, text, number, half, long = line[1]
    assert (day, text, half, len(long)) == ("2026-03-01", "第一行 第二行", 7.5, 301)
    assert isinstance(number, float)  # Excel has lost its last digits, and that can be seen


def test_formulas_are_not_reckoned(read):
    content = workbooks.xlsx([["姓名"]], formula='=WEBSERVICE("http://example.org")')
    assert read(content) == [(1, ["姓名"]), (2, [8])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (samples.jpeg(), "sheet.type_unknown"),
        (samples.pdf(), "sheet.type_unknown"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "sheet.type_unknown"),
        (b"\x00\x01\x02", "sheet.type_unknown"),
        (b"  \r\n ", "sheet.type_unknown"),
        (b"", "file.empty"),
    ],
    ids=["picture", "PDF", "page that says it is a workbook", "binary", "blank", "empty"],
)
def test_what_is_no_list_is_refused_at_the_door(send, kept, content, code):
    with pytest.raises(Refused) as why:
        send(content)
    assert why.value.codes == [code]
    assert kept() == {"quarantine": 0, "clean": 0}
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 no package", "sheet.damaged"),
        (workbooks.xlsx(ROWS)[:-200], "sheet.damaged"),
        (workbooks.repacked(workbooks.xlsx(ROWS), {"xl/workbook.xml": b"<"}), "sheet.damaged"),
        (
            workbooks.repacked(workbooks.xlsx(ROWS), {"xl/vbaProject.bin": b"Sub Auto_Open()"}),
            "sheet.macros",
        ),
        (workbooks.old_macros(), "sheet.macros"),
        (workbooks.encrypted(), "file.encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(4096), "sheet.damaged"),
        ("姓名".encode() + b"\x81\xff\xff", "sheet.encoding"),
        (workbooks.bomb(300), "sheet.too_heavy"),
        (workbooks.xlsx([["x"] * 41]), "sheet.too_many_columns"),
        (workbooks.xlsx([["x"] * 16384]), "sheet.too_many_columns"),
    ],
    ids=[
        "zip of nothing", "cut short", "broken inside", "macros", "old macros", "encrypted",
        "noise", "no encoding", "bomb", "41 columns", "all columns",
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_reason_and_removed(read, kept, content, code):
    assert refused(read, content) == [code]
    assert kept() == {"quarantine": 0, "clean": 0}


@pytest.mark.parametrize(
    "content",
    [workbooks.lying_bomb(600), workbooks.far_cell("XFD1048576"), workbooks.far_cell("ZZZZZZ1")],
    ids=["bomb that hides its size", "far cell", "a column that cannot be"],
)
def test_what_would_fill_the_memory_takes_down_the_child_alone(read, content):
    assert refused(read, content)[0] in ("file.too_heavy", "sheet.damaged", "file.damaged")


def test_the_limit_of_rows_counts_rows_with_something_in_them(read):
    rows = [["姓名"], *[["张三"]] * 9]
    assert len(read(workbooks.xlsx(rows), most=10)) == 10
    Received.objects.all().delete()
    assert refused(read, workbooks.xlsx([*rows, ["李四"]]), most=10) == ["sheet.too_many_rows"]
