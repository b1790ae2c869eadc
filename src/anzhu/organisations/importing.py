"""Many rows at once from a list that somebody else keeps: what is new, changed, or the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model

Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True)
class Imported:
    """How many rows an import made, changed, and found as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Sorted(Generic[Kept]):
    """The rows of a list beside those that are there: ``changed`` already bear the new values."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Kept] = field(default_factory=list)
    same: int = 0

    @property
    def counts(self) -> Imported:
        return Imported(len(self.new), len(self.changed), self.same)


def sort_out(
    rows: Sequence[Mapping[str, Any]], there: Mapping[Any, Kept], *, key: str
) -> Sorted[Kept]:
    """Compare every row (by its columns) with the one that is there under its ``key``."""
    found: Sorted[Kept] = Sorted()
    for row in rows:
        kept = there.get(row[key])
        if kept is None:
            found.new.append(dict(row))
        elif all(getattr(kept, name) == value for name, value in row.items()):
            found.same += 1
        else:
            for name, value in row.items():
                setattr(kept, name, value)
            found.changed.append(kept)
    return found
