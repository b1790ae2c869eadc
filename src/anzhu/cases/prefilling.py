"""What the house knows already, page by page (5-screens 2.2): nobody types it a second time.

It comes from the account, the latest registration, the directory of employers, and the answers and
the photo of the person's latest application.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from anzhu.cases import facts
from anzhu.cases.models import Case
from anzhu.organisations import queries as organisations
from anzhu.people import queries as people
from anzhu.photos import queries as photos
from anzhu.registrations import queries as registrations
from anzhu.registrations.models import Registration
from anzhu.rules import categories
from anzhu.rules.employment import Unit
from anzhu.rules.facts import REGISTRATION_KINDS, Kind, Status

Said = dict[str, Any]
#: Ended without a decision: what was filled in is offered again as it was.
_UNDECIDED = (Status.WITHDRAWN, Status.LAPSED)
#: What tells of a person, whatever she applies for.
_CARRIED = ("agency", "person", "history")


@dataclass(frozen=True)
class Known:
    """Answers and photo for a new draft."""

    answers: dict[str, Said]
    photo_id: UUID | None


def known(case: Case, on: date) -> Known:
    """Everything that can be filled in for this new application."""
    before = _latest(case)
    held = registrations.of_person(case.person_id)
    told: dict[str, Said] = dict(before.dossier.answers) if before else {}
    answers = {name: told[name] for name in _CARRIED if told.get(name)}
    answers["person"] = {**_contacts(case), **answers.get("person", {})}
    answers["category"] = _category(case, held, told, on)
    answers["employer"] = _employer(case, held, before)
    if "history" not in answers and held is not None:
        answers["history"] = {"rows": _since_the_registration(held)}
    answers["agency"] = _agency(answers.get("agency", {}), answers["employer"])
    if held is not None:
        answers["registered"] = registered(held)
    if before is not None and before.kind == case.kind and before.status in _UNDECIDED:
        answers |= {name: said for name, said in told.items() if name != "registered"}
    return Known({name: said for name, said in answers.items() if said}, _photo(case, before))


def registered(held: Registration) -> Said:
    """The registration that an application starts from, as paper and reviewers name it."""
    return {
        "number": held.number,
        "category": held.category,
        "employer": held.employer_name,
        "uscc": held.employer_uscc,
        "valid_from": held.valid_from.isoformat(),
        "valid_until": held.valid_until.isoformat(),
    }


def _employer(case: Case, held: Registration | None, before: Case | None) -> Said:
    """The registered employer, or the one that an application for a new registration named.

    A change that ended with its registration has told of the employer that is next (R5); what was
    refused has not.
    """
    said = dict(before.dossier.answers.get("employer", {})) if before else {}
    taken_over = case.kind == Kind.RE_REGISTRATION and before and before.status != Status.REFUSED
    if held is None or (said and taken_over):
        return said
    return _registered(held, said)


def _registered(held: Registration, said: Said) -> Said:
    """The registered employer with what an application and the directory know of it."""
    unit = Unit(code=held.employer_uscc, name=held.employer_name)
    if not Unit(code=said.get("uscc", ""), name=said.get("name", "")).is_same_as(unit):
        said = {}
    found = organisations.employer_by_code(unit.code) if unit.code else None
    if found is not None:
        place = {"province": found.province, "address": found.address, "status": found.sort}
        said = {**place, **{field: value for field, value in said.items() if value}}
    return {**said, "uscc": unit.code, "name": unit.name, "former_name": False}


def registered_employer(case: Case) -> Said:
    """What was filled in as the employer when the draft was opened."""
    return _employer(case, registrations.of_person(case.person_id), _latest(case))


def _latest(case: Case) -> Case | None:
    """The person's latest other application for a registration."""
    return (
        Case.objects.filter(person_id=case.person_id, kind__in=REGISTRATION_KINDS)
        .exclude(pk=case.pk)
        .select_related("dossier")
        .order_by("-id")
        .first()
    )


def _contacts(case: Case) -> Said:
    account = people.applicant_account_of(case.person_id)
    return {"phone": account.phone, "email": account.email} if account else {}


def _category(case: Case, held: Registration | None, told: Mapping[str, Said], on: date) -> Said:
    """The only category there is, or the one that is held; a choice stays hers (R1)."""
    law = facts.filing_of(case.person, on=on, asking=case)
    if law is None:
        return {}
    present = held.category if held else None
    open_to = categories.open_to(Kind(case.kind), law.qualification, present=present, new=False)
    stays = categories.kept(present) & open_to if present else open_to
    said = told.get("category", {}).get("category")
    offered = open_to if case.kind == Kind.RE_REGISTRATION else stays
    chosen = said if held is not None and said in offered else None
    if chosen is None and len(stays) == 1:
        chosen = next(iter(stays))
    return {"category": str(chosen)} if chosen else {}


def _agency(said: Said, unit: Said) -> Said:
    """The answers to the chooser; the employer's province need not be asked again."""
    if said:
        return said
    return {"province": unit["province"]} if unit.get("province") else {}


def _since_the_registration(held: Registration) -> list[Said]:
    """Without an earlier application only the registered employment is known."""
    return [
        {
            "id": "1",
            "start": held.valid_from.isoformat(),
            "until": "",
            "employer": held.employer_name,
            "post": "",
            "work": "",
        }
    ]


def _photo(case: Case, before: Case | None) -> UUID | None:
    """The photo of the last application, if it still is this person's."""
    photo_id = before.dossier.photo_id if before else None
    if photo_id and photos.passed(photo_id, person_id=case.person_id):
        return photo_id
    return None
