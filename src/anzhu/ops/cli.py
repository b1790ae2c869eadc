"""The command line `anzhu`: each command is one module with `HELP`, `configure` and `run`."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import Enum

from anzhu.ops import chosen


class Needs(Enum):
    """What must stand before a command's module may be imported."""

    NOTHING = "nothing"
    SETTINGS = "settings"
    DATABASE = "database"


@dataclass(frozen=True)
class Command:
    help: str
    needs: Needs
    module: str


COMMANDS = {
    "migrate": Command("更新数据库结构", Needs.DATABASE, "anzhu.ops.commands.migrate"),
    "manage": Command("运行 Django 管理命令（开发用）", Needs.DATABASE, "anzhu.ops.commands.manage"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="anzhu", description="安注：注册安全工程师注册系统")
    names = parser.add_subparsers(dest="command", metavar="命令", required=True)
    for name, command in COMMANDS.items():
        names.add_parser(name, help=command.help, add_help=False)
    name = parser.parse_args(arguments[:1]).command
    return run(COMMANDS[name], name, arguments[1:])


def run(command: Command, name: str, arguments: Sequence[str]) -> int:
    """Prepare what the command needs, then hand over to its module."""
    with ExitStack() as while_running:
        if command.needs is not Needs.NOTHING:
            chosen.use_settings()
        if command.needs is Needs.DATABASE:
            settings = importlib.import_module("django.conf").settings
            if settings.DATABASE_IS_EMBEDDED:
                while_running.enter_context(settings.EMBEDDED.running())
            importlib.import_module("django").setup()
        module = importlib.import_module(command.module)
        parser = argparse.ArgumentParser(prog=f"anzhu {name}", description=command.help)
        module.configure(parser)
        return int(module.run(parser.parse_args(list(arguments))) or 0)
