"""`anzhu import registrations`: the list of the time before, looked at or taken over whole."""

import hashlib
from datetime import datetime
from pathlib import Path

from anzhu import words
from anzhu.files import tables
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.ops.imports.reading import Trouble, UnreadableList
from anzhu.ops.imports.tables import Outcome
from anzhu.organisations.importing import Imported
from anzhu.registrations.importing import comparing, reading, workbook, writing
from anzhu.registrations.importing.judging import Compared
from anzhu.registrations.importing.reading import COLUMNS, Sheet, header
from anzhu.rules import parameters


def headers() -> list[str]:
    """The columns of the list, in their order."""
    return [header(name) for name in COLUMNS]


def take_over(
    file: Path, *, dry_run: bool, back: Path | None, actor: Actor, now: datetime
) -> Outcome:
    """Read a CSV or workbook and take it over whole, if nothing at all is wrong with it.

    ``back`` is where the list is written with what became of each row. Raises ``UnreadableList``.
    """
    sheet, digest = _read(file, now)
    found = comparing.compare(sheet.rows)
    taken = not dry_run and not found.wrong
    if taken:
        try:
            writing.take_over(sheet.rows, source=digest, actor=actor, now=now)
        except Refused as refused:
            raise UnreadableList(_said(refused)) from refused
    if back is not None:
        back.write_bytes(workbook.given_back(sheet, found, taken=taken))
    counts = Imported(new=found.new, same=found.same)
    return Outcome(counts, _troubles(sheet, found), _notes(found, taken=taken))


def _notes(found: Compared, *, taken: bool) -> list[str]:
    """How many holders the list qualifies, and how many nobody does."""
    verdict = "qualified" if taken else "qualifies"
    told = ((verdict, found.qualified), ("lacking", found.unqualified))
    return [words.text(f"ops.imports.{name}", count=count) for name, count in told if count]


def _read(file: Path, now: datetime) -> tuple[Sheet, str]:
    on = clock.day(now)
    try:
        with file.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
            room = parameters.EXISTING_MOST_ROWS.on(on) + reading.ROWS_ABOVE
            return reading.read(tables.of_file(source, most_rows=room), on=on), digest
    except OSError as why:
        raise UnreadableList(words.text("ops.imports.no_file", file=file, why=why)) from why
    except Refused as refused:
        raise UnreadableList(_said(refused)) from refused


def _said(refused: Refused) -> str:
    return "\n".join(words.objection(found) for found in refused.objections)


def _troubles(sheet: Sheet, found: Compared) -> list[Trouble]:
    places = {title: place for place, title in enumerate(sheet.titles)}
    cells = {one.line: one.cells for one in sheet.rows}
    said = []
    for line, wrong in found.troubles():
        column = header(wrong.column) if wrong.column else ""
        place = places.get(column, -1)
        value = str(cells[line][place]) if 0 <= place < len(cells[line]) else ""
        said.append(Trouble(line, column, _masked(wrong.column, value), words.objection(wrong.why)))
    return said


def _masked(column: str, value: str) -> str:
    """A value as a terminal may show it: numbers of people only in part."""
    if column in ("id_number", "phone", "email"):
        return f"{value[:4]}…{value[-2:]}" if len(value) > 8 else "…"
    return value[:60]
