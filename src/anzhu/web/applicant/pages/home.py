"""The applicant's home: what can be done now, and why (5-screens 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.rules.eligibility import Assessment
from anzhu.rules.facts import IN_FLIGHT, Kind, Status
from anzhu.rules.objections import Objection
from anzhu.web.applicant.wizard import TASKS

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.notices.queries import Told
    from anzhu.people.queries import Holding
    from anzhu.registrations.models import Registration


@dataclass(frozen=True, kw_only=True)
class InFlight:
    """The application that is under way: where it stands and what to do next."""

    ref: str
    kind: str
    status: str
    agency: str
    done: int
    steps: int
    url: str
    act: str
    correct_by: date | None
    filed_on: date | None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """【开始初始注册】 with one sentence why, or every reason why not."""

    start_url: str
    text: str
    reasons: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """Everything the template shows; ``holding`` None is an account without a roster match."""

    name: str
    holding: "Holding | None"
    category: str
    registration: "Registration | None"
    state: str
    state_code: str
    registered_category: str
    in_flight: InFlight | None
    offer: Offer
    notices: Sequence["Told"]
    earlier: Sequence["Case"]


def flight(case: "Case", done: int) -> InFlight:
    """The card of the application under way."""
    name, act = _next(Status(case.status))
    return InFlight(
        ref=case.ref,
        kind=words.text(f"kinds.{case.kind}"),
        status=case.status,
        agency=case.agency.name if case.agency else "",
        done=done,
        steps=len(TASKS),
        url=reverse(f"applicant:{name}", kwargs={"ref": case.ref}),
        act=words.text(f"applicant.home.{act}"),
        correct_by=case.correct_by,
        filed_on=case.filed_on,
    )


def _next(status: Status) -> tuple[str, str]:
    if status is Status.DRAFT:
        return "tasks", "continue"
    if status is Status.CORRECTION:
        return "correction", "correct"
    return "status", "progress"


def offer(found: Assessment | None, objections: Sequence[Objection]) -> Offer:
    """May an initial registration be started, and what does the law say about the time?"""
    return Offer(
        start_url=""
        if objections
        else reverse("applicant:start", kwargs={"kind": str(Kind.INITIAL)}),
        text=_sentence(found),
        reasons=[words.objection(one) for one in objections],
    )


def _sentence(found: Assessment | None) -> str:
    if found is None or found.closes is None:
        return ""
    hours = found.education
    key = "overdue" if found.overdue else "on_time"
    return words.text(
        f"applicant.home.{key}_short",
        closes=found.closes,
        short=float(hours.short) if hours else 0.0,
    )


def is_under_way(case: "Case") -> bool:
    """Does this application keep another one from being started, or wait to be collected?"""
    return case.status in IN_FLIGHT or case.status == Status.APPROVED
