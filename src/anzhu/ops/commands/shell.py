"""`anzhu shell`: Python with the models imported."""

import argparse

from django.core.management import call_command


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Open the shell; returns when it is left."""
    call_command("shell")
    return 0
