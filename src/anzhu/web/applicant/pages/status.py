"""Where an application is (5-screens 2.8): tracker, timeline, corrections, reasons of a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from anzhu import words
from anzhu.cases.rule_sets import by_its_rules
from anzhu.kernel import clock
from anzhu.law import queries as law
from anzhu.rules import parameters
from anzhu.rules.facts import Role, Status
from anzhu.rules.production import ItemStatus
from anzhu.web.applicant.pages.outcome import Facts, PickUp

if TYPE_CHECKING:
    from anzhu.cases.models import Act, Case

_WORDS = "applicant_papers.status"
#: The fixed stations, each with the steps whose day stands below it once it is behind.
STATIONS: Mapping[str, tuple[str, ...]] = {
    "submitted": ("submit",),
    "first_review": ("pass", "oppose"),
    "final_review": ("conclude",),
    "approval": ("approve", "refuse"),
    "making": (),
    "shipping": (),
    "waiting": (),
    "collected": ("close",),
}
_NAMES = tuple(STATIONS)
_STATION_OF = {
    Status.FIRST_REVIEW: "first_review",
    Status.CORRECTION: "first_review",
    Status.PASSED: "first_review",
    Status.FINAL_REVIEW: "final_review",
    Status.APPROVAL: "approval",
    Status.REFUSED: "approval",
    Status.APPROVED: "making",
}
_STATION_OF_ITEM = {ItemStatus.SHIPPED: "shipping", ItemStatus.RECEIVED: "waiting"}
#: Steps between reviewers, of which the applicant is told nothing.
_INTERNAL = frozenset({"claim", "release", "take_over", "compile", "leave_out"})
_CENTRAL = {
    Role.CENTRE_REVIEWER: "centre",
    Role.CENTRE_PRODUCER: "centre",
    Role.MINISTRY_APPROVER: "ministry",
    Role.CLOCK: "clock",
    Role.APPLICANT: "applicant",
}


@dataclass(frozen=True)
class Station:
    """One station of the tracker: done, here or ahead."""

    text: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Event:
    """One line of the timeline: what, by which body, when."""

    text: str
    body: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Whose turn it is: body, telephone, since when, days used of those promised, by when."""

    body: str
    phone: str
    since: datetime
    used: str
    due: date | None
    due_name: str


@dataclass(frozen=True, kw_only=True)
class StatusPage:
    """The whole page; ``reasons`` are those of a refusal."""

    ref: str
    kind: str
    status: str
    status_text: str
    stations: Sequence[Station]
    turn: Turn | None
    events: Sequence[Event]
    reasons: Sequence[tuple[str, str]]
    remedies: str
    correct_by: date | None
    count: int
    may_withdraw: bool
    pick_up: PickUp | None
    #: what is asked for, of a registration that is there already; what was granted
    matter: Facts
    granted: Facts
    #: the last valid day, if it is over and this renewal keeps the registration in force (R4)
    carried_beyond: date | None


def stations(case: "Case", acts: "Sequence[Act]", item: ItemStatus | None) -> list[Station]:
    """The fixed row of stations and where the case is among them."""
    here = _here(case, acts, item)
    days = {act.step: clock.day(act.at) for act in reversed(acts)}
    days["submit"] = case.filed_on or days.get("submit", clock.day(case.created_at))
    found = []
    for place, name in enumerate(_NAMES):
        state = "done" if place < here else "here" if place == here else "ahead"
        if place == here and case.status in (Status.WITHDRAWN, Status.LAPSED):
            state = "ahead"
        day = next((days[step] for step in STATIONS[name] if step in days), None)
        note = words.text(f"{_WORDS}.on", day=day) if day and state != "ahead" else ""
        found.append(Station(words.text(f"{_WORDS}.station.{name}"), state, note))
    return found


def _here(case: "Case", acts: "Sequence[Act]", item: ItemStatus | None) -> int:
    """The station where the case is; beyond the last one when it is over and done."""
    status = Status(case.status)
    if status is Status.CLOSED:
        return len(_NAMES)
    if status is Status.APPROVED and item in _STATION_OF_ITEM:
        return _NAMES.index(_STATION_OF_ITEM[item])
    if status in _STATION_OF:
        return _NAMES.index(_STATION_OF[status])
    return 1 if case.filed_on else 0


