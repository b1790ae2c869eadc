"""Parcels to the agencies: pack, print the list, hand over (5-screens 2.14)."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.organisations import queries as organisations
from anzhu.production import actions, queries
from anzhu.rules.facts import Role
from anzhu.rules.production import ItemStatus
from anzhu.web.centre.production import choosing, forms, pages
from anzhu.web.shared.answers import conflict, page, reasons_of, see_other
from anzhu.web.shared.asked import keys_chosen, number_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import download
from anzhu.web.shared.request import Request

_producer = door(Role.CENTRE_PRODUCER)


@_producer
@require_safe
def overview(request: Request) -> HttpResponse:
    """What is checked and waits for a parcel, by agency; and the parcels, newest first."""
    found = queries.parcels(request.actor, before=number_of(request, "before") or None)
    context = {
        "waiting": queries.by_agency(request.actor, ItemStatus.CHECKED),
        "parcels": [(row, words.status(f"parcel.{row.status}", "staff")) for row in found.rows],
        "earlier": found.next_after,
    }
    return page(request, "centre/production/shipping.html", context)


@_producer
@require_http_methods(["GET", "HEAD", "POST"])
def pack(request: Request) -> HttpResponse:
    """Checked sheets of one agency (GET); the ticked ones go into a new parcel (POST)."""
    code = (request.POST if request.method == "POST" else request.GET).get("agency", "")
    agency = organisations.agency_by_code(code)
    if agency is None:
        raise NotVisible
    if request.method != "POST":
        return _pack(request, code)
    chosen = keys_chosen(request, "sheet")
    try:
        row = actions.pack(
            agency_id=agency.pk, item_ids=chosen, actor=request.actor, now=request.now
        )
    except Refused as refused:
        if refused.lost_race:
            return conflict(request, refused, back=reverse("centre:shipping"))
        return _pack(request, code, chosen, refused)
    return see_other("centre:parcel", said="centre.said.packed", number=row.number)


def _pack(
    request: Request, code: str, chosen: list[int] | None = None, refused: Refused | None = None
) -> HttpResponse:
    shown = choosing.sheets(
        request, ItemStatus.CHECKED, agency=code, chosen=chosen, refused=refused
    )
    reasons = reasons_of(refused)
    status = 422 if refused else 200
    context = {"page": shown, "reasons": reasons}
    return page(request, "centre/production/pack.html", context, status=status)


@_producer
@require_safe
def parcel(request: Request, number: str) -> HttpResponse:
    """A parcel: its list, and handing it over; later, what the agency found in it."""
    return _parcel(request, number, forms.HandOver())


def _parcel(request: Request, number: str, form: forms.HandOver, status: int = 200) -> HttpResponse:
    row, items = queries.parcel(request.actor, number)
    context = {"page": pages.packed(row, items), "form": form}
    return page(request, "centre/production/parcel.html", context, status=status)


@_producer
@require_safe
def packing_list(request: Request, number: str) -> HttpResponse:
    """The list that travels with the parcel, to be signed by whoever opens it."""
    return download(queries.packing_list(request.actor, number), f"{number}.pdf")


@_producer
@require_POST
def hand_over(request: Request, number: str) -> HttpResponse:
    """The courier has it: the sheets are shipped, the applicants are told."""
    row, _ = queries.parcel(request.actor, number)
    form = forms.HandOver(request.POST)
    if not form.is_valid():
        return _parcel(request, number, form, status=422)
    try:
        actions.hand_over(
            parcel_id=row.pk,
            courier=form.cleaned_data["courier"],
            courier_number=form.cleaned_data["courier_number"],
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        if refused.lost_race:
            return conflict(
                request, refused, keep=form, back=reverse("centre:parcel", args=[number])
            )
        form.object_with(refused.objections, {"parcel.no_courier_number": "courier_number"})
        return _parcel(request, number, form, status=422)
    return see_other("centre:parcel", said="centre.said.handed_over", number=number)


@_producer
@require_POST
def take_out(request: Request, number: str) -> HttpResponse:
    """Take one sheet out again, as long as the parcel is here."""
    row, _ = queries.parcel(request.actor, number)
    chosen = keys_chosen(request, "sheet")
    try:
        actions.unpack(parcel_id=row.pk, item_ids=chosen, actor=request.actor, now=request.now)
    except Refused as refused:
        return conflict(request, refused, back=reverse("centre:parcel", args=[number]))
    return see_other("centre:parcel", said="centre.said.unpacked", tone="note", number=number)
