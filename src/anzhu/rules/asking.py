"""Which of the nine steps a kind of application really asks (clause 2, R4 to R6).

A step is asked, confirmed (filled in from what is known, to be looked at) or not needed. Steps 7 to
9 (print, upload, submit) are always asked; step 5 is asked where hours are required (R7), which
``rules.education`` says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from anzhu.rules import categories
from anzhu.rules.facts import Kind


class Mode(StrEnum):
    """How a step meets the applicant."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One step of one application.

    ``why`` is the rule behind a step that is not simply asked, a key of ``asking.why`` in the
    words; ``fixed`` are the fields of the page that this kind cannot change.
    """

    mode: Mode
    clause: str
    why: str = ""
    fixed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """What is ticked on the page of changes; a new category need not be chosen yet (1.4, 4.3.4)."""

    employer: bool = False
    renamed: bool = False
    category: bool = False
    renew: bool = False

    @property
    def anything(self) -> bool:
        """Is any change asked for at all? Renewing alone is none."""
        return self.employer or self.renamed or self.category


#: What tells one employer from another; an employer that stays keeps both.
UNIT = ("uscc", "name")

_KNOWN = Asking(mode=Mode.CONFIRMED, clause="2.2", why="known")
_SAME_UNIT = Asking(mode=Mode.CONFIRMED, clause="1.3", why="same_employer", fixed=UNIT)
_ASKED: Mapping[str, Asking] = MappingProxyType(
    {
        "agency": Asking(mode=Mode.ASKED, clause="2.1"),
        "person": Asking(mode=Mode.ASKED, clause="2.2"),
        "category": Asking(mode=Mode.ASKED, clause="2.3"),
        "employer": Asking(mode=Mode.ASKED, clause="2.4"),
        "history": Asking(mode=Mode.ASKED, clause="2.6"),
    }
)
_STAYS: Mapping[str, Asking] = MappingProxyType(
    {
        **_ASKED,
        "agency": Asking(mode=Mode.CONFIRMED, clause="2.1", why="same_agency"),
        "person": _KNOWN,
        "category": Asking(mode=Mode.NOT_NEEDED, clause="1.4", why="category_stays"),
        "employer": _SAME_UNIT,
        "history": Asking(mode=Mode.ASKED, clause="2.6", why="gap_only"),
    }
)
_OLD_CATEGORY = Asking(mode=Mode.ASKED, clause="R1", why="former_category")
_RENAMED = Asking(mode=Mode.ASKED, clause="1.4", why="same_code", fixed=("uscc",))


def asking(kind: Kind, ticked: Ticked, present: str | None) -> Mapping[str, Asking]:
    """How each page of answers is asked; ``present`` is the category of the last registration."""
    if kind is Kind.RENEWAL:
        return {**_STAYS, **_category_of(present)}
    if kind is Kind.CHANGE:
        return _of_change(ticked, present)
    if kind is Kind.RE_REGISTRATION:
        gap = _STAYS["history"]
        return {**_ASKED, "agency": _STAYS["agency"], "person": _KNOWN, "history": gap}
    return _ASKED


def _category_of(present: str | None) -> dict[str, Asking]:
    """A category of the five-category era that may be one of several is chosen anew (R1)."""
    several = present is not None and len(categories.kept(present)) > 1
    return {"category": _OLD_CATEGORY} if several else {}


def _of_change(ticked: Ticked, present: str | None) -> dict[str, Asking]:
    found = {**_STAYS, **_category_of(present)}
    if ticked.employer or ticked.category:
        # Clause 3 may lead to another agency.
        found["agency"] = _ASKED["agency"]
    if ticked.category:
        found["category"] = _ASKED["category"]
    if ticked.employer:
        found["employer"] = _ASKED["employer"]
    elif ticked.renamed:
        found["employer"] = _RENAMED
    if not ticked.employer:
        found["history"] = _KNOWN
    return found
