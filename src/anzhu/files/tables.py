"""A list that somebody uploaded, read by the bounded child: the worker's side."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from anzhu.files import sandbox, sheets
from anzhu.files.actions import CLAUSE, opened_in_child
from anzhu.files.models import Received
from anzhu.files.sandbox import Bounds
from anzhu.files.troubles import Trouble
from anzhu.kernel.errors import Refused

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


#: For a list that the operator of the machine reads from its disk: larger than any upload.
_LARGE = Bounds(memory=2 * 1024**3, cpu_seconds=120, wall_seconds=300.0, file_bytes=256 * 1024**2)


def of_file(source: BinaryIO, *, most_rows: int) -> list[Line]:
    """The rows of a list on this machine's disk, read by the child like any other.

    Raises ``Refused`` (``sheet.…``, ``file.…``) with what is wrong with it.
    """
    asked = {"rows": most_rows, "columns": MOST_COLUMNS}
    try:
        with sandbox.run(TRADE, source, asked, _LARGE) as outcome:
            rows = json.loads(outcome.read(sheets.ROWS, _LARGE.file_bytes))
    except Trouble as trouble:
        raise Refused.because(trouble.code, CLAUSE, **trouble.params) from trouble
    return [Line(number, cells) for number, cells in rows]
