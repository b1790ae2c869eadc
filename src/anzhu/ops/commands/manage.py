"""`anzhu manage …`: any management command of Django, with the database running."""

import argparse

from django.core.management import execute_from_command_line

from anzhu import words


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help=words.text("ops.option.rest"))


def run(arguments: argparse.Namespace) -> int:
    """Hand the words over; Django ends the process itself when it refuses them."""
    execute_from_command_line(["anzhu manage", *arguments.words])
    return 0
