"""What an application says that a machine may look for on its pages."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from anzhu.cases.models import Case
from anzhu.materials import printed
from anzhu.materials.checks.interface import Wanted
from anzhu.organisations import queries as organisations
from anzhu.rules.facts import IN_FLIGHT, Kind
from anzhu.rules.materials import form_of


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The printed form that an application waits for; ``version`` is 0 before the first print."""

    ref: str
    folder_id: int
    version: int
    wanted: Wanted


def of_application(ref: str) -> Expected:
    """What a page of this application is compared with; LookupError where there is none."""
    case = Case.objects.select_related("folder").filter(ref=ref).first()
    if case is None:
        raise LookupError(ref)
    return Expected(
        ref=ref,
        folder_id=case.folder_id,
        version=case.folder.form_version,
        wanted=of_folder(case.folder_id),
    )


def of_folder(folder_id: int) -> Wanted:
    """Names as the application to which this folder belongs has them now; empty for none."""
    case = Case.objects.select_related("dossier", "person").filter(folder_id=folder_id).first()
    if case is None:
        return Wanted()
    employer: dict[str, Any] = case.dossier.answers.get("employer", {})
    code = employer.get("uscc", "")
    listed = organisations.employer_by_code(code)
    former = listed.former_name if listed else ""
    return Wanted(
        undecided=case.status in IN_FLIGHT,
        form=form_of(Kind(case.kind)) or "",
        applicant=case.person.name,
        employer=employer.get("name", ""),
        employer_code=code,
        printed=partial(printed.version, folder_id),
        former_names=(former,) if former else (),
    )
