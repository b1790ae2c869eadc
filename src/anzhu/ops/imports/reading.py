"""A CSV file as rows of checked values, or everything that is wrong with it."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from anzhu import words
from anzhu.ops.imports.values import Read, Wrong

MOST_BYTES = 200 * 1024 * 1024
#: What Excel writes here, the strictest first: GBK reads nearly everything as something.
_ENCODINGS = ("utf-8-sig", "gb18030")


class UnreadableList(Exception):
    """Not a list of this kind at all; the message says why."""


@dataclass(frozen=True)
class Trouble:
    """One value that cannot be taken: its line in the file (from 1), its column, and why not."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Table:
    """What a list looks like: the name of each column's words, how it is read, and its key."""

    columns: Mapping[str, Read]
    key: str
    #: columns whose words stand under another name
    called: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """How the column is called in the file."""
        return words.text(f"ops.imports.columns.{self.called.get(name, name)}")

    @property
    def headers(self) -> list[str]:
        return [self.header(name) for name in self.columns]


@dataclass(frozen=True)
class Rows:
    """The rows that can be taken, their lines, everything wrong, and the SHA-256 of the file."""

    rows: Sequence[Mapping[str, Any]]
    lines: Sequence[int]
    troubles: Sequence[Trouble]
    digest: str


def read(file: Path, table: Table, *, on: date) -> Rows:
    """Read the whole file; UnreadableList when it is none or its header is another."""
    try:
        too_large = file.stat().st_size > MOST_BYTES
        content = b"" if too_large else file.read_bytes()
    except OSError as why:
        raise UnreadableList(words.text("ops.imports.no_file", file=file, why=why)) from why
    if too_large:
        raise UnreadableList(words.text("ops.imports.too_large", file=file))
    lines = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    rows: list[Mapping[str, Any]] = []
    numbers: list[int] = []
    troubles: list[Trouble] = []
    seen: dict[object, int] = {}
    try:
        _check_header(next(lines, []), table)
        for values in lines:
            if not any(value.strip() for value in values):
                continue
            row, wrong = _row(lines.line_num, values, table, on)
            if not wrong:
                wrong = _twice(row, lines.line_num, table, seen)
            troubles += wrong
            if not wrong:
                rows.append(row)
                numbers.append(lines.line_num)
    except csv.Error as why:
        line = lines.line_num
        raise UnreadableList(words.text("ops.imports.no_csv", line=line, why=why)) from why
    return Rows(rows, numbers, troubles, hashlib.sha256(content).hexdigest())


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableList(words.text("ops.imports.encoding"))


def _check_header(found: Sequence[str], table: Table) -> None:
    there = [name.strip() for name in found]
    if there != table.headers:
        wanted = ",".join(table.headers)
        raise UnreadableList(words.text("ops.imports.header", wanted=wanted, found=",".join(there)))


def _row(
    line: int, values: Sequence[str], table: Table, on: date
) -> tuple[dict[str, Any], list[Trouble]]:
    if len(values) != len(table.columns):
        reason = words.text("ops.imports.wrong.width", wanted=len(table.columns), found=len(values))
        return {}, [Trouble(line, "", ",".join(values)[:40], reason)]
    row: dict[str, Any] = {}
    troubles = []
    for (name, read_value), value in zip(table.columns.items(), values, strict=True):
        try:
            row[name] = read_value(value.strip(), on)
        except Wrong as why:
            troubles.append(Trouble(line, table.header(name), value.strip()[:60], str(why)))
    return row, troubles


def _twice(
    row: Mapping[str, Any], line: int, table: Table, seen: dict[object, int]
) -> list[Trouble]:
    value = row[table.key]
    first = seen.setdefault(value, line)
    if first == line:
        return []
    reason = words.text("ops.imports.wrong.twice", line=first)
    return [Trouble(line, table.header(table.key), str(value), reason)]
