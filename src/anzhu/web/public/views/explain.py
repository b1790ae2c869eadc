"""What may I do, and why not the rest? For anybody, from two days (5-screens 2.1).

The question stands in the address, so that the answer can be shared: days and hours only. An
address with anything else in it is led to the one without.
"""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible
from anzhu.web.public import explaining
from anzhu.web.public.forms_explain import Question
from anzhu.web.shared import calendar_file
from anzhu.web.shared.answers import page
from anzhu.web.shared.doors import public_door
from anzhu.web.shared.outlook import outlook
from anzhu.web.shared.request import Request


@public_door
@require_safe
def explain(request: Request) -> HttpResponse:
    """The question, and below it the answer."""
    today = clock.day(request.now)
    tidy = explaining.tidied(request.GET)
    if tidy != request.META["QUERY_STRING"]:
        return HttpResponseRedirect(f"{request.path}?{tidy}" if tidy else request.path)
    if not tidy:
        return page(request, "public/explain.html", {"form": Question(today=today)})
    form = Question(request.GET, today=today)
    if not form.is_valid():
        return page(request, "public/explain.html", {"form": form}, status=422)
    found = explaining.explain(form.cleaned_data, today, reverse("public:explain"))
    answer = page(request, "public/explain.html", {"form": form, "page": found})
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@public_door
@require_safe
def dates(request: Request) -> HttpResponse:
    """The days ahead as a file for a calendar."""
    today = clock.day(request.now)
    form = Question(request.GET, today=today)
    if not form.is_valid():
        raise NotVisible
    filing = explaining.filing_of(form.cleaned_data, today)
    ahead = explaining.ahead_of(filing, outlook(filing))
    owner = explaining.query_of({**form.cleaned_data, "on": None, "hours": None})
    return calendar_file.answer(ahead, owner=owner, at=request.now)
