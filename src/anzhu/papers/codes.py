"""The codes on paper: what a QR code says, and the proof that we printed it.

A code carries a message authentication code (80 bits of HMAC-SHA-256), so nobody can make one up
for another application or walk through the certificates by counting. Form codes use the letters
of QR's alphanumeric mode only, which keeps the printed squares large (clause 2.8).
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

import numpy as np
import zxingcpp
from PIL import Image

from anzhu.papers import defaults

#: Longer payloads no longer survive a photographed page (measured; see the decision on QR codes).
LONGEST_PAYLOAD = 90
_MAC_BYTES = 10
#: Dark modules side by side in a row of a code, one byte to a module.
_DARK = re.compile(rb"\x00+")
_FORM = re.compile(r"AZF1\.([0-9A-Z]{4,20})\.(\d{1,2})\.(\d{1,6})\.([A-Z2-7]{16})")
_STATEMENT = re.compile(r"AZS1\.([0-9A-Z]{4,20})\.(\d{1,2})\.(\d{1,6})\.([A-Z2-7]{16})")
_CERTIFICATE = re.compile(
    r"(?:https?://[^\s/]+(?:/[^\s/]+)*/v/)?([0-9A-Z]{6,20})-([0-9A-Z]{4,20})-([A-Z2-7]{16})/?"
)


@dataclass(frozen=True)
class FormCode:
    """What a printed page of a form or statement says: application, page (from 1), version."""

    ref: str
    page: int
    version: int


@dataclass(frozen=True)
class CertificateCode:
    """What a certificate's QR code says: the holder's number and the serial of this sheet."""

    number: str
    serial: str


def form_payload(ref: str, page: int, version: int, *, key: bytes | None = None) -> str:
    """The text of a form page's QR code, at most 90 characters; ``ValueError`` if it can't be."""
    payload = f"AZF1.{ref}.{page}.{version}.{_mac(key, 'form', ref, page, version)}"
    if not _FORM.fullmatch(payload):
        raise ValueError(f"not a form code: {payload}")
    return payload


def read_form_payload(text: str, *, key: bytes | None = None) -> FormCode | None:
    """The form page this code belongs to; ``None`` when it is foreign or its MAC is wrong."""
    return _read(_FORM, "form", text, key)


def statement_payload(ref: str, page: int, version: int, *, key: bytes | None = None) -> str:
    """The text of a statement sheet's QR code (4.2.3); ``ValueError`` if it can't be."""
    payload = f"AZS1.{ref}.{page}.{version}.{_mac(key, 'statement', ref, page, version)}"
    if not _STATEMENT.fullmatch(payload):
        raise ValueError(f"not a statement code: {payload}")
    return payload


def read_statement_payload(text: str, *, key: bytes | None = None) -> FormCode | None:
    """The statement sheet this code belongs to; ``None`` when it is foreign or made up."""
    return _read(_STATEMENT, "statement", text, key)


def _read(shape: re.Pattern[str], what: str, text: str, key: bytes | None) -> FormCode | None:
    found = shape.fullmatch(text.strip())
    if found is None:
        return None
    code = FormCode(ref=found[1], page=int(found[2]), version=int(found[3]))
    right = _mac(key, what, code.ref, code.page, code.version)
    return code if hmac.compare_digest(right, found[4]) else None


def certificate_code(number: str, serial: str, *, key: bytes | None = None) -> str:
    """The last part of a certificate's address: ``<number>-<serial>-<mac>``.

    The serial is in it because a number outlives its sheets: a replaced sheet must say so.
    """
    code = f"{number}-{serial}-{_mac(key, 'certificate', number, serial)}"
    if not _CERTIFICATE.fullmatch(code):
        raise ValueError(f"not a certificate code: {code}")
    return code


def certificate_url(
    number: str, serial: str, base_url: str | None = None, *, key: bytes | None = None
) -> str:
    """The public address that a certificate's QR code opens: ``<base>/v/<code>``."""
    base = (base_url or defaults.public_url()).rstrip("/")
    return f"{base}/v/{certificate_code(number, serial, key=key)}"


def read_certificate_code(text: str, *, key: bytes | None = None) -> CertificateCode | None:
    """The certificate that an address (or its last part) names; ``None`` when it is made up."""
    found = _CERTIFICATE.fullmatch(text.strip())
    if found is None:
        return None
    right = _mac(key, "certificate", found[1], found[2])
    return CertificateCode(found[1], found[2]) if hmac.compare_digest(right, found[3]) else None


def qr_svg(text: str, *, quiet_zone: bool = False) -> bytes:
    """A QR code (error level M) as SVG.

    On paper the four modules of white around it are the page's; on a screen ask for them. A row's
    dark modules are one stroke each, which a typesetter prints in half the time of squares.
    """
    bits = np.array(_qr(text).to_image(scale=1, add_quiet_zones=quiet_zone))
    side = bits.shape[0]
    strokes = "".join(
        f"M{run.start()} {row}.5h{run.end() - run.start()}"
        for row in range(side)
        for run in _DARK.finditer(bits[row].tobytes())
    )
    ground = f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>' if quiet_zone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" '
        f'height="{side}" shape-rendering="crispEdges">{ground}'
        f'<path stroke="#000" d="{strokes}"/></svg>'
    ).encode()


def qr_png(text: str, *, scale: int = 8) -> Image.Image:
    """A QR code as a picture with its quiet zone, ``scale`` pixels to a module."""
    return Image.fromarray(np.array(_qr(text).to_image(scale=scale, add_quiet_zones=True)))


def _qr(text: str) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")


def _mac(key: bytes | None, *parts: str | int) -> str:
    said = "\x1f".join(str(part) for part in ("anzhu paper", *parts)).encode()
    digest = hmac.new(key or defaults.mac_key(), said, hashlib.sha256).digest()
    return base64.b32encode(digest[:_MAC_BYTES]).decode()
