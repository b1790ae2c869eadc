"""Do employer and applicant stand on the page as the application names them (4.1.2)?

Printed text is read by a machine: rare characters, stamps across a name and bad light mislead it.
So one page of a material is enough, and what was not found is a question, not a fault.
"""

from collections.abc import Iterator, Mapping
from datetime import date
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
EMPLOYER, APPLICANT = "employer", "applicant"
_BESIDE: Mapping[str, tuple[str, ...]] = {
    EMPLOYER: ("甲方", "用人单位", "聘用单位", "单位名称"),
    APPLICANT: ("乙方", "劳动者", "受聘人", "姓名"),
}
#: Who must be named on which material, and where a reviewer judges it.
_NAMED: Mapping[str, tuple[str, ...]] = {
    Material.CONTRACT: (EMPLOYER, APPLICANT),
    Material.RENAME_PROOF: (EMPLOYER,),
    Material.CATEGORY_PROOF: (APPLICANT,),
}
_ITEMS: Mapping[str, str] = {
    Material.CONTRACT: "contract.valid",
    Material.RENAME_PROOF: "rename.proved",
    Material.CATEGORY_PROOF: "category.proved",
}
#: In a page of text one finds two of three characters of nearly any name somewhere.
_SHORT = 3
#: How sure a machine can be that something is nowhere on a page.
_SURE_OF_NOTHING = 0.5


def ask(about: About, wanted: Wanted) -> dict[str, Any] | None:
    """The names to look for; None where the application names nobody yet."""
    names = {EMPLOYER: (wanted.employer, *wanted.former_names), APPLICANT: (wanted.applicant,)}
    asked = {
        who: {"is": list(names[who]), "beside": list(_BESIDE[who])}
        for who in _NAMED[about.material]
        if names[who][0]
    }
    return {"names": asked} if asked else None


def judge(seen: Seen) -> Iterator[Finding]:
    """One finding for each name that was looked for."""
    names = {EMPLOYER: seen.wanted.employer, APPLICANT: seen.wanted.applicant}
    for who, found in seen.done["found"].items():
        code, outcome, confidence, crop, params = _said(found, len(names[who]), seen.about.on)
        yield Finding(
            code=f"{who}.{code}",
            outcome=outcome,
            confidence=confidence,
            params=params,
            crop=Crop(*crop) if crop else None,
            item=_ITEMS[seen.about.material],
        )


_Said = tuple[str, Outcome, float, list[Any] | None, dict[str, Any]]


def _said(found: Mapping[str, Any], letters: int, on: date) -> _Said:
    match, instead = found["match"], found["instead"]
    like = match["likeness"] if match else 0.0
    if match and like >= reading.LEAST_LIKENESS.on(on):
        former = match["which"] > 0
        outcome = Outcome.UNSURE if former else Outcome.AGREES
        sure = min(like, match["score"])
        return ("former" if former else "found"), outcome, sure, match["crop"], {}
    if match and letters > _SHORT and like >= reading.PERHAPS_LIKENESS.on(on):
        return "near", Outcome.UNSURE, match["score"], match["crop"], {}
    if instead and letters > 1 and instead["likeness"] >= (letters - 1) / letters:
        # Of a short name one character may be wrong: often it is a rare one.
        return "near", Outcome.UNSURE, instead["score"], instead["crop"], {}
    if instead and instead["score"] >= reading.LEAST_SURE.on(on):
        read = {"read": instead["text"]}
        return "other", Outcome.DIFFERS, instead["score"] * (1 - like), instead["crop"], read
    return "missing", Outcome.UNSURE, _SURE_OF_NOTHING, None, {}


CHECK = Check(
    name="names",
    version=2,
    materials=frozenset(_NAMED),
    judge=judge,
    when=When.ON_SUBMISSION,
    trade="anzhu.files.printed",
    ask=ask,
    bounds=Bounds(
        memory=1536 * _MIB, cpu_seconds=60, wall_seconds=240.0, patient=True, loads_itself=True
    ),
    libraries=("rapidocr", "onnxruntime"),
    any_page=True,
)
