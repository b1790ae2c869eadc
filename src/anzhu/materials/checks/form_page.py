"""Does a page of the application form say what was printed; is it signed and stamped (2.7, 2.8)?"""

from collections.abc import Iterator, Mapping
from typing import Any

from anzhu import words
from anzhu.files.sandbox import Bounds
from anzhu.materials.checks.interface import (
    About,
    Check,
    Crop,
    Finding,
    Outcome,
    Seen,
    Wanted,
    When,
)
from anzhu.papers import forms, geometry
from anzhu.rules.materials import Material

#: Blanks that are filled in together, and beside which item of the checklist that is asked.
_TOGETHER = (
    (("applicant_signature", "applicant_date"), "form.signed"),
    (("employer_opinion", "employer_signature", "employer_date"), "form.signed"),
)
#: Measured over the generated corpus (docs/paper.md); real paper is less regular than that.
_SURE, _FAIRLY_SURE, _NOT_SURE = 0.9, 0.8, 0.6
#: So unlike that it is no blur: another text.
_SURELY_DIFFERS = 0.7
_MOST_ROWS = 8


def ask(about: About, wanted: Wanted) -> Mapping[str, Any]:
    """Which page it is, and the very version as it was printed; nobody's if that was not kept."""
    found = wanted.printed(about.form_version) if about.form_version else None
    form = found.form if found else None
    return {
        "page": about.form_page,
        "expected.pdf": forms.application_form(form) if form else forms.nobodys_form(),
        "jobs": len(form.jobs) if form else 0,
        "hours": min(len(form.hours), geometry.MOST_HOURS) if form else 0,
        "anyones": form is None,
    }


def judge(seen: Seen) -> Iterator[Finding]:
    """How the page was laid straight, its rows, what is written by hand, and its seal."""
    done = seen.done
    if not done.get("by"):
        yield _finding("not_found", Outcome.UNSURE, _SURE)
        return
    yield from _straight(done)
    yield from _rows(done)
    yield from _written(done)
    if seen.about.form_page == geometry.form_pages(0, 0)[1].number:
        yield _seal(done, seen.wanted.employer)


def _straight(done: Mapping[str, Any]) -> Iterator[Finding]:
    if done["by"] == "marks":
        yield _finding("straight", Outcome.AGREES, _SURE, crop=_crop(done, "straight"))
    else:
        yield _finding(done["by"], Outcome.UNSURE, _NOT_SURE, crop=_crop(done, "straight"))


def _rows(done: Mapping[str, Any]) -> Iterator[Finding]:
    rows, differing, hidden = done["rows"], done["differing"], done["hidden"]
    if not rows:
        yield _finding("not_kept", Outcome.UNSURE, _SURE)
    elif not differing and not hidden:
        yield _finding("rows_agree", Outcome.AGREES, _FAIRLY_SURE, rows=len(rows))
    for row in differing[:_MOST_ROWS]:
        surely = rows[row] < _SURELY_DIFFERS
        yield _finding(
            "row_differs",
            Outcome.DIFFERS if surely else Outcome.UNSURE,
            _SURE if surely else _NOT_SURE,
            crop=_crop(done, f"row.{row}"),
            row=row_name(row),
        )
    if hidden:
        named = "、".join(row_name(row) for row in hidden)
        yield _finding(
            "rows_hidden", Outcome.UNSURE, _SURE, crop=_crop(done, "straight"), rows=named
        )


def _written(done: Mapping[str, Any]) -> Iterator[Finding]:
    ink = done["ink"]
    for blanks, item in _TOGETHER:
        if blanks[0] in ink:
            yield _blanks(done, blanks, [one for one in blanks if not ink[one]], item)
    if "term_from" in ink:
        until = "term_open" if ink["term_open"] else "term_until"
        term = ("term_from", until)
        yield _blanks(done, term, [one for one in term if not ink[one]], "form.term")


def _blanks(
    done: Mapping[str, Any], blanks: tuple[str, ...], missing: list[str], item: str
) -> Finding:
    named = "、".join(words.text(f"form.blank.{one}") for one in missing or blanks)
    crop = _crop(done, f"ink.{(missing or [one for one in blanks if 'sign' in one] or blanks)[0]}")
    if missing:
        return _finding("not_filled", Outcome.DIFFERS, _FAIRLY_SURE, item, crop, blanks=named)
    return _finding("filled", Outcome.AGREES, _FAIRLY_SURE, item, crop, blanks=named)


def _seal(done: Mapping[str, Any], employer: str) -> Finding:
    if done["seal"] is None:
        # It may have been pressed faintly, or copied without its colour: a look, not a difference.
        return _finding("no_seal", Outcome.UNSURE, _FAIRLY_SURE, "form.stamp")
    ring = _crop(done, "seal.ring")
    return _finding("seal", Outcome.AGREES, _FAIRLY_SURE, "form.stamp", ring, employer=employer)


def row_name(row: str) -> str:
    """What a row is called on the form: a field, or a row of one of its two tables."""
    table, _, number = row.partition(".")
    if number:
        return words.text(f"form.row.{table}", number=number)
    return words.text(f"form.field.{row}")


def _finding(
    code: str,
    outcome: Outcome,
    confidence: float,
    item: str = "form.complete",
    crop: Crop | None = None,
    **params: object,
) -> Finding:
    return Finding(
        code=code, outcome=outcome, confidence=confidence, params=params, crop=crop, item=item
    )


def _crop(done: Mapping[str, Any], name: str) -> Crop | None:
    """The picture that the trade wrote under this name, if it did."""
    size = done["pictures"].get(name)
    return Crop(f"{name}.jpg", *size) if size else None


CHECK = Check(
    name="form_page",
    version=2,
    materials=frozenset({Material.APPLICATION_FORM}),
    judge=judge,
    when=When.AT_UPLOAD,
    trade="anzhu.materials.trades.form_page",
    ask=ask,
    bounds=Bounds(cpu_seconds=10, wall_seconds=30),
)
