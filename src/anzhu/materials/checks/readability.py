"""Is the page sharp, light, free of glare, whole and large enough to be read (0.1)?"""

from collections.abc import Iterator, Mapping

from anzhu.materials.checks.interface import Check, Finding, Outcome, Seen
from anzhu.rules.materials import Material
from anzhu.rules.readability import Limits, limits_for

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
#: At its limit a measure says nothing; at half of it, or half as much again, all it can.
_UNSURE, _REACH = 0.5, 0.5


def judge(seen: Seen) -> Iterator[Finding]:
    """Each trouble with what to do; that there is none where everything was measured."""
    if not seen.measures:
        return
    limits = limits_for(seen.about.material, seen.about.on)
    strains = _strains(seen.measures, limits)
    troubles = {code: strain for code, strain in strains.items() if strain > 0}
    if "small" in troubles:
        # Closer is sharper, too: one thing to do is enough.
        troubles.pop("blurred", None)
    for code, strain in troubles.items():
        yield Finding(
            code=code,
            outcome=Outcome.UNSURE,
            confidence=_sure(strain),
            params=_named(code, seen.measures, limits),
            item=_ITEMS.get(seen.about.material, ""),
        )
    if not troubles:
        nearest = max(strains.values())
        yield Finding(code="fine", outcome=Outcome.AGREES, confidence=_sure(-nearest))


def _strains(measures: Mapping[str, float], limits: Limits) -> dict[str, float]:
    """By how much of its limit a page is beyond it, trouble by trouble; below nought: within.

    What was not measured strains nothing.
    """
    cut = max(
        measures.get("beyond", 0.0) / limits.most_beyond,
        measures.get("cut_ink", 0.0) / limits.most_cut_ink,
    )
    found = {
        "small": 1 - measures["long_side"] / limits.least_long_side,
        "dark": 1 - measures["light"] / limits.least_light,
        "glare": measures["glare"] / limits.most_glare - 1,
    }
    if "edge_width" in measures:
        found["blurred"] = measures["edge_width"] / limits.widest_edge - 1
    if limits.sheet:
        found["cut"] = cut - 1
        found["sideways"] = measures.get("sideways", 0.0) / limits.most_sideways - 1
    return found


def _sure(strain: float) -> float:
    return _UNSURE + (1 - _UNSURE) * min(1.0, max(0.0, strain) / _REACH)


def _named(code: str, measures: Mapping[str, float], limits: Limits) -> dict[str, int]:
    if code != "small":
        return {}
    return {"have": int(measures["long_side"]), "need": limits.least_long_side}


CHECK = Check(
    name="readability",
    version=3,
    materials=frozenset(Material),
    judge=judge,
    asks_applicant=True,
)
