"""Taking cases and giving them back: always by POST, a look never writes."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from anzhu.cases import queries as cases
from anzhu.kernel.errors import Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries
from anzhu.rules.facts import Role, Status
from anzhu.web.centre.pages.review import meanwhile
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request, wants_fragment

_centre = door(Role.CENTRE_REVIEWER)


@_centre
@require_POST
def take_next(request: Request) -> HttpResponse:
    """Claim the most urgent free case and open it; to the queue if there is none."""
    taken = claim_next(request)
    if taken is None:
        return see_other("centre:queue", said="centre.said.nothing_waits", tone="note")
    return see_other("centre:case", said="centre.said.claimed", ref=taken)


def claim_next(request: Request) -> str | None:
    """The reference of the case that was claimed; whoever was quicker only costs the next try."""
    free = queries.next_free(request.actor, status=Status.FINAL_REVIEW, now=request.now)
    for case_id, ref in free:
        try:
            reviews.claim(case_id=case_id, actor=request.actor, now=request.now)
        except Refused:
            continue
        return ref
    return None


@_centre
@require_POST
def claim(request: Request, ref: str) -> HttpResponse:
    """Begin, go on after the lease ran out, or take over from somebody whose lease ran out."""
    case = cases.visible(request.actor, ref)
    try:
        reviews.claim(case_id=case.pk, actor=request.actor, now=request.now)
    except Refused as refused:
        if wants_fragment(request):
            return HttpResponse(status=409)
        back = reverse("centre:case", kwargs={"ref": ref})
        said = meanwhile(request.actor, ref)
        return conflict(request, refused, meanwhile=said, back=back, typed=())
    if wants_fragment(request):
        return HttpResponse(status=204)
    return see_other("centre:case", ref=ref)


@_centre
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
    return see_other("centre:queue", said="centre.said.released", tone="note")
