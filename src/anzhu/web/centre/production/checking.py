"""Compare each sheet with the record, by scanning or ticking; void what is spoiled."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.production import actions, queries
from anzhu.production.printing import SHEETS_PER_RUN
from anzhu.rules.facts import Role
from anzhu.rules.production import ItemStatus
from anzhu.web.centre.production import forms, pages
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import keys_chosen, number_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.production.models import Item

_producer = door(Role.CENTRE_PRODUCER)
_form_methods = require_http_methods(["GET", "HEAD", "POST"])
_BEFORE_COLLECTION = frozenset(ItemStatus) - {ItemStatus.COLLECTED, ItemStatus.VOID}


@_producer
@_form_methods
def check(request: Request) -> HttpResponse:
    """Printed sheets (GET); those that were ticked are checked (POST)."""
    if request.method != "POST":
        return _check(request, forms.Scan())
    chosen = keys_chosen(request, "sheet")
    if not chosen:
        return _check(request, forms.Scan(), [words.text("objections.check.nothing_chosen")], 422)
    try:
        actions.check(item_ids=chosen, actor=request.actor, now=request.now)
    except Refused as refused:
        return conflict(request, refused, back=reverse("centre:check"))
    return see_other("centre:check", said="centre.said.checked", about={"count": len(chosen)})


@_producer
@require_POST
def scan(request: Request) -> HttpResponse:
    """One sheet by its code or serial; the cursor is back in the field for the next one."""
    form = forms.Scan(request.POST)
    if not form.is_valid():
        return _check(request, form, status=422)
    try:
        actions.check_scanned(text=form.cleaned_data["scan"], actor=request.actor, now=request.now)
    except Refused as refused:
        form.object_with(refused.objections, dict.fromkeys(refused.codes, "scan"))
        return _check(request, form, status=409 if refused.lost_race else 422)
    return see_other("centre:check", said="centre.said.checked", about={"count": 1})


def _check(
    request: Request, form: forms.Scan, reasons: list[str] | None = None, status: int = 200
) -> HttpResponse:
    agency = request.GET.get("agency", "")
    found = queries.sheets(
        request.actor,
        ItemStatus.PRINTED,
        agency_code=agency,
        after=number_of(request, "after"),
        at_most=SHEETS_PER_RUN,
    )
    agencies = queries.by_agency(request.actor, ItemStatus.PRINTED)
    shown = pages.listed(found.rows, agencies, agency=agency, more=found.next_after)
    context = {"page": shown, "form": form, "reasons": reasons or []}
    return page(request, "centre/production/check.html", context, status=status)


@_producer
@_form_methods
def sheet(request: Request, serial: str) -> HttpResponse:
    """One sheet (GET); void with a reason, and a new one waits to be made (POST)."""
    item = queries.item(request.actor, serial)
    form = forms.Spoil(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["spoil_reason"]
        try:
            actions.spoil(item_id=item.pk, reason=reason, actor=request.actor, now=request.now)
        except Refused as refused:
            if refused.lost_race:
                back = reverse("centre:sheet", args=[serial])
                return conflict(request, refused, keep=form, back=back)
            form.object_with(refused.objections, {"item.no_reason": "spoil_reason"})
        else:
            return see_other("centre:sheet", said="centre.said.spoiled", serial=serial)
    context = {
        "page": pages.sheet(item),
        "others": _others_of(request, item),
        "form": form,
        "may_spoil": item.status in _BEFORE_COLLECTION,
    }
    status = 422 if form.errors else 200
    return page(request, "centre/production/sheet.html", context, status=status)


def _others_of(request: Request, item: "Item") -> list[pages.Sheet]:
    """Earlier and later sheets of the same case."""
    rows = queries.items_of_case(request.actor, item.case_id)
    for one in rows:
        one.case, one.agency = item.case, item.agency
    return [pages.sheet(one) for one in rows if one.pk != item.pk]
