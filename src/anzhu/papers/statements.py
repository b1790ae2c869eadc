"""The performance statement of a renewal (4.2.3): sheets to read over, sign and photograph."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anzhu.papers import codes, typeset

#: Codes are drawn for so many sheets; the slot takes no more.
MOST_SHEETS = 10


@dataclass(frozen=True)
class Work:
    """One piece of work, in the words a person reads; no ``until`` means to this day."""

    since: date
    until: date | None
    place: str
    subject: str
    content: str
    part: str
    result: str


@dataclass(frozen=True)
class Statement:
    """Everything printed on a statement; ``version`` counts the printed states of the rows."""

    ref: str
    version: int
    printed_on: date
    kind: str
    name: str
    id_number_masked: str
    number: str
    employer: str
    valid_from: date
    valid_until: date
    works: tuple[Work, ...]
    watermark: str = ""


def statement(data: Statement, *, key: bytes | None = None, fonts: Path | None = None) -> bytes:
    """The statement as PDF, as many A4 sheets as it takes, each with a QR code of its own."""
    pictures = {
        f"qr{number}.svg": codes.qr_svg(
            codes.statement_payload(data.ref, number, data.version, key=key)
        )
        for number in range(1, MOST_SHEETS + 1)
    }
    return typeset.pdf("statement", data, pictures, fonts=fonts)
