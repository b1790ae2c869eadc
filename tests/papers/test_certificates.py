"""Certificates: the right words, the approved portrait, a code that can be checked."""

from dataclasses import replace

import pytest

from anzhu.papers import codes
from anzhu.papers.certificates import MissingGlyphsError, certificates, documents, masked_id
from tests.papers.reading import page_count, picture, qr_codes, texts
from tests.papers.samples import CERTIFICATE, EMPLOYER, KEY, PORTRAIT

SITE = "https://rmocse.example.cn"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return certificates([CERTIFICATE], base_url=SITE, key=KEY)


def test_it_says_who_may_practise_and_until_when(sheet):
    (page,) = texts(sheet)
    for said in (
        *("注册安全工程师注册证书", "林晓岚", "女", "3701**********1243", "化工安全", EMPLOYER),
        *("20260000001", "ZS2600000012", "2026-11-23至2031-11-22", "2026年11月23日"),
        "中华人民共和国应急管理部",
    ):
        assert said in page
    assert CERTIFICATE.id_number not in page
    assert "演示样张" not in page


def test_its_code_names_number_and_sheet(sheet):
    (text,) = qr_codes(picture(sheet, 1))
    assert text.startswith(f"{SITE}/v/20260000001-")
    known = codes.CertificateCode(CERTIFICATE.number, CERTIFICATE.serial)
    assert codes.read_certificate_code(text, key=KEY) == known


def test_the_portrait_is_printed_as_it_was_approved(sheet):
    # The JPEG is in the PDF byte by byte: its picture data are not compressed a second time.
    assert PORTRAIT[-2000:-2] in sheet


def test_a_batch_has_a_page_for_each_and_carries_the_ornament_once():
    batch = [replace(CERTIFICATE, number=f"{20260000001 + i}") for i in range(30)]
    made = certificates(batch, base_url=SITE, key=KEY)
    assert page_count(made) == 30
    assert [one.number in page for one, page in zip(batch, texts(made), strict=True)] == [True] * 30
    assert len(made) < 1_000_000
    assert made == certificates(batch, base_url=SITE, key=KEY)


def test_a_large_batch_becomes_documents_of_a_hundred():
    batch = [replace(CERTIFICATE, number=f"{20260000001 + i}") for i in range(101)]
    assert [page_count(one) for one in documents(batch)] == [100, 1]


def test_long_names_stay_on_their_sheet():
    long = replace(CERTIFICATE, name="欧阳" * 20, employer="中国石油化工集团有限公司分公司" * 6)
    assert page_count(certificates([long], base_url=SITE, key=KEY)) == 1


def test_a_demonstration_says_so_across_the_page():
    assert "演示样张" in texts(certificates([CERTIFICATE], watermark="演示样张", key=KEY))[0]


def test_nothing_is_printed_with_a_hole_in_a_name():
    with pytest.raises(MissingGlyphsError) as refused:
        certificates(
            [CERTIFICATE, replace(CERTIFICATE, number="20260000002", name="王𠮷")], key=KEY
        )
    assert refused.value.missing == {"20260000002": {"𠮷"}}


@pytest.mark.parametrize("how_many", [0, 101])
def test_an_empty_or_endless_document_is_refused(how_many):
    with pytest.raises(ValueError, match="certificates in one document"):
        certificates([CERTIFICATE] * how_many, key=KEY)


@pytest.mark.parametrize(
    ("number", "masked"),
    [("370102198803121243", "3701**********1243"), ("E12345678", "E123****5678")],
)
def test_id_numbers_are_masked(number, masked):
    assert masked_id(number) == masked
