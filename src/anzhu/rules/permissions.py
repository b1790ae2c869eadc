"""Who may take which step at all, derived from the tables of steps."""

from collections.abc import Mapping
from types import MappingProxyType

from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.production import ITEM_STEPS
from anzhu.rules.workflow import STEPS_OF_KIND, TABLE

#: Every step there is, whatever the kind, in the order of the table.
STEP_NAMES = tuple(dict.fromkeys(step.name for step in TABLE))


def who_may(name: str) -> frozenset[Role]:
    """The roles that may take the step of this name in an application of some kind."""
    return frozenset(role for step in TABLE if step.name == name for role in step.by)


#: Steps of a case by role, in the order of the table.
STEPS_OF: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {role: tuple(name for name in STEP_NAMES if role in who_may(name)) for role in Role}
)
#: Steps of a certificate or label by role.
ITEM_STEPS_OF: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {role: tuple(name for name, step in ITEM_STEPS.items() if role in step.by) for role in Role}
)


def may_ever(role: Role, step: str) -> bool:
    """Is there any case in which this role may take this step?"""
    return role in who_may(step)


def leads_from(status: Status, kind: Kind = Kind.INITIAL) -> tuple[str, ...]:
    """The steps that begin in this status in an application of this kind."""
    return tuple(name for name, step in STEPS_OF_KIND[kind].items() if status in step.leaves)
