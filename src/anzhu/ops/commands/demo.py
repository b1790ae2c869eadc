"""`anzhu demo`: the demo world, or as many cases as asked for."""

import argparse
import functools
import sys

from anzhu import words
from anzhu.ops import checks
from anzhu.ops.commands import migrate
from anzhu.ops.demo import scale, world


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=None, help=words.text("ops.option.cases"))


def run(arguments: argparse.Namespace) -> int:
    """Build the world and say who is who; refuses on an unsafe configuration."""
    if checks.refuses_to_start():
        return 1
    migrate.run(argparse.Namespace(quiet=True))
    try:
        world.build(cases=arguments.cases, tell=functools.partial(print, flush=True))
    except scale.AlreadyLaid as why:
        print(why, file=sys.stderr)
        return 1
    print(world.people_table())
    return 0
