"""The applicant's home: what can be done now, and why (5-screens 2.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.urls import reverse

from anzhu import words
from anzhu.kernel import clock
from anzhu.rules.calendar import add_years
from anzhu.rules.eligibility import renewal_is_pending
from anzhu.rules.facts import IN_FLIGHT, REGISTRATION_KINDS, SHORT_KINDS, Kind, Status
from anzhu.rules.filing import Filing
from anzhu.rules.grants import Standing
from anzhu.rules.objections import Objection, objection
from anzhu.rules.outlook import Ahead, days_ahead, ends_soon
from anzhu.web.applicant.forms.what_if import WhatIfForm
from anzhu.web.applicant.wizard import TASKS
from anzhu.web.shared.outlook import KINDS, Outlook, outlook

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.notices.queries import Told
    from anzhu.people.queries import Holding
    from anzhu.registrations.models import Registration, Restriction

HOME_KINDS = (*KINDS, Kind.OTHER_MATTERS)
#: Which kinds answer the question: filing on another day, or a new employer from a day on.
_ASKED_BY = MappingProxyType(
    {
        "on": (Kind.RENEWAL, Kind.INITIAL, Kind.RE_REGISTRATION, Kind.CHANGE),
        "move": (Kind.CHANGE, Kind.RE_REGISTRATION, Kind.INITIAL),
    }
)
#: Shape and colour of each standing, beside its word.
STATE_MARKS = MappingProxyType(
    {
        "none": ("○", "grey"),
        "in_force": ("●", "green"),
        "expiring": ("!", "amber"),
        "renewal_pending": ("◔", "green"),
        "expired": ("!", "amber"),
        "cancelled": ("✕", "grey"),
        "revoked": ("✕", "red"),
    }
)


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
class Another:
    """A line for another application of hers: a request under way, or one that is over."""

    ref: str
    kind: str
    status: str
    url: str
    since: date


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of the top card, with where it comes from and since when."""

    label: str
    value: str
    source: str = ""
    deadline: date | None = None


@dataclass(frozen=True, kw_only=True)
class Ban:
    """A time in which nothing may be filed, with the decision it rests on."""

    text: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """The rules' answer for another day: of filing, or of a new employer."""

    title: str
    outlook: Outlook


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """Everything the template shows; ``holding`` None is an account without a roster match.

    ``has_email``: does the account have an address whose code was typed?
    """

    name: str
    has_email: bool
    holding: "Holding | None"
    category: str
    state: str
    state_mark: tuple[str, str]
    facts: Sequence[Fact]
    bans: Sequence[Ban]
    in_flight: InFlight | None
    outlook: Outlook | None
    starts: Mapping[Kind, str]
    hours_url: str
    ahead: Sequence[Ahead]
    form: WhatIfForm
    what_if: Sequence[WhatIf]
    notices: Sequence["Told"]
    requests: Sequence[Another]
    earlier: Sequence[Another]


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


def starts(offered: Iterable[Kind]) -> dict[Kind, str]:
    """Where an application of each kind begins: requests have pages of their own."""
    requests = {
        kind: reverse("applicant:request_start", kwargs={"kind": str(kind)}) for kind in SHORT_KINDS
    }
    return {kind: start_url(kind) for kind in offered} | requests


def start_url(kind: Kind) -> str:
    """Where an application of a registration kind begins."""
    return reverse("applicant:start", kwargs={"kind": str(kind)})


def another(case: "Case") -> Another:
    """One line of the lists below: requests have a page of their own."""
    name = "applicant:request" if case.kind in SHORT_KINDS else "applicant:status"
    return Another(
        ref=case.ref,
        kind=words.text(f"kinds.{case.kind}"),
        status=case.status,
        url=reverse(name, kwargs={"ref": case.ref}),
        since=clock.day(case.created_at),
    )


