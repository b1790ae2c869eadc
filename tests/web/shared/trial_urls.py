"""Addresses that misbehave in every way, for tests of the shell."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from anzhu.kernel.errors import NotVisible, Refused
from anzhu.kernel.limits import TooMany
from anzhu.rules.facts import Role
from anzhu.web.shared.answers import page, see_other
from anzhu.web.shared.doors import door, public_door
from anzhu.web.shared.request import Request


def undeclared(request: Request) -> HttpResponse:
    return HttpResponse("nobody said who may see this")


@door(Role.APPLICANT)
def for_applicants(request: Request) -> HttpResponse:
    return HttpResponse(f"hello {request.actor.role} {request.POST.get('note', '')}")


@door(Role.CENTRE_REVIEWER)
def for_the_centre(request: Request) -> HttpResponse:
    return HttpResponse("centre")


@public_door
def typed_form(request: Request) -> HttpResponse:
    return page(request, "errors/409.html")


@public_door
@require_POST
def only_post(request: Request) -> HttpResponse:
    return see_other("/help", said="pages.deadline.left", about={"days": 3})


def _raises(problem: Exception) -> object:
    @public_door
    def view(request: Request) -> NoReturn:
        raise problem

    return view


urlpatterns = [
    path("undeclared", undeclared),
    path("applicants", for_applicants),
    path("centre", for_the_centre),
    path("only-post", only_post),
    path("absent", _raises(Http404())),
    path("denied", _raises(PermissionDenied())),
    path("hidden", _raises(NotVisible())),
    path("busy", _raises(TooMany("x", retry_after=90))),
    path(
        "moved", _raises(Refused.because("step.wrong_status", "flow", status="草稿", step="提交"))
    ),
    path("broken", _raises(RuntimeError("a secret in a message"))),
    path("away", _raises(OperationalError("the database is away"))),
    path("", include("anzhu.web.urls")),
]
handler400 = "anzhu.web.shared.errors.bad_request"
handler403 = "anzhu.web.shared.errors.not_found"
handler404 = "anzhu.web.shared.errors.not_found"
handler500 = "anzhu.web.shared.errors.server_error"
