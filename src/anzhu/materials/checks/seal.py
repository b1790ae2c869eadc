"""Does the seal on the form bear the employer's name (4.1.1)? Read by a machine, judged by people.

A seal is read less surely than print: it is pressed unevenly, askew, across what is printed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

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
from anzhu.rules import reading
from anzhu.rules.materials import Material

_MIB = 1024 * 1024
#: The second page of the form has the place for the seal.
_PAGE = 2
_ITEM = "form.stamp"


def ask(about: About, wanted: Wanted) -> Mapping[str, Any] | None:
    """The employer's names; None on the other page, and while there is no employer."""
    if about.form_page != _PAGE or not wanted.employer:
        return None
    return {"names": [wanted.employer, *wanted.former_names]}


def judge(seen: Seen) -> Iterator[Finding]:
    """The name as read, beside the one on the form. That there is no seal another check says."""
    done, on = seen.done, seen.about.on
    if not done["ring"]:
        return
    names = {"read": done["text"], "employer": seen.wanted.employer}
    crop = Crop("ring.jpg", *done["ring"])
    like = done["like"]
    if not done["text"]:
        code, outcome, sure = "unread", Outcome.UNSURE, 0.5
    elif like >= reading.LEAST_LIKENESS.on(on):
        code, outcome, sure = "same", Outcome.AGREES, like * done["read"]
    elif like >= reading.PERHAPS_LIKENESS.on(on) or done["read"] < reading.LEAST_SURE.on(on):
        code, outcome, sure = "near", Outcome.UNSURE, 0.5
    else:
        code, outcome, sure = "other", Outcome.DIFFERS, done["read"] * (1 - like)
    yield Finding(code=code, outcome=outcome, confidence=sure, params=names, crop=crop, item=_ITEM)


CHECK = Check(
    name="seal",
    version=1,
    materials=frozenset({Material.APPLICATION_FORM}),
    judge=judge,
    when=When.ON_SUBMISSION,
    trade="anzhu.materials.trades.seal",
    ask=ask,
    bounds=Bounds(
        memory=1536 * _MIB, cpu_seconds=60, wall_seconds=240.0, patient=True, loads_itself=True
    ),
    libraries=("rapidocr", "onnxruntime"),
)
