"""Who may take which step at all, derived from the tables of steps."""

from collections.abc import Mapping
from types import MappingProxyType

from anzhu.rules.facts import Role, Status
from anzhu.rules.production import ITEM_STEPS
from anzhu.rules.workflow import STEPS

#: Steps of a case by role, in the order of the table.
STEPS_OF: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {role: tuple(name for name, step in STEPS.items() if role in step.by) for role in Role}
)
#: Steps of a certificate or label by role.
ITEM_STEPS_OF: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {role: tuple(name for name, step in ITEM_STEPS.items() if role in step.by) for role in Role}
)


def may_ever(role: Role, step: str) -> bool:
    """Is there any case in which this role may take this step?"""
    return role in STEPS[step].by


def leads_from(status: Status) -> tuple[str, ...]:
    """The steps that begin in this status."""
    return tuple(name for name, step in STEPS.items() if status in step.leaves)
