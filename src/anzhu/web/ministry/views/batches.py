"""Frozen and decided batches, their lists and the draft of the announcement (5-screens 2.13)."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anzhu.cases.matters import matters_of
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible
from anzhu.production import overviews, queries
from anzhu.rules.facts import Role
from anzhu.rules.production import BatchStatus
from anzhu.web.ministry.pages import batches as pages
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.asked import number_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import download
from anzhu.web.shared.request import Request

_ministry = door(Role.MINISTRY_APPROVER)


@_ministry
@require_safe
def batches(request: Request) -> HttpResponse:
    """What waits for a decision, oldest first; then all batches, newest first."""
    before = number_of(request, "before") or None
    context = {
        "pending": queries.pending_for_ministry(request.actor),
        "known": queries.batches(request.actor, before=before),
    }
    return page(request, "ministry/batches.html", context)


@_ministry
@require_safe
def batch(request: Request, number: str) -> HttpResponse:
    """One page of what there is to know before deciding; afterwards, what was decided."""
    row = queries.batch(request.actor, number)
    if row.status == BatchStatus.DECIDED:
        shown = pages.decided(
            row,
            outcomes=overviews.outcomes(request.actor, number),
            announced=overviews.announced(request.actor, number),
        )
        return page(request, "ministry/decided.html", {"page": shown})
    found = queries.batch_page(request.actor, number, on=clock.day(request.now))
    return page(request, "ministry/batch.html", {"page": pages.pending(found, request.actor)})


@_ministry
@require_safe
def listed(request: Request, number: str) -> HttpResponse:
    """The whole list, part by part, in its frozen order."""
    after = number_of(request, "after")
    rows, more = queries.cases_of(request.actor, number, after=after)
    about = matters_of([row.case for row in rows])
    context = {"page": pages.listing(number, rows, more=more, after=after, about=about)}
    return page(request, "ministry/listed.html", context)


@_ministry
@require_safe
def paper(request: Request, number: str, form: str) -> HttpResponse:
    """The frozen list as PDF or workbook."""
    if form not in ("pdf", "xlsx"):
        raise NotVisible
    content = queries.list_paper(request.actor, number, form)
    if content is None:
        return see_other(
            "ministry:batch", said="ministry.said.printing", tone="note", number=number
        )
    return download(content, f"{number}.{form}")


@_ministry
@require_safe
def announcement(request: Request, number: str) -> HttpResponse:
    """The draft of the public announcement, names masked, to be finished elsewhere."""
    row = queries.batch(request.actor, number)
    if row.status != BatchStatus.DECIDED:
        raise NotVisible
    text = pages.announcement(row, overviews.announced(request.actor, number))
    return download(text.encode(), f"{number}.txt")
