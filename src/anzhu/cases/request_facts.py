"""Tables → facts of a request of the short tracks: what it says, what is missing, may it be."""

import base64
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from anzhu.audit.chain import row_digest
from anzhu.cases import facts
from anzhu.cases.models import Case
from anzhu.kernel import clock, secrets
from anzhu.materials import queries as materials
from anzhu.organisations import queries as organisations
from anzhu.organisations.models import Agency
from anzhu.people.models import Person
from anzhu.photos import queries as photos
from anzhu.registrations import queries as registrations
from anzhu.registrations.models import Registration
from anzhu.rules import checklist, eligibility, requests
from anzhu.rules import materials as rules_of_materials
from anzhu.rules.checklist import Item
from anzhu.rules.education import NOTHING_REQUIRED
from anzhu.rules.facts import IN_FLIGHT, REVIEWED_SHORT_KINDS, Kind, Status
from anzhu.rules.materials import Needs
from anzhu.rules.objections import Objection, objection
from anzhu.rules.requests import Said


def place_of_wanted(case: Case) -> str:
    """Where the value that is to be corrected is sealed."""
    return f"cases.dossier.wanted:{case.ref}"


def said_of(case: Case, answers: dict[str, Any] | None = None) -> Said:
    """What the request says, with the value it wants in clear: for rules, never for a page."""
    kept = (case.dossier.answers if answers is None else answers).get(checklist.REQUEST, {})
    sealed = kept.get("wanted", "")
    wanted = secrets.unseal(base64.b64decode(sealed), place_of_wanted(case)) if sealed else ""
    return Said(
        sheet=kept.get("sheet", ""),
        why=kept.get("why", ""),
        subject=kept.get("subject", ""),
        text=kept.get("text", ""),
        phone=kept.get("phone", ""),
        wanted=wanted,
        id_on_the_form=bool(kept.get("id_on_the_form")),
        understood=bool(kept.get("understood")),
    )


def needs_of(case: Case) -> Needs:
    """What it needs as pictures (R9)."""
    return rules_of_materials.to_upload(
        Kind(case.kind), id_on_the_form=said_of(case).id_on_the_form
    )


def items_of(kind: Kind) -> tuple[Item, ...]:
    """What the agency judges; the centre answers other matters without a checklist."""
    if kind is Kind.OTHER_MATTERS:
        return ()
    return checklist.checklist_for(kind, rules_of_materials.to_upload(kind), NOTHING_REQUIRED)


def objections_to_opening(kind: Kind, person: Person, now: datetime) -> list[Objection]:
    """Every reason against beginning such a request now (R8, R10)."""
    others = Case.objects.filter(person=person, status__in=sorted({*IN_FLIGHT, Status.APPROVED}))
    beside = objections_beside(others.order_by("pk")).get(kind, [])
    return [*_validity(kind, person, clock.day(now)), *beside]


def objections_beside(others: Iterable[Case]) -> dict[Kind, list[Objection]]:
    """What a person's other papers have against a reissue and a cancellation, where something."""
    found: dict[Kind, list[Objection]] = {}
    for case in others:
        if case.kind in REVIEWED_SHORT_KINDS and case.status in IN_FLIGHT:
            busy = objection("request.in_flight", "R8", ref=case.ref)
            found.setdefault(Kind(case.kind), []).append(busy)
        elif case.status == Status.APPROVED:
            found.setdefault(Kind.REISSUE, []).append(_not_collected(case))
    return found


def eligibility_of(case: Case, now: datetime) -> tuple[Objection, ...]:
    """R10 as of today: a reissue and a cancellation need a valid registration to the last."""
    kind = Kind(case.kind)
    found = list(_validity(kind, case.person, clock.day(now)))
    if kind is Kind.REISSUE:
        coming = Case.objects.filter(person=case.person, status=Status.APPROVED).order_by("pk")
        found.extend(_not_collected(one) for one in coming[:1])
    return tuple(found)


def _validity(kind: Kind, person: Person, on: date) -> list[Objection]:
    return list(eligibility.objections_to(kind, facts.standing_of(person, on=on)))


def _not_collected(case: Case) -> Objection:
    """A sheet that is still on its way is made anew by the centre, not reissued (2.10)."""
    return objection("request.not_collected", "5.0", ref=case.ref)


def objections_to_said(case: Case, on: date) -> list[Objection]:
    """Everything missing or wrong in what it says."""
    kind = Kind(case.kind)
    found = list(requests.objections_to_said(kind, said_of(case), on))
    if kind in REVIEWED_SHORT_KINDS and case.agency_id is None and chosen_agency(case, on) is None:
        found.append(objection("request.no_agency", "5.0"))
    return found


def asks_for_code(case: Case) -> bool:
    """Must the holder confirm by a one-time code? On paper the signature does."""
    return case.kind == Kind.CANCELLATION and not case.from_paper


def is_confirmed(case: Case) -> bool:
    """Has the holder confirmed it by a code?"""
    return bool(case.dossier.answers.get(checklist.REQUEST, {}).get("confirmed"))


def missing_in(case: Case, on: date) -> tuple[Objection, ...]:
    """Everything that keeps the request from being handed in."""
    found = incomplete_in(case, on)
    if asks_for_code(case) and not is_confirmed(case):
        return (*found, objection("request.not_confirmed", "6.0"))
    return found


def incomplete_in(case: Case, on: date) -> tuple[Objection, ...]:
    """Everything that keeps the request from being complete: words, photo, form, pictures."""
    found = objections_to_said(case, on)
    if case.kind == Kind.REISSUE and photos.latest_of(case.person_id) is None:
        found.append(objection("request.no_photo", "5.0"))
    found.extend(materials.objections_to_folder(case.folder, needs_of(case), on))
    return tuple(found)


def printable_digest(case: Case) -> str:
    """The fingerprint of what the form would say now."""
    said = case.dossier.answers.get(checklist.REQUEST, {})
    shown = {name: said.get(name, "") for name in ("sheet", "why", "text", "phone", "agency")}
    return row_digest({"request": shown})


def holder_of(held: Registration | None) -> dict[str, str]:
    """The registration as the request found it."""
    if held is None:
        return {}
    return {
        "number": held.number,
        "valid_from": held.valid_from.isoformat(),
        "valid_until": held.valid_until.isoformat(),
    }


def agency_of(person: Person, on: date) -> Agency | None:
    """The agency of the registration: the one that reviewed it first, if it still exists."""
    held = registrations.of_person(person.pk)
    case = Case.objects.filter(ref=held.case_ref).select_related("agency").first() if held else None
    agency = case.agency if case else None
    return organisations.agency_by_code(agency.code) if agency and agency.is_open_on(on) else None


def chosen_agency(case: Case, on: date) -> Agency | None:
    """The agency that the request names, if it is open."""
    if case.kind == Kind.OTHER_MATTERS:
        return None
    code = str(case.dossier.answers.get(checklist.REQUEST, {}).get("agency", ""))
    agency = organisations.agency_by_code(code)
    return agency if agency is not None and agency.is_open_on(on) else None
