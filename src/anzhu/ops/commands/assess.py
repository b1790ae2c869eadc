"""`anzhu assess`: the law as a filter, one JSON line in, one out; no Django, no database."""

import argparse
import os
import sys

from anzhu.ops import assess

#: What a shell expects of a program whose reader has gone (`anzhu assess | head`).
READER_HAS_GONE = 141


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Answer until the input ends, or nobody reads on."""
    try:
        return assess.run(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # What is still buffered would fail again when the interpreter closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_HAS_GONE
