"""`anzhu migrate`: bring the tables to where the code is."""

import argparse

from django.core.management import call_command

from anzhu import words


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help=words.text("ops.option.quiet"))


def run(arguments: argparse.Namespace) -> int:
    """Migrate, then make the cache table if the cache is in the database."""
    call_command("migrate", interactive=False, verbosity=0 if arguments.quiet else 1)
    call_command("createcachetable", verbosity=0)
    return 0
