"""`anzhu bench`: measure what the house promises about speed."""

import argparse
import importlib
import importlib.util
import sys

from anzhu import words

MODULE = "anzhu.ops.bench"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=words.text("ops.option.rest"))


def run(arguments: argparse.Namespace) -> int:
    """Hand over to the bench; 1 where it is not installed."""
    if importlib.util.find_spec(MODULE) is None:
        print(words.text("ops.up.missing", name="bench", module=MODULE), file=sys.stderr)
        return 1
    return int(importlib.import_module(MODULE).run(arguments.rest) or 0)
