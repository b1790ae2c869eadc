"""`anzhu work`: one worker process, for the queue."""

import argparse

from anzhu import words
from anzhu.kernel import jobs
from anzhu.ops import checks


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("queues", nargs="*", help=words.text("ops.option.queues"))
    parser.add_argument(
        "--until-empty", action="store_true", help=words.text("ops.option.until_empty")
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM, finishing the job in hand."""
    if checks.refuses_to_start():
        return 1
    jobs.work(arguments.queues or None, until_empty=arguments.until_empty)
    return 0
