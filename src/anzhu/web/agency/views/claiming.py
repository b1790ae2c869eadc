"""Taking cases and giving them back: always by POST, a look never writes."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from anzhu.cases import queries as cases
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries
from anzhu.rules.facts import Role, Status
from anzhu.web.agency.pages import queue as pages
from anzhu.web.agency.pages.case import meanwhile
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request, wants_fragment


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_POST
def take_next(request: Request) -> HttpResponse:
    """Claim the most urgent free case of the list and open it; to the queue if there is none."""
    taken = claim_next(request, kind=request.POST.get("kind", ""))
    if taken is None:
        return see_other("agency:queue", said="agency.said.nothing_waits", tone="note")
    return see_other("agency:case", said="agency.said.claimed", ref=taken)


def claim_next(request: Request, *, kind: str = "") -> str | None:
    """The reference of the case that was claimed; whoever was quicker only costs the next try."""
    known = kind if kind in set(pages.KINDS) else ""
    free = queries.next_free(request.actor, status=Status.FIRST_REVIEW, now=request.now, kind=known)
    for case_id, ref in free:
        try:
            reviews.claim(case_id=case_id, actor=request.actor, now=request.now)
        except (Refused, NotVisible):
            continue
        return ref
    return None


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_POST
def claim(request: Request, ref: str) -> HttpResponse:
    """Begin, go on after the lease ran out, or take over from somebody whose lease ran out."""
    case = cases.visible(request.actor, ref)
    try:
        reviews.claim(case_id=case.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        if wants_fragment(request):
            return HttpResponse(status=409)
        return conflict(
            request,
            refused,
            meanwhile=meanwhile(request.actor, ref),
            back=reverse("agency:case", kwargs={"ref": ref}),
            typed=(),
        )
    if wants_fragment(request):
        return HttpResponse(status=204)
    return see_other("agency:case", ref=ref)


@door(Role.AGENCY_REVIEWER, Role.AGENCY_LEAD)
@require_POST
def release(request: Request, ref: str) -> HttpResponse:
    """Give the case back to the queue; what was marked stays for the next time."""
    case = cases.visible(request.actor, ref)
    try:
        reviews.release(case_id=case.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        # A second click finds the case released already: that is what was wanted.
        if refused.codes != ["claim.not_yours"]:
            raise
    return see_other("agency:queue", said="agency.said.released", tone="note")
