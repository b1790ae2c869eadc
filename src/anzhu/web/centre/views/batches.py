"""Batches for the ministry: compile, look at, change, freeze, thaw (5-screens 2.12)."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from anzhu.cases.matters import matters_of
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.production import actions, overviews, queries
from anzhu.rules.facts import Role
from anzhu.rules.production import BatchStatus
from anzhu.web.centre.pages import batches as pages
from anzhu.web.shared.answers import conflict, page, reasons_of, see_other
from anzhu.web.shared.asked import key_of, keys_chosen, number_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import download
from anzhu.web.shared.request import Request

_centre = door(Role.CENTRE_REVIEWER)


@_centre
@require_safe
def batches(request: Request) -> HttpResponse:
    """What is concluded and waits for a batch, and every batch so far."""
    return _overview(request)


def _overview(request: Request, refused: Refused | None = None) -> HttpResponse:
    agency = number_of(request, "agency") or None
    waiting = queries.waiting_for_a_batch(
        request.actor, after=number_of(request, "after"), agency_id=agency
    )
    found = pages.overview(
        waiting=waiting,
        about=matters_of(waiting.rows),
        agencies=overviews.waiting_by_agency(request.actor),
        batches=queries.batches(request.actor, before=number_of(request, "before") or None),
        agency=agency,
    )
    reasons = reasons_of(refused)
    status = 422 if refused else 200
    context = {"page": found, "reasons": reasons}
    return page(request, "centre/batches.html", context, status=status)


@_centre
@require_POST
def compile_batch(request: Request) -> HttpResponse:
    """A new batch of the chosen cases, or of all that wait (of one agency)."""
    if "all" in request.POST:
        agency = number_of(request, "agency") or None
        chosen = queries.ids_waiting_for_a_batch(request.actor, agency_id=agency)
    else:
        chosen = keys_chosen(request, "case")
    try:
        batch = actions.compile_batch(
            case_ids=chosen, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        if refused.codes == ["batch.nothing_chosen"]:
            return _overview(request, refused)
        return conflict(request, refused, back=reverse("centre:batches"))
    return see_other("centre:batch", said="centre.said.compiled", number=batch.number)


@_centre
@require_safe
def batch(request: Request, number: str) -> HttpResponse:
    """Counts, exceptions and the list; what may be done with it as long as it is undecided."""
    return _batch(request, number)


def _batch(request: Request, number: str, refused: Refused | None = None) -> HttpResponse:
    found = queries.batch_page(request.actor, number, on=clock.day(request.now))
    after = number_of(request, "after")
    listing = overviews.members if found.batch.status == BatchStatus.OPEN else queries.cases_of
    rows, more = listing(request.actor, number, after=after)
    about = matters_of([row.case for row in rows])
    context = {
        "page": pages.batch_page(found, rows, more=more, after=after, about=about),
        "reasons": reasons_of(refused),
    }
    return page(request, "centre/batch.html", context, status=422 if refused else 200)


@_centre
@require_POST
def freeze(request: Request, number: str) -> HttpResponse:
    """Fix the list; whatever stands against it is said on the page of the batch."""
    row = queries.batch(request.actor, number)
    try:
        actions.freeze(batch_id=row.pk, key=key_of(request), actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, number, refused)
    return see_other("centre:batch", said="centre.said.frozen", number=number)


@_centre
@require_POST
def thaw(request: Request, number: str) -> HttpResponse:
    """Open the batch again; its list and digest are discarded."""
    row = queries.batch(request.actor, number)
    try:
        actions.thaw(batch_id=row.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, number, refused)
    return see_other("centre:batch", said="centre.said.thawed", tone="note", number=number)


@_centre
@require_POST
def remove(request: Request, number: str) -> HttpResponse:
    """Take one case out of an open batch."""
    row = queries.batch(request.actor, number)
    case_id = next(iter(keys_chosen(request, "case")), 0)
    try:
        actions.remove(batch_id=row.pk, case_id=case_id, actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, number, refused)
    return see_other("centre:batch", said="centre.said.removed", tone="note", number=number)


@_centre
@require_safe
def paper(request: Request, number: str, form: str) -> HttpResponse:
    """The frozen list as PDF or workbook; while it is being printed, the page says so."""
    if form not in ("pdf", "xlsx"):
        raise NotVisible
    content = queries.list_paper(request.actor, number, form)
    if content is None:
        return see_other("centre:batch", said="centre.said.printing", tone="note", number=number)
    return download(content, f"{number}.{form}")


def _refused(request: Request, number: str, refused: Refused) -> HttpResponse:
    if refused.lost_race:
        return conflict(request, refused, back=reverse("centre:batch", args=[number]))
    return _batch(request, number, refused)
