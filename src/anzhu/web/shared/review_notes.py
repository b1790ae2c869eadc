"""What machine checks noticed, as a reviewer reads it: a sign, a sentence, a crop, how sure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words

if TYPE_CHECKING:
    from anzhu.reviews.noticing import Noticed
    from anzhu.reviews.reading import Reading

#: The outcome of a page that is as it should be.
AGREES = "agrees"
UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Note:
    """One finding. ``sign`` is ✓, ?, ✗ or –; ``sure`` is empty where nothing was checked."""

    outcome: str
    sign: str
    outcome_text: str
    check: str
    says: str
    looked_at: str
    sure: str
    version: str
    item: str
    crop: str = ""
    sibling: str = ""
    sibling_url: str = ""

    @property
    def calm(self) -> bool:
        """Nothing to look at: as it should be."""
        return self.outcome == AGREES


def notes_for(reading: "Reading", area: str, wanted: "Callable[[Noticed], bool]") -> Sequence[Note]:
    """The findings that ``wanted`` picks, what needs a look before what does not."""
    found = [one for one in reading.noticed if wanted(one)]
    notes = [_note(one, reading, area) for one in found if not one.elsewhere]
    notes += _elsewhere([one for one in found if one.elsewhere])
    return sorted(notes, key=lambda note: note.calm)


def _elsewhere(found: "Sequence[Noticed]") -> Iterator[Note]:
    """That there are others, but not which: the reader may not know of them."""
    for check in dict.fromkeys(one.check for one in found):
        same = [one for one in found if one.check == check]
        count = len({one.sibling_id for one in same})
        yield replace(_plain(same[0]), says=words.text(f"checks.{check}.elsewhere", count=count))


def of_portrait(says: str, profile: str) -> Note:
    """What the photo engine noticed when the portrait was made; its version is the profile's."""
    return Note(
        outcome=UNSURE,
        sign=words.text(f"checks.sign.{UNSURE}"),
        outcome_text=words.text(f"checks.outcome.{UNSURE}"),
        check=words.text("checks.portrait.name"),
        says=says,
        looked_at=words.text("checks.portrait.looked_at"),
        sure="",
        version=profile,
        item="photo.usable",
    )


def _note(one: "Noticed", reading: "Reading", area: str) -> Note:
    """One finding with where its crop and its sibling are to be seen."""
    at = {"ref": reading.case.ref, "found": one.id}
    return replace(
        _plain(one),
        crop=reverse(f"{area}:crop", kwargs=at) if one.has_crop else "",
        sibling=one.sibling,
        sibling_url=reverse(f"{area}:case", kwargs={"ref": one.sibling}) if one.sibling else "",
    )


def _plain(one: "Noticed") -> Note:
    checked = one.outcome != "not_checked"
    return Note(
        outcome=one.outcome,
        sign=words.text(f"checks.sign.{one.outcome}"),
        outcome_text=words.text(f"checks.outcome.{one.outcome}"),
        check=words.text(f"checks.{one.check}.name"),
        says=_says(one, checked=checked),
        looked_at=words.text(f"checks.{one.check}.looked_at"),
        sure=words.text("checks.sure", percent=round(one.confidence * 100)) if checked else "",
        version=str(one.version),
        item=one.item,
    )


def _says(one: "Noticed", *, checked: bool) -> str:
    if not checked:
        return words.text(f"checks.not_checked.{one.code}")
    return words.text(f"checks.{one.check}.{one.code}", **one.params)
