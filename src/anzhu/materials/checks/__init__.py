"""Machine checks of a page: one file each, behind one small interface.

A check looks at what the bounded child measured and yields hints. A hint never decides anything:
it is shown to the applicant at upload and to the reviewer beside the page.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from anzhu.materials.checks import readability


@dataclass(frozen=True)
class Seen:
    """What a check may look at: the material, the day, and what was measured on the page."""

    material: str
    on: date
    measures: Mapping[str, float]


@dataclass(frozen=True)
class Hint:
    """One thing noticed: its code in ``words``, the facts it names, and the check's version."""

    code: str
    check: str
    params: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[Seen], Iterator[tuple[str, Mapping[str, object]]]]

CHECKS: Mapping[str, Check] = {"readability/1": readability.hints}


def hints_for(seen: Seen) -> list[Hint]:
    """What all checks noticed; a check that fails leaves no hint and no trace on the upload."""
    return [
        Hint(code, name, params) for name, check in CHECKS.items() for code, params in check(seen)
    ]
