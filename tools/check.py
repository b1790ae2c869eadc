"""Everything that must hold: run it all, then list what failed. `--fix` mends what it can.

Standard library only; started by the Makefile with the Python of .venv.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CODE = ("src", "tests", "tools")
NO_REORDER = "--no-loadscope-reorder"
IN_TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "anzhu.project.settings.test"}


def templates() -> list[str]:
    return sorted(str(path) for path in (ROOT / "src/anzhu/web/templates").rglob("*.html"))


def checks() -> dict[str, list[str]]:
    """Name and command of each check, in the order they run; the tests come last."""
    djade = ["djade", "--check", "--target-version", "5.2", *templates()]
    return {
        "ruff format": ["ruff", "format", "--check", "--quiet", *CODE],
        "ruff": ["ruff", "check", "--quiet", *CODE],
        "templates": djade,
        "mypy": ["mypy", "--no-error-summary"],
        "import contracts": ["lint-imports", "--no-cache"],
        "migrations": ["anzhu", "manage", "makemigrations", "--check", "--dry-run"],
        "generated docs": ["anzhu", "docs", "--check"],
        # Two processes for the two cores of a small machine; a file's tests stay together. Files in
        # their order, not the fullest first: the few long tests of the browser would come last.
        "pytest": ["pytest", "-n", "2", "--dist", "loadfile", NO_REORDER, *sys.argv[1:]],
    }


def fixes() -> dict[str, list[str]]:
    return {
        "ruff": ["ruff", "check", "--fix", "--quiet", *CODE],
        "ruff format": ["ruff", "format", "--quiet", *CODE],
        "templates": ["djade", "--target-version", "5.2", *templates()],
    }


def run(commands: dict[str, list[str]]) -> list[str]:
    """Run all of them; the names of those that failed."""
    failed = []
    for name, (program, *arguments) in commands.items():
        print(f"── {name}", flush=True)
        started = time.monotonic()
        command = [str(BIN / program), *arguments]
        environment = {**os.environ, **(IN_TEST_SETTINGS if program == "anzhu" else {})}
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            failed.append(name)
            print(f"   {name} failed after {time.monotonic() - started:.1f} s", flush=True)
    return failed


def main() -> int:
    """0 when all holds; else 1, after the list of what does not."""
    if sys.argv[1:2] == ["--fix"]:
        run(fixes())
        return 0
    failed = run(checks())
    shutil.rmtree(ROOT / ".import_linter_cache", ignore_errors=True)
    print("── " + (f"failed: {', '.join(failed)}" if failed else "all checks passed"), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
