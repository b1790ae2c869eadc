"""`anzhu rehearse --rules DRAFT.toml`: who would be treated differently; nothing is written."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anzhu import words
from anzhu.cases.rehearsal import Affected, Report, rehearse
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.ops.drafting import draft_in
from anzhu.rules.objections import Objection

DIFFERS, UNREADABLE = 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", type=Path, required=True, metavar="DRAFT.toml")
    parser.add_argument("--holders", action="store_true", help=words.text("ops.option.holders"))
    parser.add_argument("--json", action="store_true", help=words.text("ops.option.json"))


def run(arguments: argparse.Namespace) -> int:
    """0 when nobody is treated differently, 1 when somebody is, 2 when the draft cannot be read."""
    draft = draft_in(arguments.rules)
    if draft is None:
        return UNREADABLE
    try:
        report = rehearse(draft, now=clock.now(), holders=arguments.holders)
    except Refused as refused:
        for found in refused.objections:
            print(words.objection(found), file=sys.stderr)
        return UNREADABLE
    if arguments.json:
        print(json.dumps(_plain(report), ensure_ascii=False, indent=1))
    else:
        _print(report)
    return DIFFERS if report.treated_differently else 0


def _plain(report: Report) -> dict[str, Any]:
    return {
        "counts": {
            "drafts": report.drafts,
            "submitted": report.submitted,
            "holders": report.holders,
            "unknown": report.unknown,
            "treated_differently": len(report.treated_differently),
            "keeping_their_rules": len(report.keeping),
        },
        "treated_differently": [_one(one) for one in report.treated_differently],
        "keeping_their_rules": [_one(one) for one in report.keeping],
    }


def _one(one: Affected) -> dict[str, Any]:
    return {**asdict(one), "judged_on": one.judged_on.isoformat()}


def _print(report: Report) -> None:
    counts = {"drafts": report.drafts, "submitted": report.submitted, "holders": report.holders}
    print(words.text("ops.rehearse.looked_at", **counts))
    if report.unknown:
        print(words.text("ops.rehearse.unknown", count=report.unknown))
    for key in ("treated_differently", "keeping"):
        found = getattr(report, key)
        print()
        print(words.text(f"ops.rehearse.{key}", count=len(found)))
        for line in _table(found):
            print(line)


def _table(found: Iterable[Affected]) -> Iterable[str]:
    for one in found:
        kind, status = words.text(f"kinds.{one.kind}"), one.status
        known = words.exists(f"statuses.{status}.staff")
        said = words.status(status, "staff") if known else words.text("ops.rehearse.holder")
        yield f"  {one.who}\t{kind}\t{said}\t{one.judged_on}"
        for difference in one.differences:
            name = words.text(f"ops.rehearse.fact.{difference.what}")
            yield f"      {name}：{_shown(difference.before)} → {_shown(difference.after)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return words.text(f"ops.rehearse.{str(value).lower()}")
    if isinstance(value, dict):
        facts = {name: one for name, one in value.items() if name != "code"}
        return words.objection(Objection(value["code"], "", facts))
    if isinstance(value, list):
        return "、".join(map(_shown, value)) or "—"
    return "—" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
