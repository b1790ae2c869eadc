"""Lists and letters."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest

from anzhu.papers.lists import (
    Column,
    PaperList,
    Receipt,
    Refusal,
    list_pdf,
    list_xlsx,
    receipt,
    refusal_letter,
)
from tests.papers.reading import texts
from tests.papers.samples import EMPLOYER

APPROVAL = PaperList(
    title="注册批准名单",
    number="P2026-0012",
    made_on=date(2026, 11, 23),
    facts=(("批次号", "P2026-0012"), ("编制人", "陈立")),
    columns=(Column("注册证号", 1.2), Column("姓名"), Column("聘用单位", 2.4)),
    rows=tuple((f"{20260000001 + i}", f"林晓{i}", EMPLOYER) for i in range(60)),
    digest="0123456789abcdef" * 4,
    signatures=("编制", "批准"),
)


def test_a_list_has_every_row_its_head_on_each_page_and_its_digest():
    pages = texts(list_pdf(APPROVAL))
    assert len(pages) > 1
    assert all("聘用单位" in page and APPROVAL.digest in page for page in pages)
    assert all(any(row[0] in page for page in pages) for row in APPROVAL.rows)
    assert "合计60项" in pages[-1]
    assert "批准：" in pages[-1]


def test_a_row_must_fit_its_columns():
    with pytest.raises(ValueError, match="does not fit"):
        replace(APPROVAL, rows=(("20260000001",),))


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+86 531", "-1", "@SUM(1)", "20260000001"])
def test_a_workbook_holds_texts_and_no_formulas(text):
    book = list_xlsx(replace(APPROVAL, rows=((text, text, text),)))
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        shared = parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert text.replace("'", "&apos;") in shared or text in shared


def test_the_same_list_gives_the_same_bytes():
    assert list_pdf(APPROVAL) == list_pdf(APPROVAL)
    assert list_xlsx(APPROVAL) == list_xlsx(APPROVAL)


def test_a_receipt_names_number_time_agency_and_dates():
    (page,) = texts(
        receipt(
            Receipt(
                ref="26K7M3Q9X2",
                submitted_at=datetime(2026, 11, 23, 14, 5),
                name="林晓岚",
                kind="初始注册",
                category="化工安全",
                employer=EMPLOYER,
                agency="山东省应急管理厅",
                agency_contact="0531-12345678",
                materials=("申请表（2 页）", "劳动合同（3 页）"),
                clocks=(("受理或一次性告知补正", date(2026, 11, 30)),),
            )
        )
    )
    for said in (
        "26K7M3Q9X2",
        "2026-11-2314:05",
        "山东省应急管理厅",
        "2026年11月30日前",
        "劳动合同",
    ):
        assert said in page


REFUSAL = Refusal(
    number="不予〔2026〕12号",
    ref="26K7M3Q9X2",
    name="林晓岚",
    id_number_masked="3701**********1243",
    kind="初始注册",
    category="化工安全",
    employer=EMPLOYER,
    filed_on=date(2026, 11, 1),
    decided_on=date(2026, 11, 23),
    reasons=(("同时在两个单位申请注册。", "《注册安全工程师管理规定》第十二条"),),
    reconsideration="六十日",
    lawsuit="六个月",
)


def test_a_refusal_gives_reasons_and_remedies():
    (page,) = texts(refusal_letter(REFUSAL))
    for said in (
        *("不予注册决定书", "同时在两个单位申请注册。", "第十二条", "2026年11月1日"),
        *("六十日内依法申请行政复议", "六个月内依法向人民法院提起行政诉讼"),
    ):
        assert said in page


def test_a_refusal_without_a_reason_is_none():
    with pytest.raises(ValueError, match="without a reason"):
        refusal_letter(replace(REFUSAL, reasons=()))
