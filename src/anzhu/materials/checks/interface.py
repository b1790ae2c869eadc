"""What a machine check of a page is: the interface that every file beside this one fills.

A check looks at the clean copy of one page and yields findings. A finding never decides anything:
it is shown to the reviewer beside the page, with the check that made it and how sure it was.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from anzhu.files.sandbox import Bounds
from anzhu.papers.kept import Printed


class Outcome(StrEnum):
    """What a reviewer sees: ✓, ?, ✗, or that nothing was checked and why."""

    AGREES = "agrees"
    UNSURE = "unsure"
    DIFFERS = "differs"
    NOT_CHECKED = "not_checked"


class When(StrEnum):
    """When a check looks.

    ``AT_ONCE``: in the job that cleans the upload, from what cleaning measured; no child of its
    own. ``AT_UPLOAD``: in a child of its own, as soon as the page is ready. ``ON_SUBMISSION``: once
    the application is handed in, one page after the other in the whole house. ``AFTERWARDS``: like
    that, by an action of its own, because it looks at more than one page.
    """

    AT_ONCE = "at_once"
    AT_UPLOAD = "at_upload"
    ON_SUBMISSION = "on_submission"
    AFTERWARDS = "afterwards"


@dataclass(frozen=True, kw_only=True)
class About:
    """Which page it is: its material, the printed sheet it is known as, the day it came in."""

    material: str
    on: date
    form_page: int | None = None
    form_version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the application says and a page may be compared with; empty where it says nothing.

    ``undecided``: somebody is still to judge it; what comes later than that helps nobody.
    ``form`` is the material of the printed form that bears its code.
    """

    undecided: bool = True
    form: str = ""
    applicant: str = ""
    employer: str = ""
    #: its 统一社会信用代码
    employer_code: str = ""
    #: what a printed version of the application form says, by its number; None where unknown
    printed: Callable[[int], Printed | None] = lambda _version: None
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is known when a check judges: ``measures`` of cleaning (``AT_ONCE`` only), and
    ``done``, the answer of the check's own trade in the child."""

    about: About
    wanted: Wanted
    measures: Mapping[str, float] = field(default_factory=dict)
    done: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Crop:
    """A small JPEG that the trade wrote into its folder: name, and size in pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing noticed: ``checks.<check>.<code>`` is its sentence, ``params`` what it names.

    ``confidence`` is how sure the check is of this outcome, 0 to 1; ``item`` the item of the
    checklist (``rules.checklist``) beside which the reviewer sees it, besides the page itself.
    """

    code: str
    outcome: Outcome
    confidence: float
    params: Mapping[str, Any] = field(default_factory=dict)
    crop: Crop | None = None
    item: str = ""


def nothing_to_ask(_about: About, _wanted: Wanted) -> Mapping[str, Any]:
    """A trade that needs to know nothing but the picture."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check: its name and version, what it concerns, how it looks and how it judges.

    ``trade`` is a module with ``work(source, asked) -> dict`` for the bounded child; ``ask`` gives
    it what it must know (bytes lie as files in the child's folder), or None where there is nothing
    to compare with: then the page is not looked at. ``judge`` runs in the worker, on numbers and
    texts alone. What a check notices that ``asks_applicant`` is put to the applicant at upload
    (重拍 or 仍然使用) by its sentence under ``materials.hint``. ``libraries`` are modules without
    which it cannot look. With ``any_page`` one page of a material is enough: where it agrees, the
    others are not asked any more.
    """

    name: str
    version: int
    materials: frozenset[str]
    judge: Callable[[Seen], Iterable[Finding]]
    when: When = When.AT_ONCE
    trade: str = ""
    ask: Callable[[About, Wanted], Mapping[str, Any] | None] = nothing_to_ask
    bounds: Bounds = field(default_factory=Bounds)
    libraries: tuple[str, ...] = ()
    asks_applicant: bool = False
    any_page: bool = False

    @property
    def signature(self) -> str:
        """Name and version, as hints carry them: ``readability/2``."""
        return f"{self.name}/{self.version}"
