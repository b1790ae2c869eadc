"""Who may know of what: the declared law of the matrix, told once more and apart from the house."""

from collections.abc import Iterator

from anzhu.rules.facts import AGENCY_ROLES, Role
from anzhu.rules.production import BatchStatus, ParcelStatus
from tests.security.routes import (
    ADMINISTRATOR,
    AGENCY,
    ANYBODY,
    CENTRE,
    INSTITUTION,
    LEAD,
    MINISTRY,
    OVERSEER,
    OWNER,
    PRODUCER,
    SIGNED_IN,
    Row,
)
from tests.security.town import Town
from tests.security.visits import Session

NOBODYS = "nobody's"
ROLES = {
    OWNER: frozenset({Role.APPLICANT}),
    AGENCY: AGENCY_ROLES,
    LEAD: frozenset({Role.AGENCY_LEAD}),
    CENTRE: frozenset({Role.CENTRE_REVIEWER}),
    PRODUCER: frozenset({Role.CENTRE_PRODUCER}),
    ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
    OVERSEER: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    INSTITUTION: frozenset({Role.INSTITUTION}),
    MINISTRY: frozenset({Role.MINISTRY_APPROVER}),
    SIGNED_IN: frozenset(Role) - {Role.PUBLIC, Role.CLOCK},
    ANYBODY: frozenset(Role),
}
#: What each kind of thing is tried with, beside the row's own: of others, and of nobody.
THINGS = {
    "case": ("received", "draft", "withdrawn", "submitted", "elsewhere", NOBODYS),
    "item": ("printed", "elsewhere received", NOBODYS),
    "parcel": ("elsewhere received", NOBODYS),
    "batch": ("open", "decided", NOBODYS),
    "forwarding": ("theirs", NOBODYS),
    "run": (NOBODYS,),
    "record": ("own", "imported", NOBODYS),
    "list": ("theirs", NOBODYS),
    "dispute": ("theirs", NOBODYS),
    "person": (NOBODYS,),
    "ban": (NOBODYS,),
    "order": (NOBODYS,),
    "request": ("paper", "matter", NOBODYS),
    "paper": ("other paper", "online", NOBODYS),
    "matter": (NOBODYS,),
    "old list": (NOBODYS,),
    "school": (NOBODYS,),
    "": (),
}


def opened(row: Row, everybody: dict[str, Session], town: Town) -> Iterator[tuple[Session, str]]:
    """Every session that is let in by a row of the table, and to which things of the town."""
    for one in everybody.values():
        for name in dict.fromkeys((row.main, *THINGS[row.of])):
            if may(one, row, name, town):
                yield one, name


def may(one: Session, row: Row, name: str, town: Town) -> bool:
    """The declared law: the role, and the relation to the thing."""
    if one.role not in ROLES[row.who]:
        return False
    if not row.of:
        return True
    knows = _knows_learning if row.of in ("record", "list", "dispute") else _knows
    return name != NOBODYS and knows(one, row.of, name, town)


def _knows(one: Session, of: str, name: str, town: Town) -> bool:
    agency = one.who.actor.agency_id if one.who and one.role in AGENCY_ROLES else None
    match of:
        case "case":
            return _knows_case(one, name, agency, town)
        case "request":
            # What a clerk is still entering is not the applicant's yet.
            mine = one.who is not None and town.requests[name].person_id == one.who.person.pk
            return mine and name != "paper"
        case "paper":
            return "paper" in name and agency == town.requests[name].agency_id
        case "item":
            return agency in (None, town.items[name].agency_id)
        case "parcel":
            packed = town.parcels[name].status == ParcelStatus.PACKED
            return agency is None or (agency == town.parcels[name].agency_id and not packed)
        case "batch":
            is_open = town.batches[name].status == BatchStatus.OPEN
            return one.role is not Role.MINISTRY_APPROVER or not is_open
        case "forwarding":
            return agency == town.forwardings[name].agency_id
    return True


def _knows_learning(one: Session, of: str, name: str, town: Town) -> bool:
    if one.who is None:
        return False
    if of == "record":
        return town.records[name].person_id == one.who.person.pk
    batch = town.lists[name] if of == "list" else town.disputes[name].record.batch
    return batch.institution_id == one.who.actor.institution_id


def _knows_case(one: Session, name: str, agency: int | None, town: Town) -> bool:
    case = town.cases[name]
    if one.role is Role.APPLICANT:
        return one.who is not None and case.person_id == one.who.person.pk
    if one.role in AGENCY_ROLES:
        return case.agency_id == agency and case.filed_on is not None
    return case.forwarded_at is not None
