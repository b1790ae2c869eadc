"""Take pages of an earlier application over into a slot (5-screens 2.6)."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from anzhu.cases import queries as cases
from anzhu.cases import reusing
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.rules.facts import Role
from anzhu.rules.materials import Material
from anzhu.web.applicant.pages.materials import where
from anzhu.web.shared.answers import conflict, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request, wants_fragment


@door(Role.APPLICANT)
@require_POST
def take_over(request: Request, ref: str, material: str) -> HttpResponse:
    """The pages that were offered, with one click; ``source`` is the application offered."""
    case = cases.visible(request.actor, ref)
    if material not in set(Material):
        raise NotVisible
    try:
        reusing.take_over(
            case_id=case.pk,
            material=Material(material),
            ref=request.POST.get("source", ""),
            key=key_of(request),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        return conflict(request, refused, back=where(ref, material))
    if wants_fragment(request):
        return see_other(reverse("applicant:slot", args=[ref, material]))
    return see_other(where(ref, material), said="applicant_papers.reuse.taken_over")
