"""Lists of registrations of the time before: upload, look, take over whole (8.0)."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.registrations.importing import lists, staging, workbook
from anzhu.rules.facts import Role
from anzhu.web.administrator import forms
from anzhu.web.administrator.pages import lists as pages
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import download
from anzhu.web.shared.request import Request

_administrator = door(Role.ADMINISTRATOR)


@_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Request) -> HttpResponse:
    """The lists so far (GET); a new one for a dry run (POST)."""
    sent = request.method == "POST"
    form = forms.ListFile(*((request.POST, request.FILES) if sent else ()))
    if form.is_valid():
        try:
            row = staging.upload(
                form.cleaned_data["file"],
                key=key_of(request),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            for found in refused.objections:
                form.add_error("file", words.objection(found))
        else:
            return see_other("administrator:list", number=row.number)
    context = {"form": form, "lines": pages.lines(lists.listed(request.actor))}
    status = 422 if form.errors else 200
    return page(request, "administrator/lists.html", context, status=status)


@_administrator
@require_safe
def template(request: Request) -> HttpResponse:
    """The workbook to fill in, with a row of each kind about people who do not exist."""
    return download(workbook.template(), "registrations.xlsx")


@_administrator
@require_safe
def one(request: Request, number: str) -> HttpResponse:
    """Counts and the first errors of one list, and what may be done with it."""
    return _one(request, number)


def _one(request: Request, number: str, refused: Refused | None = None) -> HttpResponse:
    shown = pages.page_of(lists.uploaded(request.actor, number), refused)
    status = 422 if refused else 200
    return page(
        request,
        "administrator/list.html",
        {"page": shown, "reasons": shown.reasons},
        status=status,
    )


@_administrator
@require_safe
def back(request: Request, number: str) -> HttpResponse:
    """Their list with the columns 导入结果 and 错误原因."""
    return download(lists.given_back(request.actor, number), f"{number}.xlsx")


@_administrator
@require_POST
def commit(request: Request, number: str) -> HttpResponse:
    """Take the list over, whole or not at all."""
    row = lists.uploaded(request.actor, number)
    try:
        staging.commit(number=row.number, key=key_of(request), actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, number, refused)
    return see_other("administrator:list", said="administrator.done.taking", number=number)


@_administrator
@require_POST
def discard(request: Request, number: str) -> HttpResponse:
    """Drop the list; nothing of it is kept."""
    try:
        staging.discard(number=number, actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(request, number, refused)
    return see_other("administrator:lists", said="administrator.done.discarded", tone="note")


def _refused(request: Request, number: str, refused: Refused) -> HttpResponse:
    if refused.lost_race:
        back_to = reverse("administrator:list", kwargs={"number": number})
        return conflict(request, refused, back=back_to)
    return _one(request, number, refused)
