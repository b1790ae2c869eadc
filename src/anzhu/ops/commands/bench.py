"""`anzhu bench`: measure what the house promises about speed."""

import argparse

from anzhu.ops import bench


def configure(parser: argparse.ArgumentParser) -> None:
    bench.configure(parser)


def run(arguments: argparse.Namespace) -> int:
    """Hand over to the bench, which has data folders and settings of its own."""
    return bench.run(arguments)
