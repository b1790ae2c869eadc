"""The counter: who waits for a certificate, and to whom it was handed out."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from anzhu.kernel.errors import Refused
from anzhu.production import actions as production
from anzhu.production import queries
from anzhu.rules.facts import Role
from anzhu.rules.production import CollectedBy, ItemStatus
from anzhu.web.agency import forms
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

#: At which field an objection of the rules is shown.
_FIELDS = {
    "collect.no_collector": "by",
    "collect.proxy_unknown": "proxy_name",
    "collect.no_proof": "proof",
    "collect.old_certificate_missing": "old_certificate_seen",
}


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_safe
def collecting(request: Request) -> HttpResponse:
    """What lies at the agency, searched by name, reference, number or serial."""
    said = request.GET.get("q", "").strip()[:60]
    after = request.GET.get("after", "")
    found = queries.waiting_for_collection(
        request.actor, said=said, after=int(after) if after.isdecimal() else 0
    )
    context = {"items": found.rows, "after": found.next_after, "said": said}
    return answer(request, "agency/collecting.html", context)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: Request, serial: str) -> HttpResponse:
    """What to look at (GET); hand it out and close the case (POST)."""
    item = queries.item(request.actor, serial)
    form = forms.Collect(request.POST or None, old_certificate_due=item.old_certificate_due)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            production.collect(
                item_id=item.pk,
                by=CollectedBy(said["by"]) if said["by"] else None,
                proxy_name=said["proxy_name"],
                proxy_id_last_4=said["proxy_id_last_4"],
                proof=said["proof"],
                old_certificate_seen=said.get("old_certificate_seen", False),
                key=key_of(request),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            if refused.lost_race:
                back = reverse("agency:collect", kwargs={"serial": serial})
                return conflict(request, refused, keep=form, back=back)
            form.object_with(refused.objections, _FIELDS)
        else:
            return see_other(
                "agency:collecting", said="agency.said.collected", about={"name": item.name}
            )
    context = {"item": item, "form": form, "open": item.status == ItemStatus.RECEIVED}
    return answer(request, "agency/collect.html", context, status=422 if form.errors else 200)
