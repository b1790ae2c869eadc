"""A list that somebody uploaded, read by the bounded child: the worker's side."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from anzhu.files import sheets
from anzhu.files.actions import opened_in_child
from anzhu.files.models import Received

TRADE = "anzhu.files.sheets"
MOST_COLUMNS = 40
#: Texts, numbers as a workbook has them; days as 2026-03-01.
Cell = str | int | float


@dataclass(frozen=True)
class Line:
    """One row that is not blank; ``number`` counts from 1 as people see it in the file."""

    number: int
    cells: Sequence[Cell]


@contextmanager
def opened(received: Received, *, most_rows: int, now: datetime) -> Iterator[list[Line]]:
    """The rows of an upload in quarantine, header and all; the block settles the upload.

    What is wrong with the file raises ``Refused`` (``sheet.…``, ``file.…``) and removes it.
    """
    asked = {"rows": most_rows, "columns": MOST_COLUMNS}
    with opened_in_child(received, TRADE, asked, now=now) as outcome:
        rows = json.loads(outcome.read(sheets.ROWS))
        yield [Line(number, cells) for number, cells in rows]
