"""`anzhu demo`: the demo world, or as many cases as asked for."""

import argparse

from anzhu import words
from anzhu.ops import checks
from anzhu.ops.commands import migrate
from anzhu.ops.demo import world


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=None, help=words.text("ops.option.cases"))


def run(arguments: argparse.Namespace) -> int:
    """Build the world and say who is who; refuses on an unsafe configuration."""
    if checks.refuses_to_start():
        return 1
    migrate.run(argparse.Namespace(quiet=True))
    world.build(cases=arguments.cases)
    print(world.people_table())
    return 0
