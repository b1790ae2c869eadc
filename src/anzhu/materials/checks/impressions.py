"""Is the seal or a signature on the form the same picture as on another person's form?

Not whose it is: colleagues are rightly stamped with one seal and signed for by one hand, but never
twice alike. The trade lays pictures over each other; ``materials.impressions`` keeps and chooses
them and writes the findings on both sides.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from anzhu.files.sandbox import Bounds
from anzhu.materials.checks.interface import Check, Crop, Finding, Outcome, Seen, When
from anzhu.rules import repeats
from anzhu.rules.materials import Material

_SEAL = "seal"
_ITEMS = {
    _SEAL: "form.stamp",
    "applicant_signature": "form.signed",
    "employer_signature": "form.signed",
}
WHAT = tuple(_ITEMS)


def judge(_seen: Seen) -> Iterator[Finding]:
    """One page alone repeats nothing."""
    return iter(())


def most_apart(what: str, on: date) -> float:
    """How far apart two pictures of this may be at most, to be the same."""
    of = repeats.MOST_SEAL_APART if what == _SEAL else repeats.MOST_SIGNATURE_APART
    return of.on(on)


def same(pair: Mapping[str, Any], on: date) -> Finding | None:
    """What is said of two pictures laid over each other; None where they are two."""
    what, apart = pair["what"], pair["apart"]
    most = most_apart(what, on)
    if apart > most:
        return None
    if pair["moved"] > repeats.MOST_MOVED.on(on) or pair["turned"] > repeats.MOST_TURNED.on(on):
        return None
    # Half sure at the limit, where measured false alarms begin.
    sure = 1 - apart / most / 2
    crop = Crop(pair["picture"], *pair["size"])
    return Finding(code=what, outcome=Outcome.UNSURE, confidence=sure, crop=crop, item=_ITEMS[what])


CHECK = Check(
    name="impressions",
    version=1,
    materials=frozenset({Material.APPLICATION_FORM}),
    judge=judge,
    when=When.AFTERWARDS,
    trade="anzhu.materials.trades.impressions",
    bounds=Bounds(patient=True),
)
