"""Machine checks of a page: one file each, behind one small interface (docs/checks.md)."""

from collections.abc import Iterator

from django.conf import settings

from anzhu.materials.checks import (
    direction,
    form_page,
    impressions,
    names,
    readability,
    repeats,
    seal,
)
from anzhu.materials.checks.interface import Check, When

#: In the order in which a reviewer reads what they found.
ALL: tuple[Check, ...] = (
    readability.CHECK,
    direction.CHECK,
    form_page.CHECK,
    seal.CHECK,
    names.CHECK,
    repeats.CHECK,
    impressions.CHECK,
)


def switched_on() -> Iterator[Check]:
    """The checks that ``ANZHU_CHECKS`` leaves on; all where it is not set."""
    chosen = settings.ANZHU_CHECKS
    return (check for check in ALL if chosen is None or check.name in chosen)


def is_on(name: str) -> bool:
    """Does a check of this name look?"""
    return any(check.name == name for check in switched_on())


def concerned(material: str, when: When) -> list[Check]:
    """The checks that look at a page of this material at this moment."""
    return [one for one in switched_on() if one.when is when and material in one.materials]
