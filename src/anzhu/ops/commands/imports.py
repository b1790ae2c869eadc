"""`anzhu import agencies|employers|roster|registrations FILE`: take over a list, whole or not."""

import argparse
import sys
from pathlib import Path

from anzhu import words
from anzhu.kernel import clock
from anzhu.ops.imports import registrations, tables
from anzhu.ops.imports.reading import Trouble, UnreadableList
from anzhu.ops.imports.tables import Outcome
from anzhu.ops.operator import operator
from anzhu.registrations.importing import workbook

MOST_SHOWN = 50
REGISTRATIONS = "registrations"


def configure(parser: argparse.ArgumentParser) -> None:
    kinds = (*tables.KINDS, REGISTRATIONS)
    parser.add_argument("kind", choices=kinds, help=words.text("ops.option.list"))
    parser.add_argument("file", type=Path, nargs="?", help=words.text("ops.option.file"))
    parser.add_argument("--dry-run", action="store_true", help=words.text("ops.option.dry_run"))
    parser.add_argument("--header", action="store_true", help=words.text("ops.option.header"))
    parser.add_argument("--sample", action="store_true", help=words.text("ops.option.sample"))
    parser.add_argument("--back", type=Path, help=words.text("ops.option.back"))


def run(arguments: argparse.Namespace) -> int:
    """0 when the list was (or could be) taken over; 1 and the first troubles when not."""
    if arguments.sample:
        print(workbook.sample(), end="")
        return 0
    if arguments.header or arguments.file is None:
        print(",".join(_headers(arguments.kind)))
        return 0 if arguments.header else 1
    dry = bool(arguments.dry_run)
    try:
        done = _take_over(arguments, dry_run=dry)
    except UnreadableList as why:
        print(why, file=sys.stderr)
        return 1
    for trouble in done.troubles[:MOST_SHOWN]:
        print(_line(trouble), file=sys.stderr)
    if done.troubles:
        print(words.text("ops.imports.refused", count=len(done.troubles)), file=sys.stderr)
    verdict = "could" if dry or done.troubles else "done"
    print(words.text(f"ops.imports.{verdict}", **vars(done.counts)))
    for note in done.notes:
        print(note)
    return 1 if done.troubles else 0


def _headers(kind: str) -> list[str]:
    return registrations.headers() if kind == REGISTRATIONS else tables.table_of(kind).headers


def _take_over(arguments: argparse.Namespace, *, dry_run: bool) -> Outcome:
    actor, now = operator(), clock.now()
    if arguments.kind == REGISTRATIONS:
        return registrations.take_over(
            arguments.file, dry_run=dry_run, back=arguments.back, actor=actor, now=now
        )
    return tables.take_over(arguments.kind, arguments.file, dry_run=dry_run, actor=actor, now=now)


def _line(trouble: Trouble) -> str:
    return words.text("ops.imports.trouble", **vars(trouble))
