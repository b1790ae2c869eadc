"""Step 6 at the door: rows come and go with plain buttons, each cell is saved by itself (2.6)."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse

from anzhu.cases import drafting
from anzhu.cases.answers import named_rows
from anzhu.cases.pages import Problem
from anzhu.kernel.errors import NotVisible
from anzhu.web.applicant.forms import base, history, rows
from anzhu.web.applicant.pages import history as pages
from anzhu.web.applicant.views.opened import Opened, go_on, opened
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.request import Request

_DAYS = frozenset({"start", "until"})


def page_of_history(request: Request, found: Opened) -> HttpResponse:
    """Save all that was typed, take away a row, add one, or go on."""
    cells = base.changed(rows.read(history.Row, request.POST), request.POST)
    typed = rows.by_row(cells)
    looked = history.Looked.read(request.POST)
    if any(_DAYS & set(row) for row in typed.values()):
        # Other dates may overlap in another way: the person looks again.
        looked["hints_seen"] = False
    gone = request.POST.get("take_away", "")
    drafting.save_rows(
        case_id=found.case.pk,
        page="history",
        rows=typed,
        gone=(gone,) if gone else (),
        said=looked,
        actor=request.actor,
        now=request.now,
    )
    ref = found.case.ref
    if "add" in request.POST:
        return see_other(reverse("applicant:page", args=(ref, "history")) + "?add=1#new")
    if gone:
        return see_other("applicant:page", ref=ref, page="history")
    found = opened(request, ref, "history")
    if found.problems and "save_list" not in request.POST:
        return shown(request, found, found.problems)
    return go_on(request, found)


def save_field(request: Request, case_id: int, field: str) -> str:
    """Save one cell, or the tick; where a problem with it would be shown."""
    if field == "hints_seen":
        said = history.Looked.read(request.POST)
        drafting.save(
            case_id=case_id, page="history", said=said, actor=request.actor, now=request.now
        )
        return field
    cell = rows.read_cell(history.Row, field, request.POST)
    if cell is None:
        raise NotVisible
    case = drafting.save_rows(
        case_id=case_id,
        page="history",
        rows={cell[0]: {cell[1]: cell[2]}},
        said={"hints_seen": False} if cell[1] in _DAYS else {},
        actor=request.actor,
        now=request.now,
    )
    names = [row["id"] for row in named_rows(case.dossier.answers["history"])]
    number = names.index(cell[0]) + 1 if cell[0] in names else 0
    return f"rows.{number}.{cell[1]}"


def shown(request: Request, found: Opened, problems: Sequence[Problem]) -> HttpResponse:
    """The page, with problems where there are any."""
    if not found.editable:
        context = {"frame": found.frame(), "facts": pages.facts(found.case)}
        return answer(request, "applicant/page_locked.html", context)
    page = pages.page(found.case, problems, one_more="add" in request.GET)
    return answer(
        request,
        "applicant/history.html",
        {"frame": found.frame(pages.seen(found.case)), "page": page, "form": page.form},
        status=422 if problems else 200,
    )
