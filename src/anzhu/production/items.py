"""Sheets of paper: making them known, and the only door to their status."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from anzhu.audit.actions import ToRecord, record_all
from anzhu.audit.chain import row_digest
from anzhu.cases.models import Case
from anzhu.cases.rule_sets import by_its_rules
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, refuse_if
from anzhu.notices.actions import ToTell, put_all
from anzhu.people import queries as people
from anzhu.production import numbers
from anzhu.production.facts import item_facts
from anzhu.production.models import Item
from anzhu.registrations import actions as registrations
from anzhu.rules import parameters
from anzhu.rules.numbering import Sheet
from anzhu.rules.production import ITEM_STEPS, ItemAsked, ItemStatus, objections_to_item_step

NOTHING_ASKED = ItemAsked()


@by_its_rules
def sheet_for(case: Case, on: date) -> Sheet:
    """A certificate for a first grant, a label where the certificate stays (2.10)."""
    return Sheet(parameters.MADE_FOR.on(on)[case.kind])


def make(new: Sequence[Item], *, actor: Actor, now: datetime) -> list[Item]:
    """Give these sheets their serials, in the order given, and have them wait to be made."""
    on = clock.day(now)
    for sheet in Sheet:
        alike = [item for item in new if item.kind == sheet]
        if alike:
            serials = numbers.serials(sheet, len(alike), on=on)
            for item, serial in zip(alike, serials, strict=True):
                item.serial = serial
    made = Item.objects.bulk_create(new)
    known = [(item.registration_id, item.serial) for item in made]
    registrations.add_sheets(known, now=now)
    _record("made", made, actor=actor, now=now)
    return made


def locked(item_ids: Collection[int], actor: Actor) -> list[Item]:
    """These sheets under row locks with their cases, by key; ``NotVisible`` if one is not there."""
    rows = (
        Item.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("case", "agency")
        .filter(pk__in=item_ids)
        .order_by("pk")
    )
    found = list(rows)
    if len(found) != len(set(item_ids)):
        raise NotVisible
    return found


def take_item_step(
    name: str,
    *,
    items: Sequence[Item],
    actor: Actor,
    now: datetime,
    asked: ItemAsked = NOTHING_ASKED,
) -> None:
    """Take one step with these sheets, which must be ``locked``: with all of them or with none.

    Raises ``Refused`` with every objection, each naming its sheet. Columns that the caller changed
    on the sheets (run, parcel, reason) are saved with it. The notices of the step go out.
    """
    step, on = ITEM_STEPS[name], clock.day(now)
    refuse_if(
        replace(found, params={**found.params, "serial": item.serial})
        for item in items
        for found in objections_to_item_step(step, item_facts(item), actor.facts, asked, on)
    )
    for item in items:
        item.status, item.status_at = step.enters, now
        item.void_reason = asked.reason.strip() if step.enters is ItemStatus.VOID else ""
    Item.objects.bulk_update(
        items, ["status", "status_at", "void_reason", "run", "parcel"], batch_size=500
    )
    _record(name, items, actor=actor, now=now)
    for event in step.tells:
        _tell(event, items, now=now)


def keep(event: str, *, items: Sequence[Item], actor: Actor, now: datetime) -> None:
    """Save where these sheets lie (run, parcel) and record it; their status stays."""
    Item.objects.bulk_update(items, ["run", "parcel"], batch_size=500)
    _record(event, items, actor=actor, now=now)


def digest(item: Item) -> str:
    """The fingerprint of a sheet's business columns."""
    return row_digest(
        {
            "case": item.case_id,
            "registration": item.registration_id,
            "kind": item.kind,
            "serial": item.serial,
            "status": item.status,
            "agency": item.agency_id,
            "printed": [item.number, item.name, item.category, item.employer_name],
            "valid": [item.valid_from, item.valid_until, item.approved_on],
            "photo": item.photo_id,
            "parcel": item.parcel_id,
            "replaces": item.replaces_id,
            "void_reason": item.void_reason,
        }
    )


def _record(event: str, items: Sequence[Item], *, actor: Actor, now: datetime) -> None:
    said = [
        ToRecord(
            chain=item.case.ref,
            subject=f"production.item:{item.pk}",
            digest=digest(item),
            data={"serial": item.serial, "status": item.status},
        )
        for item in items
    ]
    record_all(f"item.{event}", said, actor=actor, now=now)


def _tell(event: str, items: Sequence[Item], *, now: datetime) -> None:
    accounts = people.applicant_accounts_of([item.case.person_id for item in items])
    told = [
        ToTell(
            account_id=accounts[item.case.person_id].pk,
            params={"ref": item.case.ref, "agency": item.agency.name},
            chain=item.case.ref,
            email=accounts[item.case.person_id].email,
        )
        for item in items
        if item.case.person_id in accounts
    ]
    put_all(event, told, now=now)
