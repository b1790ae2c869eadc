"""One size, measured in a process whose environment names the folder and the settings."""

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from anzhu.ops import cli
from anzhu.ops.bench.goals import GOALS
from anzhu.ops.bench.rounds import QUICK, Plan


def main(arguments: Sequence[str]) -> int:
    """Lay the world, measure the goals asked for, write what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("size", type=int)
    parser.add_argument("into", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("goals", nargs="*")
    asked = parser.parse_args(list(arguments))
    plan = QUICK if asked.quick else Plan()
    with ExitStack() as while_running:
        cli.stand_up(while_running, with_database=True)
        found = importlib.import_module("anzhu.ops.bench.measuring").measured(
            plan, asked.size, [goal for goal in GOALS if goal in (asked.goals or GOALS)]
        )
    asked.into.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
    return 0


def _plain(value: Any) -> str:
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
