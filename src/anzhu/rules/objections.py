"""Why something may not be done: one frozen value, said in words elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Objection:
    """A reason against a step: its code, the clause it rests on, and the facts it names.

    ``code`` is a dotted name (``education.hours_short``) and the key of the sentence in
    ``words``; ``clause`` is a number of the notice (``"4.2.4"``) or of ``flow``/``house`` for
    rules of procedure; ``params`` are the facts the sentence speaks of.
    """

    code: str
    clause: str
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.code


def objection(code: str, clause: str, /, **params: object) -> Objection:
    """Build an objection whose facts cannot be changed afterwards."""
    return Objection(code, clause, MappingProxyType(params))
