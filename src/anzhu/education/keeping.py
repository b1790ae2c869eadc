"""The rows of a list between its dry run and its commit: sealed, compressed, forgotten in time."""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anzhu import words
from anzhu.education.judging import Fate, Judged
from anzhu.education.models import Batch, rows_place, unsealed
from anzhu.education.sheet import Sheet, header, read
from anzhu.files.tables import Cell, Line
from anzhu.kernel import secrets


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is said about one cell: its column, what it held, and why it cannot be taken."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class KeptRow:
    """One row of a list as it came, its fate at the last look, and everything said about it."""

    line: int
    cells: Sequence[Cell]
    fate: Fate
    told: Sequence[Told]


@dataclass(frozen=True)
class Kept:
    """A list as it was last looked at."""

    titles: Sequence[str]
    rows: Sequence[KeptRow]

    @property
    def fates(self) -> list[Fate]:
        """What becomes of each row."""
        return [row.fate for row in self.rows]

    def told(self, fate: Fate, at_most: int) -> list[Told]:
        """The first things said about rows of this fate."""
        found = [told for row in self.rows if row.fate == fate for told in row.told]
        return found[:at_most]

    def sheet(self, *, provider: str, on: date) -> Sheet:
        """The rows read once more, for another look on another day."""
        lines = [Line(0, list(self.titles)), *(Line(row.line, row.cells) for row in self.rows)]
        return read(lines, provider=provider, on=on)


def keep(batch: Batch, titles: Sequence[str], judged: Sequence[Judged]) -> None:
    """Seal the rows into the batch and count their fates; the caller saves it."""
    rows = [
        [
            one.row.line,
            list(one.row.cells),
            str(one.fate),
            [_told(one, wrong) for wrong in one.wrong],
        ]
        for one in judged
    ]
    text = json.dumps([list(titles), rows], ensure_ascii=False, separators=(",", ":"))
    packed = base64.b85encode(zlib.compress(text.encode(), 6)).decode()
    batch.rows_sealed = secrets.seal(packed, rows_place(batch))
    fates = [one.fate for one in judged]
    batch.importable = fates.count(Fate.IMPORTABLE)
    batch.repeated = fates.count(Fate.REPEATED)
    batch.faulty = fates.count(Fate.FAULTY)


def _told(one: Judged, wrong: Any) -> list[str]:
    column = header(wrong.column) if wrong.column else ""
    value = _value(one, wrong.column)
    return [column, value, words.objection(wrong.why)]


def _value(one: Judged, column: str) -> str:
    if not column:
        return ""
    said = getattr(one.row, column)
    return "" if said is None else str(said)


def kept(batch: Batch) -> Kept | None:
    """The rows of a list; None once they were forgotten."""
    packed = unsealed(batch)
    if not packed:
        return None
    titles, rows = json.loads(zlib.decompress(base64.b85decode(packed)))
    return Kept(
        titles,
        [
            KeptRow(
                line=line,
                cells=cells,
                fate=Fate(fate),
                told=[
                    Told(line=line, column=column, value=value, reason=reason)
                    for column, value, reason in told
                ],
            )
            for line, cells, fate, told in rows
        ],
    )