def state_of(standing: Standing, row: "Registration | None", law: Filing | None, on: date) -> str:
    """A key of ``statuses.registration``: in force is told more closely."""
    if row is None or standing is not Standing.IN_FORCE:
        return str(standing)
    if law is not None and renewal_is_pending(law):
        return str(Standing.RENEWAL_PENDING)
    return "expiring" if ends_soon(row.valid_until, on) else str(standing)


def facts_of(row: "Registration | None", state: str) -> list[Fact]:
    """What is registered, each fact with its source and day."""
    if row is None:
        return []
    source = words.text("applicant.home.registered_by", day=row.granted_on)
    kept = words.text("applicant.home.number_for_life")
    is_over = state in ("expired", "cancelled", "revoked")
    facts = [
        ("category", words.text(f"categories.{row.category}"), source, None),
        ("employer", row.employer_name, source, None),
        ("valid_from", words.text("applicant.home.day", day=row.valid_from), source, None),
        ("valid_until", words.text("applicant.home.day", day=row.valid_until), source,
         None if is_over else row.valid_until),
        ("number", row.number, kept, None),
    ]  # fmt: skip
    return [
        Fact(
            label=words.text(f"applicant.home.fact.{name}"),
            value=value,
            source=said,
            deadline=until,
        )
        for name, value, said, until in facts
    ]


def bans_of(rows: Iterable["Restriction"], on: date) -> list[Ban]:
    """The bans in force on the day, with basis and instrument."""
    until_when = [(row, add_years(row.starts_on, row.years)) for row in rows]
    return [
        Ban(
            text=words.text("applicant.home.ban", start=row.starts_on, until=until),
            basis=words.text(
                "applicant.home.ban_basis",
                basis=words.text(f"restrictions.basis.{row.basis}"),
                by=row.instrument,
            ),
        )
        for row, until in until_when
        if row.starts_on <= on <= until
    ]


def outlook_of(
    law: Filing,
    *,
    busy: "Case | None",
    has_photo: bool,
    requests: Mapping[Kind, Sequence[Objection]] = MappingProxyType({}),
    kinds: Iterable[Kind] = HOME_KINDS,
) -> Outlook:
    """What may be done on the day of ``law``; a draft under way stands against another one.

    ``requests`` is what a request under way has against another one of its kind.
    """
    against = dict(requests)
    if busy and not law.pending:
        drafted = [objection("application.in_flight", "R8")]
        against |= dict.fromkeys(REGISTRATION_KINDS, drafted)
    missing = [] if has_photo else ["photo"]
    if law.registration is None:
        missing.append("employer")
    return outlook(law, against=against, missing=missing, kinds=kinds)


def what_if(law: Filing, form: WhatIfForm, *, has_photo: bool) -> list[WhatIf]:
    """The answers for the days that were put in; a draft of today is no obstacle then."""
    found = []
    for name, on in form.days():
        then = outlook_of(
            replace(law, on=on), busy=None, has_photo=has_photo, kinds=_ASKED_BY[name]
        )
        title = words.text(f"applicant.home.what_if.{name}", day=on)
        found.append(WhatIf(title=title, outlook=_moving(then) if name == "move" else then))
    return found


def _moving(then: Outlook) -> Outlook:
    """With a new employer a change is the question; other kinds only where they replace it."""
    changes = [one for one in then.possible if one.kind is Kind.CHANGE]
    closed = [one for one in then.impossible if one.kind is Kind.CHANGE]
    return replace(then, possible=changes or then.possible, impossible=closed)


def ahead_of(law: Filing | None, shown: "Case | None") -> list[Ahead]:
    """The dated events in their order: of the registration, and of the application."""
    found = list(days_ahead(law)) if law else []
    if shown is not None and shown.correct_by is not None and shown.status == Status.CORRECTION:
        found.append(Ahead(shown.correct_by, "correct_by", "R12"))
    return sorted(found)


def is_under_way(case: "Case") -> bool:
    """Does this application keep another one from being started, or wait to be collected?"""
    return case.status in IN_FLIGHT or case.status == Status.APPROVED
