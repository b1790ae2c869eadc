"""`anzhu migrate`: bring the tables to where the code is."""

import argparse

from django.core.management import call_command

from anzhu import words
from anzhu.kernel import clock
from anzhu.law import actions as law


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help=words.text("ops.option.quiet"))


def run(arguments: argparse.Namespace) -> int:
    """Migrate; make the cache table if the cache is there; enter the holidays that are known."""
    call_command("migrate", interactive=False, verbosity=0 if arguments.quiet else 1)
    call_command("createcachetable", verbosity=0)
    law.fill_known_years(now=clock.now())
    return 0
