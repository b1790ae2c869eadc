"""Parcels to the agencies: pack, hand over, receive. A mismatch is a fact to be recorded."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.production import items, numbers
from anzhu.production.models import Item, Parcel
from anzhu.rules.facts import Role
from anzhu.rules.objections import Objection, objection
from anzhu.rules.production import (
    PARCEL_STEPS,
    ItemAsked,
    ItemStatus,
    ParcelStatus,
    objections_to_parcel_step,
)


@transaction.atomic
def pack(*, agency_id: int, item_ids: Collection[int], actor: Actor, now: datetime) -> Parcel:
    """Put checked sheets of one agency into a new parcel."""
    if actor.role is not Role.CENTRE_PRODUCER or actor.account_id is None:
        raise Refused.because("step.not_yours", "flow", step="ship")
    if not item_ids:
        raise Refused.because("parcel.empty", "flow")
    chosen = items.locked(item_ids, actor)
    refuse_if(_objections_to_packing(chosen, agency_id))
    parcel = Parcel.objects.create(
        number=numbers.parcel_number(clock.day(now)),
        agency_id=agency_id,
        packed_at=now,
        packed_with_id=actor.account_id,
        listed=len(chosen),
    )
    for item in chosen:
        item.parcel = parcel
    items.keep("packed", items=chosen, actor=actor, now=now)
    _record("packed", parcel, actor=actor, now=now, sheets=_serials(chosen))
    return parcel


@transaction.atomic
def unpack(*, parcel_id: int, item_ids: Collection[int], actor: Actor, now: datetime) -> Parcel:
    """Take sheets out of a parcel that has not been handed over yet."""
    parcel = _locked(parcel_id, actor)
    _refuse_step("hand_over", parcel, actor)
    chosen = items.locked(item_ids, actor)
    if any(item.parcel_id != parcel.pk for item in chosen):
        raise NotVisible
    for item in chosen:
        item.parcel = None
    items.keep("unpacked", items=chosen, actor=actor, now=now)
    parcel.listed = len(_inside(parcel, actor))
    parcel.save(update_fields=["listed"])
    _record("unpacked", parcel, actor=actor, now=now, sheets=_serials(chosen))
    return parcel


@transaction.atomic
def hand_over(
    *, parcel_id: int, courier: str, courier_number: str, actor: Actor, now: datetime
) -> Parcel:
    """The courier has the parcel: its sheets are shipped and the applicants are told."""
    parcel = _locked(parcel_id, actor)
    _refuse_step("hand_over", parcel, actor)
    inside = _inside(parcel, actor)
    refuse_if(_objections_to_hand_over(inside, courier_number))
    asked = ItemAsked(parcel_packed=True)
    items.take_item_step("ship", items=inside, actor=actor, now=now, asked=asked)
    parcel.status, parcel.handed_over_at = ParcelStatus.HANDED_OVER, now
    parcel.courier, parcel.courier_number = courier.strip(), courier_number.strip()
    parcel.listed = len(inside)
    parcel.save()
    _record("handed_over", parcel, actor=actor, now=now, courier_number=parcel.courier_number)
    return parcel


@transaction.atomic
def receive(
    *,
    parcel_id: int,
    seen: Collection[int],
    key: str,
    actor: Actor,
    now: datetime,
    also: Sequence[str] = (),
) -> Parcel:
    """The agency has opened the parcel and found the sheets ``seen``, and the serials ``also``.

    What is on the list but was not seen, and what was seen but is not on the list, is recorded on
    the parcel; sheets not seen stay on their way until they turn up or are declared lost.
    """
    with once.first(key, actor=actor, action="parcel.receive", now=now) as turn:
        parcel = _locked(parcel_id, actor)
        if turn.answer is not None:
            return parcel
        _refuse_step("receive", parcel, actor)
        if not set(seen) <= set(parcel.items.values_list("pk", flat=True)):
            raise NotVisible
        inside = items.locked(parcel.items.values_list("pk", flat=True), actor)
        arrived = [item for item in inside if item.pk in seen]
        # A sheet that was declared void on its way arrives like a stranger.
        good = [item for item in arrived if item.status == ItemStatus.SHIPPED]
        strange = [item.serial for item in arrived if item.status != ItemStatus.SHIPPED]
        items.take_item_step("receive", items=good, actor=actor, now=now)
        parcel.missing = _serials(
            item for item in inside if item.status == ItemStatus.SHIPPED and item.pk not in seen
        )
        parcel.unexpected = [*strange, *(serial.strip() for serial in also if serial.strip())]
        parcel.status, parcel.received_at = ParcelStatus.RECEIVED, now
        parcel.received_with_id = actor.account_id
        parcel.listed = len(inside) - len(strange)
        parcel.save()
        _record(
            "received",
            parcel,
            actor=actor,
            now=now,
            missing=parcel.missing,
            unexpected=parcel.unexpected,
        )
        turn.keep({"parcel": parcel.pk})
    return parcel


@transaction.atomic
def found_later(*, item_id: int, actor: Actor, now: datetime) -> Item:
    """A sheet that was missing in a received parcel has turned up at the agency after all."""
    (item,) = items.locked([item_id], actor)
    if item.parcel is None or item.parcel.status != ParcelStatus.RECEIVED:
        raise Refused.because("parcel.wrong_status", "flow", step="receive", parcel_status="")
    items.take_item_step("receive", items=[item], actor=actor, now=now)
    return item


def _objections_to_packing(chosen: Sequence[Item], agency_id: int) -> list[Objection]:
    found = []
    for item in chosen:
        if item.agency_id != agency_id:
            found.append(objection("parcel.other_agency", "flow", serial=item.serial))
        if item.status != ItemStatus.CHECKED or item.parcel_id is not None:
            said = {"item_status": item.status, "serial": item.serial}
            found.append(objection("item.wrong_status", "flow", **said))
    return found


def _objections_to_hand_over(inside: Sequence[Item], courier_number: str) -> list[Objection]:
    found = []
    if not inside:
        found.append(objection("parcel.empty", "flow"))
    if not courier_number.strip():
        found.append(objection("parcel.no_courier_number", "flow"))
    return found


def _inside(parcel: Parcel, actor: Actor) -> list[Item]:
    live = parcel.items.exclude(status=ItemStatus.VOID).values_list("pk", flat=True)
    return items.locked(list(live), actor)


def _locked(parcel_id: int, actor: Actor) -> Parcel:
    rows = Parcel.objects.visible_to(actor).select_for_update().filter(pk=parcel_id)
    parcel = rows.first()
    if parcel is None:
        raise NotVisible
    return parcel


def _refuse_step(name: str, parcel: Parcel, actor: Actor) -> None:
    step, status = PARCEL_STEPS[name], ParcelStatus(parcel.status)
    refuse_if(objections_to_parcel_step(step, status, parcel.agency_id, actor.facts))


def _serials(chosen: Iterable[Item]) -> list[str]:
    return sorted(item.serial for item in chosen)


def _record(event: str, parcel: Parcel, *, actor: Actor, now: datetime, **data: object) -> None:
    chain = f"parcel.{parcel.number}"
    record(f"parcel.{event}", chain=chain, actor=actor, now=now, data=data)
