"""One file looked at as an upload would be, by the same children, without keeping anything."""

import tempfile
from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec
from typing import Any, BinaryIO

from anzhu.cases import wanted as applications
from anzhu.cases.wanted import Expected
from anzhu.files import sandbox
from anzhu.files.bounds import LONG_SIDE, MOST_PAGES, PAGES_BOUNDS, PAGES_TRADE
from anzhu.files.sandbox import Broken
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock
from anzhu.materials import forms, printed
from anzhu.materials.checks import direction, form_page, readability, seal
from anzhu.materials.checks.interface import About, Outcome, Seen, Wanted
from anzhu.papers.codes import FormCode
from anzhu.rules import uploads
from anzhu.rules.materials import Material

Found = dict[str, Any]


def look(source: BinaryIO, *, ref: str, text: bool) -> list[Found]:
    """What each page of the file says, compared with application ``ref`` if one is given.

    ``text``: read the seal, and which way up a page without our code is. LookupError for an
    application that does not exist.
    """
    expected = applications.of_application(ref) if ref else None
    on = clock.today()
    asked = {
        "pixels": uploads.MAX_PIXELS.on(on),
        "pages": MOST_PAGES,
        "long_side": LONG_SIDE,
    }
    try:
        with sandbox.run(PAGES_TRADE, source, asked, PAGES_BOUNDS) as outcome:
            pages = [
                (found, outcome.read(f"page-{number}-full.jpg"))
                for number, found in enumerate(outcome.done["pages"], start=1)
            ]
    except Trouble as trouble:
        return [_unreadable(trouble.code)]
    return [_page(found, full, expected, asked, text=text, on=on) for found, full in pages]


def _page(
    cleaned: Mapping[str, Any],
    full: bytes,
    expected: Expected | None,
    asked: Mapping[str, Any],
    *,
    text: bool,
    on: date,
) -> Found:
    code = forms.form_code(one["text"] for one in cleaned["codes"])
    hints = _hints(cleaned["measures"], on)
    state = _state(code, expected, blurred=bool(hints))
    if text and code is None:
        hints += _direction(full, asked, on)
    ours = code is not None and state != "foreign"
    wanted, changed = Wanted(), list[str]()
    if expected is not None and code is not None and ours:
        wanted = expected.wanted
        if state == "stale":
            changed += printed.changed(expected.folder_id, code.version, expected.version)
    page = code.page if code else None
    about = About(
        material=Material.APPLICATION_FORM,
        on=on,
        form_page=page,
        form_version=code.version if code and ours else None,
    )
    # Without a code it is not known which page it is; a seal can be looked for all the same.
    known = form_page.ask(about, wanted) if page is not None else {"page": 0}
    read = _in_child(form_page.CHECK.trade, full, {**asked, **known})
    return {
        "state": state,
        "application": code.ref if code and ours else None,
        "page": page,
        "version": code.version if code and ours else None,
        "changed": changed,
        "readability": {**cleaned["measures"], "hints": hints},
        "straightened": read.get("by") or None,
        "compared": bool(read.get("rows")),
        "differences": [
            {"row": row, "score": read["rows"][row]} for row in read.get("differing", ())
        ],
        "hidden": read.get("hidden", []),
        "ink": read.get("ink", {}),
        "seal": _seal(read, full, asked, wanted, text=text),
    }


def _state(code: FormCode | None, expected: Expected | None, *, blurred: bool) -> str:
    """Without an expected application every genuine code is a match."""
    if code is None:
        return "unreadable" if blurred else "no_code"
    if expected is None:
        return "match"
    if code.ref != expected.ref:
        return "foreign"
    return "match" if code.version == expected.version else "stale"


def _hints(measures: Mapping[str, float], on: date) -> list[str]:
    about = About(material=Material.APPLICATION_FORM, on=on)
    seen = Seen(about=about, wanted=Wanted(), measures=measures)
    return [one.code for one in readability.CHECK.judge(seen) if one.outcome is not Outcome.AGREES]


def _direction(full: bytes, asked: Mapping[str, Any], on: date) -> list[str]:
    """Does a page that its code did not turn stand on its head? Nothing where no line is read."""
    check = direction.CHECK
    if any(find_spec(name) is None for name in check.libraries):
        return []
    done = _in_child(check.trade, full, asked, check.bounds)
    if "lines" not in done:
        return []
    about = About(material=Material.APPLICATION_FORM, on=on)
    return [one.code for one in check.judge(Seen(about=about, wanted=Wanted(), done=done))]


def _seal(
    read: Found, full: bytes, asked: Mapping[str, Any], wanted: Wanted, *, text: bool
) -> Found:
    """``text`` is None with the ``reason`` where nothing was read."""
    found: Found = {"found": bool(read.get("seal")), "text": None}
    if not found["found"]:
        return found
    if not text:
        return found | {"reason": "switched_off"}
    if any(find_spec(name) is None for name in seal.CHECK.libraries):
        return found | {"reason": "no_library"}
    names = [wanted.employer, *wanted.former_names] if wanted.employer else []
    done = _in_child(seal.CHECK.trade, full, {**asked, "names": names}, seal.CHECK.bounds)
    if not done.get("text"):
        return found | {"reason": done.get("reason", "not_read")}
    return found | {"text": done["text"], "score": done["read"]}


def _in_child(
    trade: str, full: bytes, asked: Mapping[str, Any], bounds: sandbox.Bounds | None = None
) -> Found:
    """What a trade says of the clean copy; a child that failed says nothing."""
    with tempfile.TemporaryFile() as local:
        local.write(full)
        local.flush()
        try:
            with sandbox.run(trade, local, asked, bounds) as outcome:
                return dict(outcome.done)
        except (Broken, Trouble):
            return {"reason": "crashed"}


def _unreadable(code: str) -> Found:
    return {
        "state": "unreadable",
        "application": None,
        "page": None,
        "version": None,
        "changed": [],
        "readability": {"refused": code},
        "straightened": None,
        "compared": False,
        "differences": [],
        "ink": {},
        "seal": {"found": False, "text": None},
    }
