"""The official forms of clauses 5.1 and 6.1: for a reissue and for a cancellation.

Empty for whoever fills it in by hand, or with what the request says and the code that ties the
photographed form to it. Two pages: the back takes the copy of the ID card (5.2, 6.2).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from anzhu.papers import codes, typeset


class RequestKind(StrEnum):
    """Which of the two forms."""

    REISSUE = "reissue"
    CANCELLATION = "cancellation"


@dataclass(frozen=True)
class RequestForm:
    """What is printed, in the words a person reads; without ``ref`` it is the empty form.

    ``ticks`` are the codes of the boxes that are ticked; ``valid`` is the period as one text.
    """

    kind: RequestKind
    printed_on: date
    ref: str = ""
    version: int = 0
    name: str = ""
    sex: str = ""
    id_number: str = ""
    number: str = ""
    category: str = ""
    employer: str = ""
    valid: str = ""
    phone: str = ""
    agency: str = ""
    text: str = ""
    ticks: tuple[str, ...] = field(default=())
    watermark: str = ""


def request_form(
    data: RequestForm, *, key: bytes | None = None, fonts: Path | None = None
) -> bytes:
    """The form as PDF: exactly two pages, with a code on each where it belongs to a request."""
    pictures = {}
    if data.ref:
        for page in (1, 2):
            text = codes.form_payload(data.ref, page, data.version, key=key)
            pictures[f"qr{page}.svg"] = codes.qr_svg(text)
    shown = {**vars(data), "kind": str(data.kind)}
    return typeset.pdf("request_form", {"form": shown}, pictures, fonts=fonts)
