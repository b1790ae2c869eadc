"""`anzhu docs`: write docs/generated from the code; `--check` says what is stale."""

import argparse
import sys

from anzhu import words
from anzhu.ops import addresses, paths
from anzhu.rules import diagrams

FOLDER = paths.CHECKOUT / "docs" / "generated"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help=words.text("ops.option.check"))


def pages() -> dict[str, str]:
    """File name and text of everything that is generated."""
    return {**diagrams.documents(words.text), "addresses.md": addresses.table()}


def run(arguments: argparse.Namespace) -> int:
    """Write what differs; with ``--check`` write nothing and return 1 if anything does."""
    wanted = pages()
    there = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.md")}
    stale = sorted(
        name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name)
    )
    if arguments.check:
        return _report(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        file = FOLDER / name
        if name in wanted:
            file.write_text(wanted[name], encoding="utf-8")
        else:
            file.unlink()
        print(words.text("ops.docs.written", file=_shown(name)))
    return 0


def _report(stale: list[str]) -> int:
    for name in stale:
        print(words.text("ops.docs.stale", file=_shown(name)), file=sys.stderr)
    if not stale:
        print(words.text("ops.docs.fresh"))
    return 1 if stale else 0


def _shown(name: str) -> str:
    return f"docs/generated/{name}"
