"""`anzhu bench`: measure what the house promises about speed."""

import argparse

from anzhu import words
from anzhu.ops import bench


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=words.text("ops.option.rest"))


def run(arguments: argparse.Namespace) -> int:
    """Hand over to the bench."""
    return int(bench.run(arguments.rest) or 0)
