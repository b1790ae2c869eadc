"""An amendment as somebody writes it down before it is published: one TOML file, read strictly.

::

    name = "2027-07-01"
    starts = 2027-07-01
    source = "应急〔2027〕3号"

    [EDUCATION_HOURS]
    value = 40
    clause = "4.2.4"

Everything that cannot be meant is an objection that names its line.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from anzhu.rules.amendments import PARAMETERS, Amended, Amendment, WrongValue, plain, value_of
from anzhu.rules.objections import Objection, objection

LONGEST_NAME = 20
_TABLE = re.compile(r"\s*\[\s*([^\]\[]+?)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_WHERE = re.compile(r"at line (\d+)")
_OF_THE_WHOLE = frozenset({"name", "starts", "source"})
_OF_A_VALUE = frozenset({"value", "clause", "source"})


class UnreadableDraft(ValueError):
    """The draft cannot be taken as it stands; ``objections`` are all that is wrong with it."""

    def __init__(self, objections: list[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(", ".join(found.code for found in objections))


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to hold from a day on, and by which document."""

    name: str
    starts: date
    source: str
    values: Mapping[str, Amended]

    def published_on(self, day: date) -> Amendment:
        """The amendment as it would stand if it were published on this day."""
        return Amendment(
            name=self.name,
            starts=self.starts,
            in_force_from=max(self.starts, day),
            values=self.values,
        )


def read_draft(text: str) -> Draft:
    """Read a draft; raises ``UnreadableDraft`` with every objection, in the order of the lines."""
    try:
        said = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as unreadable:
        where = _WHERE.search(str(unreadable))
        line = int(where[1]) if where else len(text.splitlines())
        raise UnreadableDraft([objection("draft.unreadable", "house", line=line)]) from unreadable
    lines = _lines(text)
    found = sorted(_objections(said, lines), key=lambda one: int(str(one.params["line"])))
    if found:
        raise UnreadableDraft(found)
    whole = str(said["source"])
    return Draft(
        name=str(said.get("name", said["starts"])),
        starts=said["starts"],
        source=whole,
        values={
            name: Amended(
                value=value_of(name, one["value"]),
                clause=one["clause"],
                source=one.get("source", whole),
            )
            for name, one in said.items()
            if isinstance(one, dict)
        },
    )


def _lines(text: str) -> dict[tuple[str, str], int]:
    """Where each key stands; a table itself under the empty key."""
    found: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _TABLE.match(line):
            table = head[1].split(".")[0].strip("\"' ")
            found.setdefault((table, ""), number)
        elif key := _KEY.match(line):
            found.setdefault((table, key[1]), number)
    return found


def _objections(
    said: Mapping[str, Any], lines: Mapping[tuple[str, str], int]
) -> Iterator[Objection]:
    yield from _against_the_whole(said, lines)
    values = {name: one for name, one in said.items() if isinstance(one, dict)}
    if not values:
        yield objection("draft.changes_nothing", "house", line=1)
    for name, one in values.items():
        line = lines.get((name, ""), 1)
        if name not in PARAMETERS:
            near = difflib.get_close_matches(name, PARAMETERS, 1, 0.5)
            yield objection(
                "draft.unknown_parameter", "house", line=line, name=name, near="".join(near) or "—"
            )
        else:
            yield from _against_value(name, one, lines, line)


def _against_the_whole(
    said: Mapping[str, Any], lines: Mapping[tuple[str, str], int]
) -> Iterator[Objection]:
    for key, value in said.items():
        if key not in _OF_THE_WHOLE and not isinstance(value, dict):
            yield objection("draft.unknown_key", "house", line=lines.get(("", key), 1), name=key)
    starts, name = said.get("starts"), said.get("name")
    if type(starts) is not date:
        yield objection("draft.no_start", "house", line=lines.get(("", "starts"), 1))
    if not _is_text(said.get("source")):
        line = lines.get(("", "source"), lines.get(("", "starts"), 1))
        yield objection("draft.no_source", "house", line=line)
    if name is not None and not (_is_text(name) and len(str(name)) <= LONGEST_NAME):
        line = lines.get(("", "name"), 1)
        yield objection("draft.bad_name", "house", line=line, most=LONGEST_NAME)


def _against_value(
    name: str, one: Mapping[str, Any], lines: Mapping[tuple[str, str], int], table: int
) -> Iterator[Objection]:
    for key in one.keys() - _OF_A_VALUE:
        line = lines.get((name, key), table)
        yield objection("draft.unknown_key", "house", line=line, name=key)
    if "value" not in one:
        yield objection("draft.no_value", "house", line=table, name=name)
    else:
        line = lines.get((name, "value"), table)
        yield from _against_type(name, one["value"], line)
    if not _is_text(one.get("clause")):
        line = lines.get((name, "clause"), table)
        yield objection("draft.no_clause", "house", line=line, name=name)
    if "source" in one and not _is_text(one["source"]):
        yield objection("draft.no_source", "house", line=lines.get((name, "source"), table))


def _against_type(name: str, value: object, line: int) -> Iterator[Objection]:
    present = PARAMETERS[name].enacted()[-1][1]
    try:
        value_of(name, value)
    except WrongValue as wrong:
        yield objection(
            f"draft.expects_{wrong}", "house", line=line, name=name, like=str(plain(present))
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
