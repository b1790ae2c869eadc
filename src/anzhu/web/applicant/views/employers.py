"""The employer directory beside step 4: look up, pick, complete what was left empty (2.4)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from anzhu.cases.pages import Problem
from anzhu.organisations import queries as organisations
from anzhu.rules import identifiers
from anzhu.web.applicant.forms import base
from anzhu.web.applicant.pages import answers as pages
from anzhu.web.applicant.views.opened import Opened
from anzhu.web.shared.request import Request

if TYPE_CHECKING:
    from anzhu.organisations.models import Employer

_FROM_THE_DIRECTORY = ("uscc", "name", "province", "address")


def find(query: str) -> Sequence["Employer"]:
    """By the whole code, or by the beginning of the name."""
    code = identifiers.cleaned(query)
    if not any(identifiers.objections_to_credit_code(code)):
        found = organisations.employer_by_code(code)
        return [found] if found else []
    return organisations.employers_named(query)


def completed(said: Mapping[str, Any], data: QueryDict) -> dict[str, Any]:
    """What was typed, with the picked employer's data, or with what was left empty filled in.

    A code that was typed while name, province or address were left empty fills these. The sort of
    the employer proposes how she is employed; what she has said of it stays.
    """
    picked = data.get("pick")
    known = _known(picked or data.get("uscc", ""))
    if known is None:
        return dict(said)
    facts = _facts(known)
    empty = {field: value for field, value in facts.items() if not data.get(field, "").strip()}
    if picked:
        taken = {field: facts[field] for field in _FROM_THE_DIRECTORY}
        return {**said, **empty, **taken}
    return {**said, **empty} if "uscc" in said else dict(said)


def page(request: Request, found: Opened, problems: Sequence[Problem]) -> pages.EmployerPage:
    """Step 4 with what the directory knows under the saved code, and the matches of a search."""
    query = base.text(request.POST.get("q", "")) if "find" in request.POST else ""
    return pages.employer(
        found.case,
        found.read,
        problems,
        known=_known(str(found.answers.get("uscc", ""))),
        query=query,
        found=find(query) if query else None,
    )


def _known(code: str) -> "Employer | None":
    cleaned = identifiers.cleaned(code)
    if any(identifiers.objections_to_credit_code(cleaned)):
        return None
    return organisations.employer_by_code(cleaned)


def _facts(known: "Employer") -> dict[str, str]:
    found = {field: str(getattr(known, field)) for field in _FROM_THE_DIRECTORY}
    return {**found, "status": known.sort}
