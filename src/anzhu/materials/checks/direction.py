"""Does a sheet without our code stand on its head? (0.1) With our code it is turned silently."""

from collections.abc import Iterator, Mapping
from typing import Any

from anzhu.files.sandbox import Bounds
from anzhu.materials.checks.interface import About, Check, Finding, Outcome, Seen, Wanted, When
from anzhu.rules import readability
from anzhu.rules.materials import Material

#: What it says; a page of which it is said can be turned (``materials/turning.py``).
UPSIDE_DOWN = "upside_down"
_MIB = 1024 * 1024
#: Sheets of running text. A card may lie either way on its copy, and a person is no sheet.
_SHEETS = frozenset(
    {
        Material.CONTRACT,
        Material.RENAME_PROOF,
        Material.PERFORMANCE_STATEMENT,
        Material.CATEGORY_PROOF,
        Material.EDUCATION_PROOF,
        Material.RETIREMENT_CERTIFICATE,
        Material.INSTITUTION_CERTIFICATE,
        Material.REISSUE_FORM,
        Material.CANCELLATION_FORM,
    }
)


def ask(about: About, _wanted: Wanted) -> Mapping[str, Any] | None:
    """None for a sheet that we printed: its code has told which way up it is."""
    return {} if about.form_version is None else None


def judge(seen: Seen) -> Iterator[Finding]:
    """That it stands on its head, where enough lines say so surely; otherwise nothing."""
    done, on = seen.done, seen.about.on
    enough = done["lines"] >= readability.LEAST_LINES.on(on)
    if enough and done["turned"] >= readability.SURELY_TURNED.on(on):
        yield Finding(code=UPSIDE_DOWN, outcome=Outcome.UNSURE, confidence=done["turned"])


CHECK = Check(
    name="direction",
    version=1,
    materials=_SHEETS,
    judge=judge,
    when=When.AT_UPLOAD,
    trade="anzhu.materials.trades.direction",
    ask=ask,
    bounds=Bounds(memory=1024 * _MIB, cpu_seconds=10, wall_seconds=30, loads_itself=True),
    libraries=("onnxruntime", "rapidocr"),
    asks_applicant=True,
)
