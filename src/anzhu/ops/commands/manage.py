"""`anzhu manage …`: any management command of Django, with the database running."""

import argparse

from django.core.management import execute_from_command_line


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="命令及其参数")


def run(arguments: argparse.Namespace) -> int:
    execute_from_command_line(["anzhu manage", *arguments.words])
    return 0
