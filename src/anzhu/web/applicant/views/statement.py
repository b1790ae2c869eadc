"""The performance statement at the door: rows typed, saved one by one, printed to sign (4.2.3)."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from anzhu.cases import drafting, statements
from anzhu.cases import facts as case_facts
from anzhu.cases import queries as cases
from anzhu.cases.answers import named_rows
from anzhu.cases.pages import Problem
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.rules.facts import Role
from anzhu.web.applicant.forms import base, rows, statement
from anzhu.web.applicant.pages import statement as pages
from anzhu.web.applicant.views.opened import Opened, opened
from anzhu.web.shared.answers import page as answer
from anzhu.web.shared.answers import see_other
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import paper
from anzhu.web.shared.request import Request


def page_of_statement(request: Request, found: Opened) -> HttpResponse:
    """Save all that was typed, take away a row, add one, or stay to print it."""
    cells = base.changed(rows.read(statement.Row, request.POST), request.POST)
    gone = request.POST.get("take_away", "")
    drafting.save_rows(
        case_id=found.case.pk,
        page="statement",
        rows=rows.by_row(cells),
        gone=(gone,) if gone else (),
        actor=request.actor,
        now=request.now,
    )
    ref = found.case.ref
    here = reverse("applicant:page", args=(ref, "statement"))
    if "add" in request.POST:
        return see_other(f"{here}?add=1#new")
    if gone:
        return see_other(here)
    found = opened(request, ref, "statement")
    if "save_list" in request.POST:
        return see_other("applicant:materials", said="applicant.said.saved", ref=ref)
    if found.problems:
        return shown(request, found, found.problems)
    return see_other(f"{here}#print", said="applicant_statement.saved")


def save_field(request: Request, case_id: int, field: str) -> str:
    """Save one cell; where a problem with it would be shown."""
    cell = rows.read_cell(statement.Row, field, request.POST)
    if cell is None:
        raise NotVisible
    case = drafting.save_rows(
        case_id=case_id,
        page="statement",
        rows={cell[0]: {cell[1]: cell[2]}},
        actor=request.actor,
        now=request.now,
    )
    names = [row["id"] for row in named_rows(case.dossier.answers["statement"])]
    number = names.index(cell[0]) + 1 if cell[0] in names else 0
    return f"rows.{number}.{cell[1]}"


def shown(request: Request, found: Opened, problems: Sequence[Problem]) -> HttpResponse:
    """The editor, with problems where there are any and hints always."""
    if not found.editable:
        context = {"frame": found.frame(), "facts": pages.facts(found.answers)}
        return answer(request, "applicant/page_locked.html", context)
    page = pages.page(found.case, found.read, problems, one_more="add" in request.GET)
    return answer(
        request,
        "applicant/statement.html",
        {"frame": found.frame(pages.seen(found.case)), "page": page, "form": page.form},
        status=422 if problems else 200,
    )


@door(Role.APPLICANT)
@require_POST
def print_statement(request: Request, ref: str) -> HttpResponse:
    """Settle the version and show the sheets; what is missing is shown at its row instead."""
    case = cases.visible(request.actor, ref)
    try:
        statements.note_print(
            case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        if refused.codes[0] != "page.incomplete":
            raise
        found = opened(request, ref, "statement")
        return shown(request, found, found.problems)
    return see_other("applicant:statement_pdf", ref=ref)


@door(Role.APPLICANT)
@require_safe
def statement_pdf(request: Request, ref: str) -> HttpResponse:
    """The printed version as PDF; once the rows have changed it cannot be had any more."""
    case = cases.visible(request.actor, ref)
    if not case.dossier.statement_version:
        raise NotVisible
    if case_facts.statement_objections(case.dossier):
        return see_other(
            reverse("applicant:page", args=(ref, "statement")),
            said="applicant_statement.stale",
            tone="warn",
            about={"version": case.dossier.statement_version + 1},
        )
    on = clock.day(case.dossier.statement_printed_at or request.now)
    name = f"{ref}-statement-v{case.dossier.statement_version}.pdf"
    return paper(request, statements.paper(case, on=on), name)
