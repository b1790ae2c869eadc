"""Parcels from the centre: which are coming, what was in them, what is still missing."""

import re

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu.kernel.errors import Refused
from anzhu.production import actions as production
from anzhu.production import queries
from anzhu.rules.facts import Role
from anzhu.rules.production import ParcelStatus
from anzhu.web.agency import forms
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.parcels import mismatch
from anzhu.web.shared.request import Request


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_safe
def parcels(request: Request) -> HttpResponse:
    """Parcels on their way first, then those that were received; and sheets still missing."""
    asked = request.GET.get("before", "")
    found = queries.parcels(request.actor, before=int(asked) if asked.isdecimal() else None)
    on_the_way = ParcelStatus.HANDED_OVER
    context = {
        "coming": [row for row in found.rows if row.status == on_the_way],
        "received": [(row, mismatch(row)) for row in found.rows if row.status != on_the_way],
        "missing": queries.missing_sheets(request.actor),
        "older": found.next_after,
    }
    return answer(request, "agency/parcels.html", context)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def parcel(request: Request, number: str) -> HttpResponse:
    """The packing list (GET); what was found inside (POST), a mismatch is recorded."""
    found, inside = queries.parcel(request.actor, number)
    sheets = [(item.pk, item.serial) for item in inside]
    form = forms.Receive(request.POST or None, sheets=sheets)
    if request.method == "POST" and form.is_valid():
        try:
            received = production.receive(
                parcel_id=found.pk,
                seen=form.cleaned_data["seen"],
                also=re.split(r"[\s,，、;；]+", form.cleaned_data["also"]),
                key=key_of(request),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            if refused.lost_race:
                back = reverse("agency:parcel", kwargs={"number": number})
                return conflict(request, refused, keep=form, back=back)
            form.object_with(refused.objections)
        else:
            about = {"number": number, "sentence": mismatch(received)}
            return see_other("agency:parcels", said="agency.said.received", about=about)
    context = {
        "parcel": found,
        "inside": inside,
        "form": form,
        "sentence": mismatch(found),
        "open": found.status == ParcelStatus.HANDED_OVER,
        "ticked": form["seen"].value() or [],
    }
    return answer(request, "agency/parcel.html", context, status=422 if form.errors else 200)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_POST
def found(request: Request, serial: str) -> HttpResponse:
    """A sheet that was missing in its parcel has turned up."""
    item = queries.item(request.actor, serial)
    production.found_later(item_id=item.pk, actor=request.actor, now=request.now)
    return see_other("agency:parcels", said="agency.said.found", about={"serial": serial})
