"""The forms of clauses 5.1 and 6.1: two pages each, empty for anybody, filled with a code."""

from datetime import date

import pytest

from anzhu.papers import codes
from anzhu.papers.requests import RequestForm, RequestKind, request_form
from tests.papers.reading import page_count, picture, qr_codes, texts

DAY = date(2026, 11, 23)
LONG = "出差途中遗失，已在车站报失，未能找回。" * 20


def full(kind: RequestKind) -> RequestForm:
    """Everything said, as long as it may be."""
    return RequestForm(
        kind=kind,
        printed_on=DAY,
        ref="26K7M3Q9X2",
        version=2,
        name="欧阳慧芳",
        sex="女",
        id_number="110101199005060548",
        number="20260000012",
        category="其他安全（不包括消防安全）",
        employer="齐鲁安泰化工股份有限公司" * 4,
        valid="2024年5月18日至2029年5月17日",
        phone="13912345678",
        agency="国家矿山安全监察局山东局",
        text=LONG,
        ticks=("certificate", "lost"),
        watermark="演示样张",
    )


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("filled", [False, True])
def test_two_pages_whatever_is_said(kind: RequestKind, filled: bool):
    data = full(kind) if filled else RequestForm(kind=kind, printed_on=DAY)
    pdf = request_form(data)
    assert page_count(pdf) == 2
    title = "补办申请表" if kind is RequestKind.REISSUE else "注销注册申请表"
    assert title in texts(pdf)[0]


def codes_on(pdf: bytes) -> list[str]:
    """What the codes on both pages say."""
    return [text for page in (1, 2) for text in qr_codes(picture(pdf, page))]


def test_the_empty_form_says_nothing_of_anybody_and_has_no_code():
    assert codes_on(request_form(RequestForm(kind=RequestKind.REISSUE, printed_on=DAY))) == []


def test_the_filled_form_carries_whose_it_is_on_both_pages():
    found = codes_on(request_form(full(RequestKind.REISSUE)))
    read = [codes.read_form_payload(text) for text in found]
    assert [(one.ref, one.page, one.version) for one in read if one] == [
        ("26K7M3Q9X2", 1, 2),
        ("26K7M3Q9X2", 2, 2),
    ]
