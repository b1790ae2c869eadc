"""What a reviewer is told of the names that a machine has read; never more than it knows."""

from typing import Any

import pytest

from anzhu.materials.checks import names
from anzhu.materials.checks.interface import About, Seen, Wanted
from anzhu.rules.materials import Material
from tests.rules.samples import day

TODAY = day("2026-11-23")
WANTED = Wanted(
    applicant="林岚", employer="齐鲁安泰化工股份有限公司", former_names=("齐鲁安泰化工厂",)
)
CROP = ["employer.jpg", 300, 40]


def match(likeness: float, *, which: int = 0, score: float = 0.97) -> dict[str, Any]:
    return {"which": which, "likeness": likeness, "score": score, "crop": CROP}


def instead(text: str, *, likeness: float = 0.0, score: float = 0.95) -> dict[str, Any]:
    return {"text": text, "likeness": likeness, "score": score, "crop": CROP}


@pytest.mark.parametrize(
    ("who", "found", "said", "confidence"),
    [
        ("employer", (match(1.0), None), ("employer.found", "agrees"), 0.97),
        ("employer", (match(0.92), None), ("employer.found", "agrees"), 0.92),
        ("employer", (match(1.0, which=1), None), ("employer.former", "unsure"), 0.97),
        ("employer", (match(0.89), None), ("employer.near", "unsure"), 0.97),
        ("employer", (match(0.5), None), ("employer.missing", "unsure"), 0.5),
        (
            "employer",
            (match(0.5), instead("江苏长河新材料有限公司")),
            ("employer.other", "differs"),
            0.475,
        ),
        # What was hardly read is no other name.
        (
            "employer",
            (match(0.5), instead("汀苏", score=0.6)),
            ("employer.missing", "unsure"),
            0.5,
        ),
        ("employer", (None, None), ("employer.missing", "unsure"), 0.5),
        ("applicant", (match(1.0), None), ("applicant.found", "agrees"), 0.97),
        # One of two characters stands on every page: only beside its label it means something.
        ("applicant", (match(0.5), None), ("applicant.missing", "unsure"), 0.5),
        (
            "applicant",
            (match(0.5), instead("林凤", likeness=0.5)),
            ("applicant.near", "unsure"),
            0.95,
        ),
        ("applicant", (match(0.0), instead("王强")), ("applicant.other", "differs"), 0.95),
    ],
)
def test_a_name_is_found_nearly_found_another_one_or_missing(
    who: str, found: tuple[Any, Any], said: tuple[str, str], confidence: float
) -> None:
    seen = Seen(
        about=About(material=Material.CONTRACT, on=TODAY),
        wanted=WANTED,
        done={"found": {who: {"match": found[0], "instead": found[1]}}, "lines": 12},
    )
    (finding,) = names.judge(seen)
    assert (finding.code, finding.outcome) == said
    assert finding.confidence == pytest.approx(confidence, abs=0.001)
    assert (finding.crop is None) == finding.code.endswith("missing")
    assert finding.item == "contract.valid"


@pytest.mark.parametrize(
    ("material", "wanted", "asked"),
    [
        (Material.CONTRACT, WANTED, {"employer", "applicant"}),
        (Material.RENAME_PROOF, WANTED, {"employer"}),
        (Material.CONTRACT, Wanted(applicant="林岚"), {"applicant"}),
        (Material.RENAME_PROOF, Wanted(applicant="林岚"), None),
    ],
)
def test_only_what_the_application_says_is_looked_for(
    material: Material, wanted: Wanted, asked: set[str] | None
) -> None:
    said = names.ask(About(material=material, on=TODAY), wanted)
    assert (set(said["names"]) if said else None) == asked
