"""`anzhu rules list|publish DRAFT.toml`: the sets of rules, and new numbers of the law."""

import argparse
import sys
from pathlib import Path

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.law import actions, queries
from anzhu.ops.drafting import draft_in
from anzhu.ops.operator import operator

UNREADABLE = 2


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help=words.text("ops.option.rules_list"))
    publish = verbs.add_parser("publish", help=words.text("ops.option.rules_publish"))
    publish.add_argument("draft", type=Path, metavar="DRAFT.toml")
    publish.add_argument("--because", default="", help=words.text("ops.option.rules_because"))


def run(arguments: argparse.Namespace) -> int:
    """0 when it was done; 1 and every reason when refused; 2 when the draft cannot be read."""
    if arguments.verb == "list":
        return _list()
    draft = draft_in(arguments.draft)
    if draft is None:
        return UNREADABLE
    try:
        row = actions.publish(
            draft=draft, forced_because=arguments.because, actor=operator(), now=clock.now()
        )
    except Refused as refused:
        for found in refused.objections:
            print(words.objection(found), file=sys.stderr)
        return 1
    print(words.text("ops.rules.published", name=row.name, starts=row.starts))
    return 0


def _list() -> int:
    for row in queries.history():
        print(f"{row.name}\t{row.starts}\t{row.source}")
        for change in row.changes:
            print(f"\t{change.name}\t{change.before} → {change.after}\t{change.clause}")
    return 0
