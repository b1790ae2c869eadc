"""The label of clause 2.10: stuck into the certificate after a renewal or a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anzhu.papers import codes, typeset
from anzhu.papers.certificates import MissingGlyphsError
from anzhu.papers.glyphs import missing_glyphs
from anzhu.papers.label_sheets import LABEL_SHEETS, LabelSheet

#: Labels in one document: those of one print run.
LABELS_PER_DOCUMENT = 200


@dataclass(frozen=True)
class Label:
    """What is printed on one label.

    ``matter`` says what it is for (延续注册, 变更注册), ``number`` is the holder's for life,
    ``serial`` that of this label; the validity includes both days.
    """

    number: str
    serial: str
    matter: str
    name: str
    category: str
    employer: str
    valid_from: date
    valid_until: date
    approved_on: date


def labels(
    wanted: Sequence[Label],
    *,
    on: LabelSheet = LABEL_SHEETS[0],
    start: int = 1,
    watermark: str = "",
    base_url: str | None = None,
    key: bytes | None = None,
    fonts: Path | None = None,
) -> bytes:
    """One PDF with these labels in the given order, from place ``start`` of the first page.

    Raises ``MissingGlyphsError`` before anything is typeset; ``ValueError`` for none, too many, or
    a place that the sheet does not have.
    """
    if not 0 < len(wanted) <= LABELS_PER_DOCUMENT:
        raise ValueError(f"{len(wanted)} labels in one document")
    if not 1 <= start <= on.places:
        raise ValueError(f"place {start} on a sheet of {on.places} labels")
    holes = {one.number: missing_glyphs(one.name + one.employer, fonts) for one in wanted}
    if any(holes.values()):
        raise MissingGlyphsError({number: signs for number, signs in holes.items() if signs})
    pages: list[list[dict[str, object]]] = []
    pictures: dict[str, bytes] = {}
    places = on.places_from(start)
    for index, one in enumerate(wanted):
        address = codes.certificate_url(one.number, one.serial, base_url, key=key)
        pictures[f"qr{index}.svg"] = codes.qr_svg(address)
        page, left, top = next(places)
        if page == len(pages):
            pages.append([])
        pages[page].append({"x": left, "y": top, "qr": f"qr{index}.svg", **vars(one)})
    data = {"pages": pages, "width": on.width, "height": on.height, "watermark": watermark}
    return typeset.pdf("label", data, pictures, fonts=fonts)
