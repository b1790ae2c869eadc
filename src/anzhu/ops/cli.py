"""The command line `anzhu`: each command is one module with `configure` and `run`.

A module is imported only when its command is called and what it needs stands: `anzhu assess`
must answer without Django and without a database.
"""

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import Enum

from anzhu import words
from anzhu.ops import chosen


class Needs(Enum):
    """What must stand before a command's module may be imported."""

    NOTHING = "nothing"
    SETTINGS = "settings"
    DATABASE = "database"


@dataclass(frozen=True)
class Command:
    """One command: its module below ``anzhu.ops`` and what that module stands on."""

    module: str
    needs: Needs = Needs.DATABASE


#: What a shell expects of a program that ended with Ctrl+C.
INTERRUPTED = 130
COMMANDS = {
    "up": Command("commands.up"),
    "web": Command("commands.web"),
    "work": Command("commands.work"),
    "migrate": Command("commands.migrate"),
    "doctor": Command("commands.doctor", Needs.NOTHING),
    "docs": Command("commands.docs", Needs.SETTINGS),
    "audit": Command("commands.audit"),
    "demo": Command("commands.demo"),
    "assess": Command("commands.assess", Needs.NOTHING),
    "photo": Command("commands.photo", Needs.NOTHING),
    "page": Command("commands.page", Needs.NOTHING),
    "bench": Command("commands.bench", Needs.NOTHING),
    "bench-paper": Command("bench.paper", Needs.SETTINGS),
    "secrets": Command("commands.secrets", Needs.NOTHING),
    "clock": Command("commands.clock"),
    "rules": Command("commands.rules"),
    "rehearse": Command("commands.rehearse"),
    "import": Command("commands.imports"),
    "staff": Command("commands.staff"),
    "shell": Command("commands.shell"),
    "manage": Command("commands.manage"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="anzhu", description=words.text("ops.command.about"))
    names = parser.add_subparsers(
        dest="command", metavar=words.text("ops.command.command"), required=True
    )
    for name in COMMANDS:
        names.add_parser(name, help=words.text(f"ops.command.{name}"), add_help=False)
    name = parser.parse_args(arguments[:1]).command
    try:
        code = run(name, arguments[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has enough (`| head`); what is still to be flushed goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def run(name: str, arguments: Sequence[str]) -> int:
    """Prepare what the command needs, then hand over to its module."""
    command = COMMANDS[name]
    with ExitStack() as while_running:
        if command.needs is not Needs.NOTHING:
            stand_up(while_running, with_database=command.needs is Needs.DATABASE)
        module = importlib.import_module(f"anzhu.ops.{command.module}")
        about = words.text(f"ops.command.{name}")
        parser = argparse.ArgumentParser(prog=f"anzhu {name}", description=about)
        module.configure(parser)
        return int(module.run(parser.parse_args(list(arguments))) or 0)


def stand_up(while_running: ExitStack, *, with_database: bool) -> None:
    """Choose the settings, have the embedded server running if it is ours, set Django up.

    With a database the law as it was last changed is read, and the clock of a demo.
    """
    chosen.use_settings()
    settings = importlib.import_module("django.conf").settings
    if with_database and settings.DATABASE_IS_EMBEDDED:
        while_running.enter_context(settings.EMBEDDED.running())
    importlib.import_module("django").setup()
    if with_database:
        importlib.import_module("anzhu.kernel.fresh").look_now()
