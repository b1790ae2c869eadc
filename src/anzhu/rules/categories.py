"""The seven categories, and which of them a qualification opens (R1)."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from anzhu.rules import parameters
from anzhu.rules.facts import Kind
from anzhu.rules.objections import Objection, objection

if TYPE_CHECKING:
    from anzhu.rules.filing import Qualification


class Category(StrEnum):
    """What an engineer is registered for (2017/118, 2019/8); one at a time."""

    COAL_MINE = "coal_mine"
    MINE = "mine"
    CHEMICAL = "chemical"
    METALLURGY = "metallurgy"
    CONSTRUCTION = "construction"
    TRANSPORT = "transport"
    OTHER = "other"


ALL = frozenset(Category)

#: Categories of the five-category era, shown on old records, and what each may become.
FORMER: Mapping[str, tuple[Category, ...]] = MappingProxyType(
    {
        "former_coal_mine": (Category.COAL_MINE,),
        "former_non_coal_mine": (Category.MINE,),
        "former_construction": (Category.CONSTRUCTION,),
        "former_hazardous": (Category.CHEMICAL, Category.OTHER),
        "former_other": (Category.METALLURGY, Category.TRANSPORT, Category.OTHER),
    }
)

#: The names that both eras have, or nearly so: the first valid day tells which one is meant.
FIRST_DAY_OF_THE_SEVEN = parameters.SCHEME_START


def of_the_era(code: str, valid_from: date) -> str:
    """A category by its bare name, as an old list has it: of the five where it began before 2019.

    ``code`` is the name's code without ``former_``; one that only one era has stays what it is.
    """
    former = f"former_{code}"
    if valid_from < FIRST_DAY_OF_THE_SEVEN and former in FORMER:
        return former
    return code if code in ALL else former


def is_free_choice(qualification: "Qualification") -> bool:
    """A qualification of before the new scheme carries no category: free choice."""
    return qualification.obtained < parameters.SCHEME_START


def eligible(qualification: "Qualification") -> frozenset[Category]:
    """The categories this qualification may be registered for."""
    if is_free_choice(qualification):
        return ALL
    own = frozenset({qualification.category} if qualification.category else ())
    return own | frozenset(qualification.extra_categories)


def kept(present: str) -> frozenset[Category]:
    """What a registration of this category may stay: itself, or what a former one became (R1)."""
    if present in FORMER:
        return frozenset(FORMER[present])
    return frozenset({Category(present)}) if present in set(Category) else ALL


def open_to(
    kind: Kind, qualification: "Qualification", *, present: str | None, new: bool
) -> frozenset[Category]:
    """The categories this application may be for.

    ``present`` is that of the last registration; ``new`` says that another one is asked for (1.4).
    First registrations and re-registrations choose among the eligible ones (2.3, R6).
    """
    if present is None or kind not in (Kind.RENEWAL, Kind.CHANGE):
        return eligible(qualification)
    if kind is Kind.CHANGE and new:
        return eligible(qualification) - {present}
    return kept(present)


def objections_to_category(
    chosen: str,
    kind: Kind,
    qualification: "Qualification | None",
    *,
    present: str | None,
    new: bool,
) -> Iterator[Objection]:
    """Against this category of an application: none chosen, not open, or not to be changed."""
    if chosen not in set(Category):
        yield objection("category.missing", "2.3")
        return
    if qualification is None:
        yield objection("category.not_eligible", "R1", category=chosen)
        return
    if chosen in open_to(kind, qualification, present=present, new=new):
        return
    if kind is Kind.RENEWAL or (kind is Kind.CHANGE and not new):
        yield objection("category.must_stay", "1.4", category=str(present))
    elif kind is Kind.CHANGE and chosen == present:
        yield objection("category.is_present", "1.4", category=chosen)
    else:
        yield objection("category.not_eligible", "R1", category=chosen)
