"""One trainee at a time, by the whole number and name: nobody can be browsed."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from anzhu.education import queries
from anzhu.kernel import limits
from anzhu.rules.facts import Role
from anzhu.web.institution import forms
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.doors import door
from anzhu.web.shared.request import Request

LOOKS_AN_HOUR = 120


@door(Role.INSTITUTION)
@require_http_methods(["GET", "HEAD", "POST"])
def trainees(request: Request) -> HttpResponse:
    """A form (GET); what this institution imported for exactly this person (POST).

    By POST, so that no number stands in an address.
    """
    if request.method != "POST":
        return answer(request, "institution/trainees.html", {"form": forms.Trainee()})
    form = forms.Trainee(request.POST)
    if not form.is_valid():
        return answer(request, "institution/trainees.html", {"form": form}, status=422)
    who = str(request.actor.account)
    limits.hit("trainee", who, at_most=LOOKS_AN_HOUR, per_seconds=3600, now=request.now)
    found = queries.trainee(request.actor, **form.cleaned_data)
    context = {"form": form, "found": found, "asked": True}
    return answer(request, "institution/trainees.html", context)
