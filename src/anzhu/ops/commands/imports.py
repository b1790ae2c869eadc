"""`anzhu import agencies|employers|roster FILE.csv`: take over a list, whole or not at all."""

import argparse
import sys
from pathlib import Path

from anzhu import words
from anzhu.kernel import clock
from anzhu.ops.imports import tables
from anzhu.ops.imports.reading import Trouble, UnreadableList
from anzhu.ops.operator import operator

MOST_SHOWN = 50


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=tables.KINDS, help=words.text("ops.option.list"))
    parser.add_argument("file", type=Path, nargs="?", help=words.text("ops.option.file"))
    parser.add_argument("--dry-run", action="store_true", help=words.text("ops.option.dry_run"))
    parser.add_argument("--header", action="store_true", help=words.text("ops.option.header"))


def run(arguments: argparse.Namespace) -> int:
    """0 when the list was (or could be) taken over; 1 and the first troubles when not."""
    if arguments.header or arguments.file is None:
        print(",".join(tables.table_of(arguments.kind).headers))
        return 0 if arguments.header else 1
    dry = bool(arguments.dry_run)
    try:
        done = tables.take_over(
            arguments.kind, arguments.file, dry_run=dry, actor=operator(), now=clock.now()
        )
    except UnreadableList as why:
        print(why, file=sys.stderr)
        return 1
    for trouble in done.troubles[:MOST_SHOWN]:
        print(_line(trouble), file=sys.stderr)
    if done.troubles:
        print(words.text("ops.imports.refused", count=len(done.troubles)), file=sys.stderr)
    verdict = "could" if dry or done.troubles else "done"
    print(words.text(f"ops.imports.{verdict}", **vars(done.counts)))
    return 1 if done.troubles else 0


def _line(trouble: Trouble) -> str:
    return words.text("ops.imports.trouble", **vars(trouble))
