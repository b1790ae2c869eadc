"""`anzhu assess`: the law as a filter, one JSON line in, one out; no Django, no database."""

import argparse
import sys

from anzhu.ops import assess


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Answer until the input ends."""
    return int(assess.run(sys.stdin, sys.stdout) or 0)
