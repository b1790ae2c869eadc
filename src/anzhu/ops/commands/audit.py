"""`anzhu audit verify`: walk every chain, and compare what stands with what was recorded."""

import argparse
import sys

from anzhu import words
from anzhu.audit import verify

MOST_SHOWN = 200


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["verify"], help=words.text("ops.option.verify"))


def run(arguments: argparse.Namespace) -> int:
    """0 when everything agrees; 1, and the rows by name, when not."""
    found = 0
    for fault in verify.faults():
        found += 1
        if found <= MOST_SHOWN:
            print(fault, file=sys.stderr)
    if found:
        print(words.text("ops.audit.faults", count=found), file=sys.stderr)
        return 1
    print(words.text("ops.audit.clean"))
    return 0
