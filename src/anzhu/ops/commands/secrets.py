"""`anzhu secrets`: fresh keys for a production environment, as lines NAME=value."""

import argparse

from anzhu.ops import keys


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Print them; they are kept nowhere."""
    for name, value in keys.new().items():
        print(f"{name}={value}")
    return 0
