"""The seven categories, and which of them a qualification opens (R1)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from anzhu.rules import parameters

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
