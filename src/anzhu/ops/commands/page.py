"""`anzhu page check`: what a photographed page of an application form says; nothing is kept."""

import argparse
import importlib
import json
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from anzhu import words
from anzhu.ops import cli

MATCHED, NOT_MATCHED, NOT_OPENED = 0, 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Look at a picture or PDF; with an application, compare it with what was printed."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help=words.text("ops.option.page_check"))
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help=words.text("ops.option.json"))
    application = words.text("ops.option.page_application")
    check.add_argument("--application", metavar="REF", default="", help=application)
    check.add_argument("--no-text", action="store_true", help=words.text("ops.option.page_no_text"))


def run(arguments: argparse.Namespace) -> int:
    """0 where every page is the expected one, 1 where one is not, 2 if it cannot be opened.

    The database is needed, and started, only to compare with an application.
    """
    with ExitStack() as while_running:
        cli.stand_up(while_running, with_database=bool(arguments.application))
        checking = importlib.import_module("anzhu.ops.page_check")
        try:
            with arguments.file.open("rb") as source:
                pages = checking.look(source, ref=arguments.application, text=not arguments.no_text)
        except OSError:
            print(words.text("ops.page.not_opened", file=arguments.file), file=sys.stderr)
            return NOT_OPENED
        except LookupError:
            said = words.text("ops.page.no_application", ref=arguments.application)
            print(said, file=sys.stderr)
            return NOT_OPENED
    for found in pages:
        print(json.dumps(found, ensure_ascii=False) if arguments.json else _said(found))
    if any("refused" in found["readability"] for found in pages):
        return NOT_OPENED
    return MATCHED if all(found["state"] == "match" for found in pages) else NOT_MATCHED


def _said(found: Mapping[str, Any]) -> str:
    """One page in sentences."""
    lines = [words.text(f"ops.page.{found['state']}")]
    if found["page"]:
        lines.append(words.text("ops.page.page", page=found["page"], version=found["version"]))
    if found["changed"]:
        fields = "、".join(words.text(f"form.field.{name}") for name in found["changed"])
        lines.append(words.text("ops.page.changed", fields=fields))
    row_name = importlib.import_module("anzhu.materials.checks.form_page").row_name
    lines += [
        words.text("ops.page.differs", row=row_name(one["row"]), score=one["score"])
        for one in found["differences"]
    ]
    if found["hidden"]:
        rows = "、".join(row_name(row) for row in found["hidden"])
        lines.append(words.text("ops.page.hidden", rows=rows))
    for key, wanted in (("ink", True), ("no_ink", False)):
        blanks = [name for name, ink in found["ink"].items() if ink is wanted]
        named = "、".join(words.text(f"form.blank.{name}") for name in blanks)
        lines += [words.text(f"ops.page.{key}", blanks=named)] if blanks else []
    if found["seal"]["found"]:
        lines.append(words.text("ops.page.seal", text=found["seal"]["text"] or "—"))
    elif found["page"] == 2:
        lines.append(words.text("ops.page.no_seal"))
    return "\n".join(lines)
