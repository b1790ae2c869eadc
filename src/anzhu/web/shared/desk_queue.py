"""The queue of a reviewing desk as its template gets it: tabs with capped counts, rows in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.reviews import queries
from anzhu.reviews.queries import CAP, Row, Slice
from anzhu.rules.facts import Kind
from anzhu.web.shared.desk import Desk
from anzhu.web.shared.request import Request
from anzhu.web.shared.review import days_left, status_word
from anzhu.web.shared.templatetags.anzhu import mask_name, zh_time

#: The tab of what the reader has in hand.
MINE = "mine"
_LONGEST_SEARCH = 60


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab: its word, how many there are (999+ beyond the cap), where it leads."""

    text: str
    count: str
    url: str
    here: bool = False


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
    status_text: str
    filed_on: date
    due_on: date | None
    days: str
    tone: str
    tags: Sequence[tuple[str, str]]
    holder: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an address asks of a queue: a part of a tab, or (``said``) what a search finds."""

    tab: str
    kind: str
    said: str
    after: str
    before: str


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """The landing page of a desk; ``waiting`` if there is anything to be taken."""

    url: str
    next_url: str
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


def asked(desk: Desk, request: Request) -> Asked:
    """What the address says; what it cannot mean is left out."""
    said = request.GET
    tab = said.get("tab", "")
    return Asked(
        tab=tab if tab in desk.tabs else next(iter(desk.tabs)),
        kind=desk.kind_asked(said.get("kind", "")),
        said=said.get("q", "").strip()[:_LONGEST_SEARCH],
        after=said.get("after", ""),
        before=said.get("before", ""),
    )


def found(desk: Desk, actor: Actor, asked: Asked) -> Slice:
    """The rows that were asked for."""
    if asked.said:
        return Slice(rows=queries.find(actor, asked.said), before=None, after=None)
    return queries.queue(
        actor,
        status=desk.tabs[asked.tab],
        after=asked.after,
        before=asked.before,
        kind=asked.kind,
        mine=asked.tab == MINE,
    )


def queue_page(
    desk: Desk,
    request: Request,
    asked: Asked,
    *,
    found: Slice,
    counts: Mapping[str, int],
    also: Sequence[Tab] = (),
) -> QueuePage:
    """Everything the template shows; ``also`` are tabs that lead elsewhere."""
    return QueuePage(
        url=reverse(f"{desk.area}:queue"),
        next_url=reverse(f"{desk.area}:next"),
        tab=asked.tab,
        tabs=[*_tabs(desk, counts, "" if asked.said else asked.tab), *also],
        lines=[line(desk, row, request) for row in found.rows],
        before=found.before,
        after=found.after,
        kind=asked.kind,
        kinds=[(str(one), words.text(f"kinds.{one}")) for one in desk.kinds],
        said=asked.said,
        empty=words.text(f"{desk.area}.empty.search", said=asked.said)
        if asked.said
        else words.text(f"{desk.area}.empty.{asked.tab}"),
        waiting=counts.get(str(desk.waiting), 0) > 0,
    )


def capped(count: int) -> str:
    """999+ beyond the cap: nobody counts further."""
    key = "review.count.many" if count > CAP else "review.count.some"
    return words.text(key, n=min(count, CAP))


def _kind(row: Row) -> str:
    """The kind, and of a change whether it renews at the same time."""
    both = row.kind == Kind.CHANGE and row.renews
    return words.text("production.matter.change_with_renewal" if both else f"kinds.{row.kind}")


def line(desk: Desk, row: Row, request: Request) -> Line:
    """One row of a queue in words, for whoever looks at it."""
    days, tone = days_left(row.due_on, clock.day(request.now))
    held = row.claimed_until is not None and row.claimed_until > request.now
    mine = row.claimed_by_id == request.actor.account_id
    holder = row.claimed_by if mine else mask_name(row.claimed_by)
    return Line(
        ref=row.ref,
        url=desk.url_of(row.ref),
        name=row.applicant,
        kind=_kind(row),
        category=words.text(f"categories.{row.category}") if row.category else "",
        employer=row.employer,
        status=row.status,
        status_text=status_word(row.kind, row.status),
        filed_on=row.filed_on,
        due_on=row.due_on,
        days=days,
        tone=tone,
        tags=[*_overdue(tone), *desk.tags(row)],
        holder=f"{holder} {zh_time(row.claimed_until)}" if held or mine else "",
        mine=mine,
    )


def _overdue(tone: str) -> list[tuple[str, str]]:
    """The flag of a statutory deadline that has passed (R12)."""
    return [("red", words.text("review.flags.overdue"))] if tone == "over" else []


def flags(row: Row) -> list[tuple[str, str]]:
    """What the machine noticed, as tags; every desk shows these."""
    return [("amber", words.text(f"review.flags.{flag}")) for flag in row.flags]


def _tabs(desk: Desk, counts: Mapping[str, int], here: str) -> list[Tab]:
    first = next(iter(desk.tabs))
    return [
        Tab(
            text=words.text(f"{desk.area}.tabs.{name}"),
            count=capped(counts.get(MINE if name == MINE else str(status), 0)),
            url=reverse(f"{desk.area}:queue") + (f"?tab={name}" if name != first else ""),
            here=name == here,
        )
        for name, status in desk.tabs.items()
    ]
