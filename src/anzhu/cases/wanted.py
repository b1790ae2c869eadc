"""What an application says that a machine may look for on its pages."""

from functools import partial
from typing import Any

from anzhu.cases.models import Case
from anzhu.materials import printed
from anzhu.materials.checks.interface import Wanted
from anzhu.organisations import queries as organisations


def of_folder(folder_id: int) -> Wanted:
    """Names as the application to which this folder belongs has them now; empty for none."""
    case = Case.objects.select_related("dossier", "person").filter(folder_id=folder_id).first()
    if case is None:
        return Wanted()
    employer: dict[str, Any] = case.dossier.answers.get("employer", {})
    listed = organisations.employer_by_code(employer.get("uscc", ""))
    former = listed.former_name if listed else ""
    return Wanted(
        applicant=case.person.name,
        employer=employer.get("name", ""),
        printed=partial(printed.version, folder_id),
        former_names=(former,) if former else (),
    )
