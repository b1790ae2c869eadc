"""The queue as the template gets it: tabs with capped counts, rows in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.urls import reverse

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.reviews.queries import CAP, Row, Slice
from anzhu.rules.facts import REGISTRATION_KINDS, Kind, Opinion, Status
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import days_left
from anzhu.web.shared.templatetags.anzhu import mask_name, zh_time

#: The tabs in their order, each with the status it lists.
TABS: Mapping[str, Status] = MappingProxyType(
    {
        "first_review": Status.FIRST_REVIEW,
        "mine": Status.FIRST_REVIEW,
        "correction": Status.CORRECTION,
        "passed": Status.PASSED,
        "final_review": Status.FINAL_REVIEW,
    }
)
FIRST = "first_review"
KINDS = tuple(Kind(kind) for kind in REGISTRATION_KINDS)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab: its word, how many there are (999+ beyond the cap), where it leads."""

    name: str
    text: str
    count: str
    url: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row in words. ``holder`` is who has it now, masked; ``mine`` if that is the reader."""

    ref: str
    url: str
    name: str
    kind: str
    category: str
    employer: str
    status: str
    filed_on: date
    due_on: date | None
    days: str
    tone: str
    tags: Sequence[tuple[str, str]]
    holder: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """The landing page of an agency."""

    tab: str
    tabs: Sequence[Tab]
    lines: Sequence[Line]
    before: str | None
    after: str | None
    kind: str
    kinds: Sequence[tuple[str, str]]
    said: str
    empty: str
    waiting: bool


def queue_page(
    request: Request,
    found: Slice,
    counts: Mapping[str, int],
    *,
    tab: str,
    kind: str,
    said: str,
    lying: int,
) -> QueuePage:
    """Everything the template shows; ``lying`` counts the sheets that wait to be collected."""
    return QueuePage(
        tab=tab,
        tabs=[*_tabs(counts, tab if not said else ""), _collecting(lying)],
        lines=[line(row, request) for row in found.rows],
        before=found.before,
        after=found.after,
        kind=kind,
        kinds=[(str(one), words.text(f"kinds.{one}")) for one in KINDS],
        said=said,
        empty=words.text("agency.empty.search", said=said)
        if said
        else words.text(f"agency.empty.{tab}"),
        waiting=counts.get(str(Status.FIRST_REVIEW), 0) > 0,
    )


def capped(count: int) -> str:
    """999+ beyond the cap: nobody counts further."""
    key = "review.count.many" if count > CAP else "review.count.some"
    return words.text(key, n=min(count, CAP))


def line(row: Row, request: Request) -> Line:
    """One row of a queue in words, for whoever looks at it."""
    days, tone = days_left(row.due_on, clock.day(request.now))
    held = row.claimed_until is not None and row.claimed_until > request.now
    mine = row.claimed_by_id == request.actor.account_id
    return Line(
        ref=row.ref,
        url=reverse("agency:case", kwargs={"ref": row.ref}),
        name=row.applicant,
        kind=words.text(f"kinds.{row.kind}"),
        category=words.text(f"categories.{row.category}") if row.category else "",
        employer=row.employer,
        status=row.status,
        filed_on=row.filed_on,
        due_on=row.due_on,
        days=days,
        tone=tone,
        tags=list(_tags(row)),
        holder=_holder(row, request.actor) if held or mine else "",
        mine=mine,
    )


def _holder(row: Row, actor: Actor) -> str:
    name = row.claimed_by if row.claimed_by_id == actor.account_id else mask_name(row.claimed_by)
    return f"{name} {zh_time(row.claimed_until)}"


def _tags(row: Row) -> list[tuple[str, str]]:
    """Colour and word of everything worth knowing before opening a case."""
    tags = [("amber", words.text(f"review.flags.{flag}")) for flag in row.flags]
    if row.returns and row.status == Status.FIRST_REVIEW:
        key = "review.returned.first" if row.returns == 1 else "review.returned.again"
        tags.insert(0, ("blue", words.text(key, n=row.returns)))
    if row.agency_opinion == Opinion.AGAINST:
        tags.insert(0, ("red", words.text("kinds.opinion.against")))
    return tags


def _tabs(counts: Mapping[str, int], here: str) -> list[Tab]:
    return [
        Tab(
            name=name,
            text=words.text(f"agency.tabs.{name}"),
            count=capped(counts.get("mine" if name == "mine" else str(status), 0)),
            url=reverse("agency:queue") + (f"?tab={name}" if name != FIRST else ""),
            here=name == here,
        )
        for name, status in TABS.items()
    ]


def _collecting(lying: int) -> Tab:
    return Tab(
        name="collecting",
        text=words.status("item.received", "staff"),
        count=capped(lying),
        url=reverse("agency:collecting"),
        here=False,
    )
