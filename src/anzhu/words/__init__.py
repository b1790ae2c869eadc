"""The one vocabulary that applicant, reviewer and phone desk read.

Texts live in ``zh_hans/*.toml``, one file per area; every key is dotted from its file's name on:
``text("statuses.draft.applicant")``. A missing key is a KeyError: tests find it before people do.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from anzhu.rules.objections import Objection

_FOLDER = Path(__file__).parent / "zh_hans"

#: Facts of an objection that are codes, and where the word for such a code stands.
_NAMES = {
    "batch_status": "statuses.batch.{}.staff",
    "category": "categories.{}",
    "corrected": "kinds.corrected.{}",
    "fields": "form.field.{}",
    "item": "checklist.{}.title",
    "item_status": "statuses.item.{}.staff",
    "kind": "kinds.{}",
    "material": "materials.{}.name",
    "page": "kinds.page.{}",
    "parcel_status": "statuses.parcel.{}.staff",
    "reason": "reasons.{}.label",
    "status": "statuses.{}.staff",
    "tier": "kinds.tier.{}",
}


@cache
def _texts() -> dict[str, str]:
    found: dict[str, str] = {}

    def flatten(prefix: str, table: dict[str, object]) -> None:
        for key, value in table.items():
            name = f"{prefix}.{key}"
            if isinstance(value, dict):
                flatten(name, value)
            else:
                found[name] = str(value)

    for path in sorted(_FOLDER.glob("*.toml")):
        flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def keys(prefix: str) -> list[str]:
    """All keys below a prefix, in the order of their file."""
    return [key for key in _texts() if key.startswith(f"{prefix}.")]


def exists(key: str) -> bool:
    """Is there a text under this key?"""
    return key in _texts()


def raw(key: str) -> str:
    """The text under ``key`` with its ``{names}`` still in it."""
    return _texts()[key]


def text(key: str, /, **params: object) -> str:
    """The text under ``key`` with ``{names}`` filled in; dates are written 2026年3月1日."""
    shown = {name: _shown(value) for name, value in params.items()}
    return _texts()[key].format(**shown)


def objection(found: Objection) -> str:
    """Why something may not be done and what to do instead, in one or two sentences."""
    said = {name: _named(name, value) for name, value in found.params.items()}
    return text(f"objections.{found.code}", **said)


def clause(number: str) -> str:
    """Where a clause stands, as a page cites it: 注册有关说明 一、延续注册."""
    return text(f"clauses.{number}.place")


def status(code: str, audience: str = "applicant") -> str:
    """The words for a status as ``applicant``, ``staff`` or ``public`` reads it."""
    return text(f"statuses.{code}.{audience}")


def step(name: str) -> str:
    """The verb of a step, as it stands on its button and in the history."""
    return text(f"steps.{name}")


def _named(name: str, value: object) -> object:
    """The word for a code such as ``first_review``; a value that is none stays as it is.

    Of several codes the words of all.
    """
    if isinstance(value, list | tuple):
        return "、".join(str(_named(name, one)) for one in value)
    key = _NAMES.get(name, "{}").format(value)
    return text(key) if name in _NAMES and exists(key) else value


def _shown(value: object) -> object:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float):
        return f"{value:g}"
    return value
