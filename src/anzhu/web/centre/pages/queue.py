"""The queue of the final review as its template gets it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from anzhu import words
from anzhu.kernel import clock
from anzhu.reviews.queries import CAP, Row, Slice
from anzhu.rules.facts import Opinion, Status
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import days_left
from anzhu.web.shared.templatetags.anzhu import mask_name, zh_time


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab: its word, how many there are (999+ beyond the cap), where it leads."""

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
    """The landing page of the centre."""

    tabs: Sequence[Tab]
    lines: Sequence[Line]
    before: str | None
    after: str | None
    said: str
    empty: str
    waiting: bool


def queue_page(
    request: Request, found: Slice, counts: Mapping[str, int], *, tab: str, said: str
) -> QueuePage:
    """Everything the template shows."""
    key = "search" if said else tab
    return QueuePage(
        tabs=[
            _tab("final_review", counts.get(str(Status.FINAL_REVIEW), 0), tab if not said else ""),
            _tab("mine", counts.get("mine", 0), tab if not said else ""),
        ],
        lines=[_line(row, request) for row in found.rows],
        before=found.before,
        after=found.after,
        said=said,
        empty=words.text(f"centre.empty.{key}", said=said),
        waiting=counts.get(str(Status.FINAL_REVIEW), 0) > 0,
    )


def _tab(name: str, count: int, here: str) -> Tab:
    counted = words.text(f"review.count.{'many' if count > CAP else 'some'}", n=min(count, CAP))
    url = reverse("centre:queue") + ("?tab=mine" if name == "mine" else "")
    return Tab(text=words.text(f"centre.tabs.{name}"), count=counted, url=url, here=name == here)


def _line(row: Row, request: Request) -> Line:
    days, tone = days_left(row.due_on, clock.day(request.now))
    mine = row.claimed_by_id == request.actor.account_id
    held = row.claimed_until is not None and row.claimed_until > request.now
    holder = row.claimed_by if mine else mask_name(row.claimed_by)
    return Line(
        ref=row.ref,
        url=reverse("centre:case", kwargs={"ref": row.ref}),
        name=row.applicant,
        kind=words.text(f"kinds.{row.kind}"),
        category=words.text(f"categories.{row.category}") if row.category else "",
        employer=row.employer,
        status=row.status,
        filed_on=row.filed_on,
        due_on=row.due_on,
        days=days,
        tone=tone,
        tags=_tags(row),
        holder=f"{holder} {zh_time(row.claimed_until)}" if held or mine else "",
        mine=mine,
    )


def _tags(row: Row) -> list[tuple[str, str]]:
    """Colour and word of everything worth knowing before opening a case."""
    tags = [("amber", words.text(f"review.flags.{flag}")) for flag in row.flags]
    if row.returns:
        tags.insert(0, ("blue", words.text("review.returned.again", n=row.returns)))
    if row.agency_opinion == Opinion.AGAINST:
        tags.insert(0, ("red", words.text("centre.agency_against")))
    return tags
