"""Is the page sharp, bright, free of glare and large enough to be read (0.1)?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from anzhu.materials.checks.interface import Check, Finding, Outcome, Seen
from anzhu.rules import readability, uploads
from anzhu.rules.materials import Material

_SURE = 0.9
#: Where a reviewer judges whether this material can be read.
_ITEMS: Mapping[str, str] = {
    Material.APPLICATION_FORM: "form.complete",
    Material.CONTRACT: "contract.complete",
    Material.RENAME_PROOF: "rename.proved",
    Material.ID_IN_HAND: "id_in_hand.recognisable",
    Material.PERFORMANCE_STATEMENT: "statement.concrete",
    Material.CATEGORY_PROOF: "category.proved",
    Material.ID_COPY: "id_copy.legible",
}


def judge(seen: Seen) -> Iterator[Finding]:
    """Each trouble with what to do; that there is none where everything was measured."""
    troubles = list(_troubles(seen))
    item = _ITEMS.get(seen.about.material, "")
    yield from (replace(one, item=item) for one in troubles)
    if not troubles and seen.measures:
        yield Finding(code="fine", outcome=Outcome.AGREES, confidence=_SURE)


def _troubles(seen: Seen) -> Iterator[Finding]:
    measures, on = seen.measures, seen.about.on
    need = uploads.MIN_LONG_SIDE.on(on)
    if measures.get("long_side", _ENOUGH) < need:
        yield _trouble("small", have=int(measures["long_side"]), need=need)
    if measures.get("sharpness", _ENOUGH) < readability.LEAST_SHARPNESS.on(on):
        yield _trouble("blurred")
    if measures.get("brightness", _ENOUGH) < readability.LEAST_BRIGHTNESS.on(on):
        yield _trouble("dark")
    if measures.get("glare", 0.0) > readability.MOST_GLARE.on(on):
        yield _trouble("glare")


def _trouble(code: str, **params: object) -> Finding:
    return Finding(code=code, outcome=Outcome.UNSURE, confidence=_SURE, params=params)


#: What was not measured gives no finding.
_ENOUGH = float("inf")

CHECK = Check(
    name="readability",
    version=1,
    materials=frozenset(Material),
    judge=judge,
    asks_applicant=True,
)
