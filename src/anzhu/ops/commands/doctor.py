"""`anzhu doctor`: look at everything, say what is wrong and how to mend it.

Works on a machine where hardly anything stands: the checks are imported only after the settings
could be read and the embedded server was started.
"""

import argparse
import dataclasses
import importlib
import json
from contextlib import ExitStack

from django.core.exceptions import ImproperlyConfigured

from anzhu import words
from anzhu.ops import cli, embedded
from anzhu.ops.findings import Finding, Level, failed


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=words.text("ops.option.json"))


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 1 when anything failed, else 0."""
    with ExitStack() as while_running:
        found = _examine(while_running)
    if arguments.json:
        print(json.dumps([dataclasses.asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print(found)
    return 1 if any(one.level is Level.FAILED for one in found) else 0


def _examine(while_running: ExitStack) -> list[Finding]:
    try:
        cli.stand_up(while_running, with_database=True)
    except ImproperlyConfigured as why:
        return [failed("settings", why=why)]
    except embedded.CannotStart as why:
        return [failed("database", why=why)]
    return list(importlib.import_module("anzhu.ops.checks").findings())


def _print(found: list[Finding]) -> None:
    for one in found:
        print(f"[{words.text(f'ops.doctor.{one.level}')}] {one.name}：{one.says}")
        if one.mend:
            print("    " + words.text("ops.doctor.mend", how=one.mend))
    warnings = sum(one.level is Level.WARNING for one in found)
    failures = sum(one.level is Level.FAILED for one in found)
    verdict = "failed" if failures else "warning" if warnings else "ok"
    print(words.text(f"ops.doctor.verdict_{verdict}", warnings=warnings, failed=failures))
