"""Lists: template, upload, dry run, commit, the own file back, and taking it back whole."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.education import actions, queries, workbook
from anzhu.kernel import clock, limits
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.organisations import queries as organisations
from anzhu.rules import parameters
from anzhu.rules.facts import Role
from anzhu.web.institution import forms, pages
from anzhu.web.shared.answers import conflict, reasons_of, see_other
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.asked import key_of, number_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import download
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.education.models import Batch

LISTS_AN_HOUR = 60
_INSTITUTION = door(Role.INSTITUTION)
_PAGE = 20


@_INSTITUTION
@require_safe
def home(request: Request) -> HttpResponse:
    """The latest lists with their counts, objections that wait, and where to begin."""
    return _home(request, forms.Upload())


def _home(request: Request, form: forms.Upload, *, status: int = 200) -> HttpResponse:
    today = clock.day(request.now)
    found = queries.batches(request.actor, before=number_of(request, "before"), at_most=_PAGE)
    disputes = queries.open_disputes(request.actor)
    institution = organisations.institution(request.actor.institution)
    courses = [course.facts for course in organisations.courses_of(institution)]
    context = {
        "form": form,
        "institution": institution,
        "filed": len(courses),
        "valid": sum(course.is_valid_on(today) for course in courses),
        "lists": [pages.line(batch) for batch in found[:_PAGE]],
        "older": found[_PAGE - 1].pk if len(found) > _PAGE else None,
        "disputes": [pages.dispute_line(row, today) for row in disputes[:5]],
        "waiting": len(disputes),
        "most": parameters.EDUCATION_IMPORT_ROWS.on(today),
        "days": parameters.EDUCATION_DISPUTE_WORKING_DAYS.on(today),
    }
    return answer(request, "institution/home.html", context, status=status)


@_INSTITUTION
@require_safe
def template(request: Request) -> HttpResponse:
    """An empty list to fill in."""
    on = clock.day(request.now)
    institution = organisations.institution(request.actor.institution)
    filed = [course.facts for course in organisations.courses_of(institution)]
    content = workbook.template(courses=filed, on=on)
    return download(content, words.text("education.template.file"))


@_INSTITUTION
@require_POST
def upload(request: Request) -> HttpResponse:
    """Receive a list; its dry run begins at once, in the worker."""
    form = forms.Upload(request.POST, request.FILES)
    if not form.is_valid():
        return _home(request, form, status=422)
    who = str(request.actor.account)
    limits.hit("list", who, at_most=LISTS_AN_HOUR, per_seconds=3600, now=request.now)
    try:
        batch = actions.upload(
            form.cleaned_data["file"],
            key=key_of(request),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        form.object_with(refused.objections, dict.fromkeys(refused.codes, "file"))
        return _home(request, form, status=422)
    return see_other("institution:batch", number=batch.number)


@_INSTITUTION
@require_safe
def batch(request: Request, number: str) -> HttpResponse:
    """A list: how far it is, what the dry run found, what became of it."""
    return _batch(request, number)


def _batch(
    request: Request, number: str, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    read = queries.read_batch(request.actor, number, at_most=pages.MOST_SHOWN)
    shown = pages.list_page(read)
    context = {"page": shown, "reasons": reasons_of(refused) or shown.put_back}
    return answer(request, "institution/list.html", context, status=status)


@_INSTITUTION
@require_POST
def commit(request: Request, number: str) -> HttpResponse:
    """Have what the dry run called importable taken in, in the worker."""

    def act(found: "Batch") -> None:
        actions.commit(batch_id=found.pk, key=key_of(request), actor=request.actor, now=request.now)

    return _do(request, number, act)


@_INSTITUTION
@require_POST
def look_again(request: Request, number: str) -> HttpResponse:
    """The dry run once more, in the worker."""

    def act(found: "Batch") -> None:
        actions.look_again(batch_id=found.pk, actor=request.actor, now=request.now)

    return _do(request, number, act)


@_INSTITUTION
@require_POST
def cancel(request: Request, number: str) -> HttpResponse:
    """Put a list away."""

    def act(found: "Batch") -> None:
        actions.cancel(batch_id=found.pk, actor=request.actor, now=request.now)

    return _do(request, number, act, said="institution.said.cancelled")


def _do(
    request: Request, number: str, act: Callable[["Batch"], None], *, said: str = ""
) -> HttpResponse:
    found = queries.batch(request.actor, number)
    try:
        act(found)
    except Refused as refused:
        if refused.lost_race:
            return conflict(request, refused, back=_at(number))
        return _batch(request, number, refused=refused, status=409)
    return see_other(_at(number), said=said)


@_INSTITUTION
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: Request, number: str) -> HttpResponse:
    """Ask why (GET); take the whole list back (POST)."""
    read = queries.read_batch(request.actor, number)
    if request.method != "POST" and read.batch.state != "committed":
        return see_other(_at(number))
    form = forms.Revocation(request.POST if request.method == "POST" else None)
    context = {"form": form, "page": pages.list_page(read), "back": _at(number)}
    if request.method != "POST":
        return answer(request, "institution/revoke.html", context)
    if not form.is_valid():
        return answer(request, "institution/revoke.html", context, status=422)
    try:
        actions.revoke(
            batch_id=read.batch.pk,
            reason=form.cleaned_data["reason"],
            key=key_of(request),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        return conflict(request, refused, keep=form, back=_at(number))
    return see_other(_at(number), said="institution.said.revoked")


@_INSTITUTION
@require_safe
def given_back(request: Request, number: str) -> HttpResponse:
    """The list as it came, with 状态 and 错误原因."""
    found = queries.batch(request.actor, number)
    kept = queries.kept_rows(request.actor, number)
    if found.state == "checking":
        raise NotVisible
    done = {"importable": "imported"} if found.state == "committed" else {}
    rows = [
        (
            row.cells,
            words.text(f"education.fate.{done.get(row.fate, row.fate)}"),
            "".join(told.reason for told in row.told),
        )
        for row in kept.rows
    ]
    return download(workbook.given_back(kept.titles, rows), f"{number}.xlsx")


def _at(number: str) -> str:
    return reverse("institution:batch", kwargs={"number": number})
