"""The registration certificate of clause 2.10, one landscape A4 sheet to a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from anzhu.papers import codes, ornament, typeset
from anzhu.papers.glyphs import missing_glyphs

#: Sheets in one document: beyond this, memory grows and nothing gets faster.
SHEETS_PER_DOCUMENT = 100


@dataclass(frozen=True)
class Certificate:
    """What is printed on one certificate.

    ``number`` is the holder's for life (11 digits), ``serial`` that of this sheet; ``id_number`` is
    given in full and printed masked; the validity includes both days; ``portrait`` is the picture
    that passed on the server, a JPEG or PNG of 5:7 (clause 0.2).
    """

    number: str
    serial: str
    name: str
    sex: str
    id_number: str
    category: str
    employer: str
    valid_from: date
    valid_until: date
    approved_on: date
    portrait: bytes


class MissingGlyphsError(ValueError):
    """Certificates that would show a hole: number → characters that no font of ours can draw."""

    def __init__(self, missing: dict[str, set[str]]) -> None:
        super().__init__(f"characters missing from the fonts: {missing}")
        self.missing = missing


def certificates(
    sheets: Sequence[Certificate],
    *,
    watermark: str = "",
    base_url: str | None = None,
    key: bytes | None = None,
    fonts: Path | None = None,
) -> bytes:
    """One PDF with a page for each certificate, in the given order.

    ``watermark`` is set by a demonstration (演示样张). Raises ``MissingGlyphsError`` before
    anything is typeset, ``ValueError`` for no sheet, too many, or a number that is not 11 digits.
    """
    if not 0 < len(sheets) <= SHEETS_PER_DOCUMENT:
        raise ValueError(f"{len(sheets)} certificates in one document")
    missing = holes(sheets, fonts=fonts)
    if missing:
        raise MissingGlyphsError(missing)
    pictures = {"frame.pdf": ornament.frame()}
    shown = []
    for index, sheet in enumerate(sheets):
        address = codes.certificate_url(sheet.number, sheet.serial, base_url, key=key)
        pictures[f"qr{index}.svg"] = codes.qr_svg(address)
        pictures[f"portrait{index}.svg"] = typeset.picture(sheet.portrait)
        shown.append(_shown(sheet))
    data = {"sheets": shown, "watermark": watermark}
    return typeset.pdf("certificate", data, pictures, fonts=fonts, archivable=False)


def documents(sheets: Sequence[Certificate], *, watermark: str = "") -> Iterator[bytes]:
    """A large batch as several PDFs of at most 100 certificates each, made one at a time."""
    rest = iter(sheets)
    while part := list(islice(rest, SHEETS_PER_DOCUMENT)):
        yield certificates(part, watermark=watermark)


def holes(sheets: Sequence[Certificate], *, fonts: Path | None = None) -> dict[str, set[str]]:
    """The preflight: by number, the characters of name and employer that cannot be drawn."""
    found = {one.number: missing_glyphs(one.name + one.employer, fonts) for one in sheets}
    return {number: signs for number, signs in found.items() if signs}


def masked_id(id_number: str) -> str:
    """An ID number as the public sees it: the first and last four characters."""
    return id_number[:4] + "*" * max(len(id_number) - 8, 4) + id_number[-4:]


def _shown(sheet: Certificate) -> dict[str, object]:
    fields = vars(sheet) | {"id_number": masked_id(sheet.id_number)}
    del fields["portrait"]
    return fields