@by_its_rules
def turn_of(case: "Case", item: ItemStatus | None, on: date) -> Turn | None:
    """Whose turn it is now; None when it is over or with the applicant."""
    status, agency = Status(case.status), case.agency
    with_agency = status in (Status.FIRST_REVIEW, Status.PASSED) or item is ItemStatus.RECEIVED
    if with_agency and agency:
        body, phone = agency.name, agency.phone
    elif status in (Status.FINAL_REVIEW, Status.APPROVED):
        body, phone = words.text(f"{_WORDS}.body.centre"), ""
    elif status is Status.APPROVAL:
        body, phone = words.text(f"{_WORDS}.body.ministry"), ""
    else:
        return None
    return Turn(
        body=body,
        phone=phone,
        since=case.waits_since,
        used=_used(case, on),
        due=case.due_on,
        due_name=words.text(f"clocks.name.{_clock(case)}"),
    )


def _clock(case: "Case") -> str:
    """Which of the statutory clocks runs now (R12)."""
    if case.status == Status.FIRST_REVIEW and case.accepted_on is None:
        return "accept_by"
    if case.status in (Status.FIRST_REVIEW, Status.PASSED):
        return "first_review_by"
    return "issue_by" if case.status == Status.APPROVED else "final_review_by"


def _used(case: "Case", on: date) -> str:
    """已用 3 个工作日 / 承诺 20 个工作日, counted from the day the clock started (R12)."""
    status = Status(case.status)
    if status is Status.FIRST_REVIEW:
        start = case.accepted_on or case.received_on
        days = parameters.FIRST_REVIEW_WORKING_DAYS
    elif status in (Status.FINAL_REVIEW, Status.APPROVAL):
        start = clock.day(case.forwarded_at) if case.forwarded_at else None
        days = parameters.FINAL_REVIEW_WORKING_DAYS
    elif status is Status.APPROVED:
        start, days = case.approved_on, parameters.ISSUE_WORKING_DAYS
    else:
        return ""
    if start is None:
        return ""
    used = law.calendar().used(start, on)
    return words.text("clocks.said.used", used=used, days=days.on(start))


def events(acts: "Sequence[Act]", kind: str) -> list[Event]:
    """The timeline, newest first: bodies, never names of reviewers."""
    return [
        Event(
            text=words.text(_event_key(act), kind=words.text(f"kinds.{kind}")),
            body=_body(act),
            at=act.at,
            note=words.text(f"{_WORDS}.items", count=len(act.reasons))
            if act.step == "return"
            else "",
        )
        for act in acts
        if act.step not in _INTERNAL
    ]


def _event_key(act: "Act") -> str:
    """What a step is called in the timeline; opinions are not told before the decision."""
    own = f"{_WORDS}.event.{act.step}"
    return own if words.exists(own) else f"steps.done.{act.step}"


def _body(act: "Act") -> str:
    central = _CENTRAL.get(Role(act.role))
    if central:
        return words.text(f"{_WORDS}.body.{central}")
    return act.agency.name if act.agency else ""


def refusal_of(acts: "Sequence[Act]") -> list[tuple[str, str]]:
    """The reasons of a refusal with what each means; empty if there is none."""
    last = next((act for act in acts if act.step == "refuse"), None)
    return (
        [(words.text(f"reasons.{row['code']}.label"), _todo(row)) for row in last.reasons]
        if last
        else []
    )


def remedies(on: date) -> str:
    """How a decision can be contested, and for how long."""
    return words.text(
        f"{_WORDS}.remedies",
        days=parameters.RECONSIDERATION_DAYS.on(on),
        months=parameters.LAWSUIT_MONTHS.on(on),
    )


def _todo(row: Mapping[str, Any]) -> str:
    key = f"reasons.{row['code']}.todo"
    return row.get("note") or (words.text(key) if words.exists(key) else "")
