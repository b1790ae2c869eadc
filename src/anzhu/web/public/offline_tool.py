"""The photo tool in one file: template, styles, scripts and the numbers of the day, put together.

It is opened from a disk, so it carries a policy of its own: only these very scripts and styles run,
and nothing is ever fetched.
"""

import base64
import hashlib
import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from anzhu import words
from anzhu.photos import without_faces
from anzhu.rules.uploads import MEBIBYTE
from anzhu.web.shared.photo_tool import photo_tool

_STYLES = "anzhu.css"
_SCRIPTS = tuple(f"anzhu/js/photo/{name}.js" for name in ("frame", "pixels", "measures", "offline"))
_MILLION = 1_000_000


def built(on: date) -> bytes:
    """The whole page for the profile of a day; put together once for every set of numbers."""
    return _page(on, json.dumps(_facts(on), ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=4)
def _page(on: date, facts: str) -> bytes:
    styles, script = _read(_STYLES), "\n".join(_read(name) for name in _SCRIPTS)
    context = {
        "tool": photo_tool(on),
        "facts": _inside(facts.replace("<", "\\u003c")),
        "styles": _inside(styles),
        "script": _inside(script),
        "style_hash": _hash(styles),
        "script_hash": _hash(script),
        "built_for": without_faces.facts(on)["version"],
    }
    return render_to_string("public/photo_offline.html", context).encode()


def _facts(on: date) -> dict[str, object]:
    facts = without_faces.facts(on)
    return {**facts, "words": _words(on)}


def _words(on: date) -> dict[str, str]:
    """Every sentence the script may say, with the names of its facts still in it where it fills
    them in."""
    facts = without_faces.facts(on)
    said = {
        key.removeprefix("photo_tool.offline."): words.raw(key)
        for key in words.keys("photo_tool.offline")
    }
    said["too_big"] = words.text(
        "photo_tool.offline.too_big", megabytes=int(str(facts["max_source_bytes"])) // MEBIBYTE
    )
    said["too_many_pixels"] = words.text(
        "photo_tool.offline.too_many_pixels", megapixels=int(str(facts["max_pixels"])) // _MILLION
    )
    said["size.too_small"] = words.raw("objections.size.too_small")
    for bound in without_faces.bounds(on):
        said[bound.code] = words.raw(f"objections.{bound.code}")
        said[f"name.{bound.code}"] = words.text(f"photo_tool.check.{bound.code}")
    return said


def _read(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise LookupError(f"{name} is not built: npm run build")
    # Without the mark of its encoding, which would spoil the first rule of an inner style sheet.
    return Path(found).read_text(encoding="utf-8-sig")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _inside(text: str) -> SafeString:
    """Text of our own files, or JSON without a <, to stand inside of an element."""
    if "</" in text:
        raise ValueError("this would end the element it stands in")
    return mark_safe(text)  # noqa: S308
