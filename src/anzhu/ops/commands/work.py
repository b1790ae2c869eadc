"""`anzhu work`: one worker process, for the queue."""

import argparse
import logging
import time

from procrastinate.exceptions import ConnectorException

from anzhu import words
from anzhu.kernel import jobs
from anzhu.ops import checks

log = logging.getLogger(__name__)
SECONDS_BETWEEN = 2.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("queues", nargs="*", help=words.text("ops.option.queues"))
    parser.add_argument(
        "--until-empty", action="store_true", help=words.text("ops.option.until_empty")
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM, finishing the job in hand; a database that is away is waited for."""
    if checks.refuses_to_start():
        return 1
    while not _worked(arguments):
        log.warning("the worker lost the database and tries again")
        time.sleep(SECONDS_BETWEEN)
    return 0


def _worked(arguments: argparse.Namespace) -> bool:
    """Whether the work ended because it was to end, not because the database went away."""
    try:
        return jobs.work(arguments.queues or None, until_empty=arguments.until_empty)
    except ConnectorException:
        if arguments.until_empty:
            raise
        return False
