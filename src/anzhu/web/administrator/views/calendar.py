"""The calendar of working days, year by year (R12)."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.law import actions, queries
from anzhu.law.actions import Days
from anzhu.rules.announcement import read_announcement
from anzhu.rules.facts import Role
from anzhu.rules.publishing import FIRST_YEAR, LAST_YEAR
from anzhu.web.administrator import forms
from anzhu.web.administrator.pages import calendar as pages
from anzhu.web.shared.answers import page, reasons_of, see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request

_readers = door(Role.ADMINISTRATOR, Role.AUDITOR)
_administrator = door(Role.ADMINISTRATOR)


@_readers
@require_safe
def this_year(request: Request) -> HttpResponse:
    """The year we are in."""
    return see_other("administrator:year", year=clock.day(request.now).year)


@_readers
@require_safe
def year(request: Request, year: int) -> HttpResponse:
    """Twelve months with days off and worked weekends, and who entered what."""
    return _page(request, year)


@_administrator
@require_POST
def announcement(request: Request, year: int) -> HttpResponse:
    """Read a pasted notice, show what was understood, and enter it when that is confirmed."""
    _there_is(year)
    form = forms.Announcement(request.POST)
    if not form.is_valid():
        return _page(request, year, announcement=form)
    text, source = form.cleaned_data["text"], form.cleaned_data["source"]
    found = read_announcement(text, year)
    if "confirm" not in request.POST and found.days:
        return page(
            request,
            "administrator/announcement.html",
            {"page": pages.read_page(year, found, text, source)},
        )
    return _enter(request, Days(year=year, days=found.days, source=source), announcement=form)


@_administrator
@require_POST
def one_day(request: Request, year: int) -> HttpResponse:
    """Enter a single day."""
    _there_is(year)
    form = forms.OneDay(request.POST)
    if not form.is_valid():
        return _page(request, year, one_day=form)
    said = form.cleaned_data
    days = {said["day"]: said["works"] == "worked"}
    return _enter(request, Days(year=year, days=days, source=said["source"]), one_day=form)


@_administrator
@require_POST
def complete(request: Request, year: int) -> HttpResponse:
    """Declare that all days of the year are entered, or take that back."""
    _there_is(year)
    form = forms.Completeness(request.POST)
    if not form.is_valid():
        return _page(request, year, completeness=form)
    whole = "open" not in request.POST
    try:
        actions.declare_year(
            year=year,
            complete=whole,
            source=form.cleaned_data["source"],
            key=key_of(request),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        return _page(request, year, refused, completeness=form)
    key = "complete" if whole else "open"
    return see_other("administrator:year", said=f"administrator.done.{key}", year=year)


def _enter(request: Request, asked: Days, **typed: Form) -> HttpResponse:
    try:
        count = actions.set_days(
            asked=asked, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        return _page(request, asked.year, refused, **typed)
    return see_other(
        "administrator:year",
        said="administrator.done.entered",
        about={"count": count},
        year=asked.year,
    )


def _there_is(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotVisible


def _page(
    request: Request, year: int, refused: Refused | None = None, **typed: Form
) -> HttpResponse:
    _there_is(year)
    found = queries.year(year)
    off, worked = pages.counted(found)
    shown = pages.Page(
        year=year,
        complete=found.complete,
        before=pages.neighbour(year - 1),
        after=pages.neighbour(year + 1),
        months=pages.months(found, clock.day(request.now)),
        history=pages.lines(found),
        off=off,
        worked=worked,
        may_edit=request.actor.role is Role.ADMINISTRATOR,
        announcement=typed.get("announcement", forms.Announcement()),
        one_day=typed.get("one_day", forms.OneDay()),
        completeness=typed.get("completeness", forms.Completeness()),
    )
    # Of the three forms the one that was sent says what is wrong with it.
    sent = next(iter(typed.values()), None)
    context = {"page": shown, "form": sent, "reasons": reasons_of(refused)}
    return page(request, "administrator/year.html", context, status=422 if sent else 200)
