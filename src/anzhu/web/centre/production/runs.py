"""From 待制证 to printed: choose, start a run, download, confirm (5-screens 2.14)."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from anzhu.kernel.errors import NotVisible, Refused
from anzhu.organisations import queries as organisations
from anzhu.papers.certificates import SHEETS_PER_DOCUMENT
from anzhu.papers.label_sheets import label_sheet
from anzhu.production import actions, overviews, queries
from anzhu.production.printing import SHEETS_PER_RUN
from anzhu.rules.facts import Role
from anzhu.rules.numbering import Sheet
from anzhu.rules.production import ItemStatus
from anzhu.web.centre.production import choosing, forms, pages
from anzhu.web.shared.answers import conflict, page, reasons_of, see_other
from anzhu.web.shared.asked import keys_chosen
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import download
from anzhu.web.shared.request import Request

_producer = door(Role.CENTRE_PRODUCER)
#: Runs that the overview shows.
_LATEST = 10


@_producer
@require_safe
def overview(request: Request) -> HttpResponse:
    """How many sheets are where, what waits by agency, the latest runs."""
    shown = pages.overview(
        overviews.sheets_by_status(request.actor),
        {kind: queries.by_agency(request.actor, ItemStatus.TO_MAKE, kind=kind) for kind in Sheet},
        queries.runs(request.actor, at_most=_LATEST),
    )
    return page(request, "centre/production/overview.html", {"page": shown})


@_producer
@require_safe
def waiting(request: Request) -> HttpResponse:
    """Sheets to make of one kind, as many as one run takes, to be chosen from."""
    return _waiting(request, request.GET.get("agency", ""), _kind_of(request.GET.get("kind")))


def _kind_of(said: str | None) -> Sheet:
    return Sheet(said) if said in set(Sheet) else Sheet.CERTIFICATE


def _waiting(
    request: Request,
    agency: str,
    kind: Sheet,
    chosen: list[int] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    shown = choosing.sheets(
        request, ItemStatus.TO_MAKE, agency=agency, kind=kind, chosen=chosen, refused=refused
    )
    reasons = reasons_of(refused)
    status = 422 if refused else 200
    context = {"page": shown, "reasons": reasons, "most": SHEETS_PER_RUN}
    return page(request, "centre/production/waiting.html", context, status=status)


@_producer
@require_POST
def start(request: Request) -> HttpResponse:
    """Set the chosen sheets aside for one run; the preflight says what would spoil paper."""
    code, chosen = request.POST.get("agency", ""), keys_chosen(request, "sheet")
    agency = organisations.agency_by_code(code) if code else None
    try:
        run = actions.start(
            item_ids=chosen,
            agency_id=agency.pk if agency else None,
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        if refused.lost_race:
            return conflict(request, refused, back=reverse("centre:production"))
        return _waiting(request, code, _kind_of(request.POST.get("kind")), chosen, refused)
    about = {"count": len(chosen)}
    return see_other("centre:run", said="centre.said.started", about=about, run=run.pk)


@_producer
@require_safe
def run(request: Request, run: int) -> HttpResponse:
    """A run: download its parts, then confirm what came out of the printer."""
    return _run(request, run, forms.Labels())


def _run(
    request: Request, run_id: int, form: forms.Labels, refused: Refused | None = None
) -> HttpResponse:
    row, items = queries.run(request.actor, run_id)
    context = {
        "page": pages.run(row, items, per_part=SHEETS_PER_DOCUMENT),
        "form": form,
        "reasons": reasons_of(refused),
    }
    status = 422 if refused or form.errors else 200
    return page(request, "centre/production/run.html", context, status=status)


@_producer
@require_POST
def document(request: Request, run: int, part: int) -> HttpResponse:
    """A part of a run as PDF; posted, because every print-out is put on record."""
    content = actions.document(run_id=run, part=part, actor=request.actor, now=request.now)
    return download(content, f"run-{run}-{part}.pdf")


@_producer
@require_POST
def labels(request: Request, run: int) -> HttpResponse:
    """A run of labels as PDF for the sheet that lies in the printer; put on record, too."""
    form = forms.Labels(request.POST)
    if not form.is_valid():
        return _run(request, run, form)
    chosen = label_sheet(form.cleaned_data["sheet"])
    if chosen is None:
        raise NotVisible
    try:
        content = actions.label_document(
            run_id=run,
            on=chosen,
            start=form.cleaned_data["start"],
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        form.object_with(refused.objections, {"print.no_such_place": "start"})
        return _run(request, run, form)
    return download(content, f"run-{run}.pdf")


@_producer
@require_POST
def confirm(request: Request, run: int) -> HttpResponse:
    """What came out well is printed; what has a reason beside it is void and made anew."""
    _, items = queries.run(request.actor, run)
    said = {item.pk: request.POST.get(f"spoiled.{item.pk}", "").strip()[:200] for item in items}
    spoiled = {key: reason for key, reason in said.items() if reason}
    live = sum(1 for item in items if item.status == ItemStatus.TO_MAKE)
    try:
        actions.confirm(run_id=run, spoiled=spoiled, actor=request.actor, now=request.now)
    except Refused as refused:
        if refused.lost_race:
            return conflict(request, refused, back=reverse("centre:run", args=[run]))
        return _run(request, run, forms.Labels(), refused)
    about = {"good": live - len(spoiled), "spoiled": len(spoiled)}
    return see_other("centre:run", said="centre.said.confirmed", about=about, run=run)


@_producer
@require_POST
def cancel(request: Request, run: int) -> HttpResponse:
    """Nothing came of it: the sheets wait again."""
    try:
        actions.cancel(run_id=run, actor=request.actor, now=request.now)
    except Refused as refused:
        return conflict(request, refused, back=reverse("centre:run", args=[run]))
    return see_other("centre:production", said="centre.said.cancelled", tone="note")
