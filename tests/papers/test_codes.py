"""Codes say what is on the paper, and nobody else can make one."""

import string

import numpy as np
import pytest

from anzhu.papers import codes
from tests.papers.reading import qr_codes
from tests.papers.samples import KEY


def test_a_form_code_says_application_page_and_version():
    payload = codes.form_payload("26K7M3Q9X2", 2, 3, key=KEY)
    assert len(payload) <= codes.LONGEST_PAYLOAD
    # QR's alphanumeric mode keeps the squares large.
    assert set(payload) <= set(string.digits + string.ascii_uppercase + " $%*+-./:")
    code = codes.read_form_payload(payload, key=KEY)
    assert code == codes.FormCode(ref="26K7M3Q9X2", page=2, version=3)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(".2.3.", ".1.3."),
        lambda text: text.replace(".3.", ".4."),
        lambda text: text.replace("26K7M3Q9X2", "26K7M3Q9X3"),
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text[:-1],
        lambda text: text + "A",
        lambda text: text.lower(),
        lambda text: "",
        lambda text: "https://example.cn",
    ],
)
def test_a_changed_form_code_is_none(change):
    assert (
        codes.read_form_payload(change(codes.form_payload("26K7M3Q9X2", 2, 3, key=KEY)), key=KEY)
        is None
    )


def test_a_code_of_another_key_is_none():
    payload = codes.form_payload("26K7M3Q9X2", 1, 1, key=b"x" * 32)
    assert codes.read_form_payload(payload, key=KEY) is None


def test_a_certificate_code_opens_a_public_address_and_names_the_sheet():
    url = codes.certificate_url(
        "20260000001", "ZS2600000012", "https://rmocse.example.cn/", key=KEY
    )
    assert url.startswith("https://rmocse.example.cn/v/20260000001-ZS2600000012-")
    assert len(url) <= codes.LONGEST_PAYLOAD
    known = codes.CertificateCode("20260000001", "ZS2600000012")
    assert codes.read_certificate_code(url, key=KEY) == known
    assert codes.read_certificate_code(url.rsplit("/", 1)[1], key=KEY) == known


def test_numbers_cannot_be_walked():
    code = codes.certificate_code("20260000001", "ZS2600000012", key=KEY)
    next_one = code.replace("20260000001", "20260000002")
    other_sheet = code.replace("ZS2600000012", "ZS2600000022")
    assert codes.read_certificate_code(next_one, key=KEY) is None
    assert codes.read_certificate_code(other_sheet, key=KEY) is None


@pytest.mark.parametrize(("number", "serial"), [("123", "ZS2600000012"), ("20260000001", "a b")])
def test_what_is_no_number_gets_no_code(number, serial):
    with pytest.raises(ValueError, match="not a certificate code"):
        codes.certificate_code(number, serial, key=KEY)


def test_without_a_key_the_settings_have_one():
    assert codes.read_form_payload(codes.form_payload("26K7M3Q9X2", 1, 1)) is not None


def test_a_picture_of_a_code_can_be_read():
    assert qr_codes(np.array(codes.qr_png("26K7M3Q9X2"))) == ["26K7M3Q9X2"]
