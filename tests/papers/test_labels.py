"""Labels: at their places on the sheet, with the right words and a code that can be checked."""

from dataclasses import replace
from datetime import date

import pytest

from anzhu.papers import codes
from anzhu.papers.certificates import MissingGlyphsError
from anzhu.papers.geometry import Box
from anzhu.papers.label_sheets import LABEL_SHEETS, LabelSheet, label_sheet
from anzhu.papers.labels import Label, labels
from tests.papers.reading import page_count, part, picture, qr_codes, texts
from tests.papers.samples import EMPLOYER, KEY

SITE = "https://rmocse.example.cn"
LABEL = Label(
    number="20260000001",
    serial="BQ2600000018",
    matter="变更并延续注册",
    name="林晓岚",
    category="化工安全",
    employer=EMPLOYER,
    valid_from=date(2027, 1, 10),
    valid_until=date(2032, 1, 9),
    approved_on=date(2026, 12, 20),
)


def many(count: int) -> list[Label]:
    return [replace(LABEL, number=f"{20260000001 + index}") for index in range(count)]


def made(wanted: list[Label], **more: object) -> bytes:
    return labels(wanted, base_url=SITE, key=KEY, **more)


def codes_at(pdf: bytes, sheet: LabelSheet, place: int) -> list[str]:
    """The numbers in the codes that lie within the label at this place, counted from 1."""
    places = sheet.places_from(place)
    page, left, top = next(places)
    box = Box(left, top, sheet.width, sheet.height)
    return [
        known.number
        for text in qr_codes(part(picture(pdf, page + 1), box))
        if (known := codes.read_certificate_code(text, key=KEY))
    ]


def test_it_says_what_was_granted():
    (page,) = texts(made([LABEL]))
    for said in (
        *(
            "注册安全工程师注册标签",
            "变更并延续注册",
            "林晓岚",
            "20260000001",
            "化工安全",
            EMPLOYER,
        ),
        *("2027-01-10至2032-01-09", "2026-12-20", "BQ2600000018", "中华人民共和国应急管理部"),
    ):
        assert said in page


def test_its_code_names_number_and_label():
    (text,) = qr_codes(picture(made([LABEL]), 1))
    known = codes.CertificateCode(LABEL.number, LABEL.serial)
    assert codes.read_certificate_code(text, key=KEY) == known


def test_a_number_of_former_years_can_be_printed_and_checked():
    (text,) = qr_codes(picture(made([replace(LABEL, number="37080012AB")]), 1))
    read = codes.read_certificate_code(text, key=KEY)
    assert read is not None
    assert read.number == "37080012AB"


@pytest.mark.parametrize("sheet", LABEL_SHEETS, ids=lambda sheet: sheet.code)
def test_used_labels_of_the_first_sheet_are_left_out(sheet):
    pdf = made(many(sheet.places), on=sheet, start=4)
    assert page_count(pdf) == 2
    assert [codes_at(pdf, sheet, place) for place in (1, 3)] == [[], []]
    assert codes_at(pdf, sheet, 4) == ["20260000001"]
    assert codes_at(pdf, sheet, sheet.places) == [f"{20260000001 + sheet.places - 4}"]
    assert codes_at(pdf, sheet, sheet.places + 1) == [f"{20260000001 + sheet.places - 3}"]


@pytest.mark.parametrize("sheet", LABEL_SHEETS, ids=lambda sheet: sheet.code)
def test_a_sheet_of_labels_fits_on_its_page(sheet):
    places = sheet.places_from(1)
    corners = [next(places) for _ in range(sheet.places + 1)]
    assert [page for page, _, _ in corners] == [0] * sheet.places + [1]
    for _, left, top in corners:
        assert left >= 0
        assert left + sheet.width <= 210
        assert top >= 0
        assert top + sheet.height <= 297
    assert label_sheet(sheet.code) is sheet
    assert label_sheet("9x9") is None


def test_long_names_stay_on_their_label():
    long = replace(LABEL, name="欧阳" * 20, employer="中国石油化工集团有限公司分公司" * 6)
    pdf = made([long, LABEL], on=LABEL_SHEETS[-1])
    assert page_count(pdf) == 1
    assert codes_at(pdf, LABEL_SHEETS[-1], 2) == [LABEL.number]


def test_the_same_labels_are_the_same_bytes_and_a_demonstration_says_so():
    assert made(many(3)) == made(many(3))
    assert "演示样张" in texts(made([LABEL], watermark="演示样张"))[0]


def test_nothing_is_printed_with_a_hole_in_a_name():
    with pytest.raises(MissingGlyphsError) as refused:
        made([LABEL, replace(LABEL, number="20260000002", name="王𠮷")])
    assert refused.value.missing == {"20260000002": {"𠮷"}}


@pytest.mark.parametrize(
    ("count", "start", "said"),
    [
        (0, 1, "labels in one document"),
        (201, 1, "labels in one document"),
        (1, 0, "place 0"),
        (1, 11, "place 11"),
    ],
)
def test_what_no_sheet_can_take_is_refused(count, start, said):
    with pytest.raises(ValueError, match=said):
        made(many(count), start=start)
