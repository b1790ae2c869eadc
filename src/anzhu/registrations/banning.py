"""Bans of the centre (R8): one enters an order with its instrument, another one confirms it."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from anzhu.audit.actions import record
from anzhu.files.actions import Upload
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.notices import actions as notices
from anzhu.people import queries as people
from anzhu.registrations import actions, instruments
from anzhu.registrations.digests import of_restriction
from anzhu.registrations.models import Registration, Restriction, RestrictionOrder
from anzhu.rules.facts import Role
from anzhu.rules.grants import EndedAs
from anzhu.rules.restrictions import (
    ENDS_REGISTRATION,
    Basis,
    ConfirmFacts,
    OrderFacts,
    OrderKind,
    objections_to_confirming,
    objections_to_order,
    until,
)

DESK = Role.CENTRE_REVIEWER
_EVENTS = {OrderKind.SET: "set", OrderKind.CORRECT: "corrected", OrderKind.LIFT: "lifted"}


@transaction.atomic
def enter(
    *,
    person_id: int,
    asked: OrderFacts,
    upload: "Upload | None",
    key: str,
    actor: Actor,
    now: datetime,
    restriction_id: int | None = None,
) -> RestrictionOrder:
    """Enter an order to set, correct or lift a ban; it waits for a second person and bars nobody.

    ``restriction_id`` names the ban that is corrected or lifted. Raises ``Refused`` with
    everything that is wrong with the order and with the scan; then nothing is kept.
    """
    _at_the_desk(actor)
    with once.first(key, actor=actor, action="restriction.enter", now=now) as turn:
        if turn.answer is not None:
            return RestrictionOrder.objects.get(pk=turn.answer["order"])
        refuse_if(objections_to_order(asked, clock.day(now)))
        ban = _standing(restriction_id, person_id) if restriction_id is not None else None
        if asked.kind is not OrderKind.LIFT:
            _refuse_twice(person_id, asked.instrument.strip(), ban)
        order = RestrictionOrder(
            person_id=person_id,
            kind=asked.kind,
            restriction=ban,
            entered_at=now,
            entered_by_id=actor.account,
            received=instruments.take_in(upload, actor=actor, now=now) if upload else None,
            **_terms(asked, ban),
        )
        _save_new(order)
        instruments.look_at_later(order)
        _record("entered", order, actor=actor, now=now)
        turn.keep({"order": order.pk})
    return order


@transaction.atomic
def confirm(*, order_id: int, key: str, actor: Actor, now: datetime) -> RestrictionOrder:
    """Put an order into force: the ban stands, changes or falls at once, and the person is told.

    Where the basis revokes the registration, that ends today. Raises
    ``Refused``: settled already, by whoever entered it, on oneself, without a readable scan.
    """
    _at_the_desk(actor)
    with once.first(key, actor=actor, action="restriction.confirm", now=now) as turn:
        order = _locked(order_id)
        if turn.answer is not None:
            return order
        refuse_if(objections_to_confirming(_confirm_facts(order, actor)))
        _settle(order, confirmed=True, actor=actor, now=now)
        ban = _carry_out(order, now)
        order.restriction = ban
        order.save(update_fields=["restriction"])
        _record("confirmed", order, actor=actor, now=now, ban=ban)
        if order.kind != OrderKind.LIFT and Basis(ban.basis) in ENDS_REGISTRATION:
            _revoke(ban, actor=actor, now=now)
        _tell(order, ban, now)
        turn.keep({"order": order.pk})
    return order


@transaction.atomic
def discard(*, order_id: int, actor: Actor, now: datetime) -> RestrictionOrder:
    """Drop an order that was entered by mistake; whoever entered it may do so, too."""
    _at_the_desk(actor)
    order = _locked(order_id)
    if order.settled_at is not None:
        raise Refused.because("restriction.wrong_status", "flow")
    _settle(order, confirmed=False, actor=actor, now=now)
    _record("discarded", order, actor=actor, now=now)
    return order


def _at_the_desk(actor: Actor) -> None:
    if actor.role is not DESK:
        raise NotVisible


def _locked(order_id: int) -> RestrictionOrder:
    rows = RestrictionOrder.objects.select_for_update(of=["self"]).select_related("entered_by")
    order = rows.filter(pk=order_id).first()
    if order is None:
        raise NotVisible
    return order


def _standing(restriction_id: int, person_id: int) -> Restriction:
    rows = Restriction.objects.select_for_update().filter(person_id=person_id)
    ban = rows.filter(pk=restriction_id).first()
    if ban is None:
        raise NotVisible
    if ban.lifted_on is not None:
        raise Refused.because("restriction.lifted_already", "R8", on=ban.lifted_on)
    return ban


def _refuse_twice(person_id: int, instrument: str, ban: Restriction | None) -> None:
    rows = Restriction.objects.filter(person_id=person_id, instrument=instrument, lifted_on=None)
    if any(row != ban for row in rows):
        raise Refused.because("restriction.instrument_used", "R8", instrument=instrument)


def _terms(asked: OrderFacts, ban: Restriction | None) -> dict[str, Any]:
    """The columns of an order; one that lifts repeats the terms of the ban it lifts."""
    said = {"instrument": asked.instrument.strip(), "reason": asked.reason.strip()}
    if asked.kind is OrderKind.LIFT and ban is not None:
        names = ("basis", "provision", "starts_on", "years")
        return said | {name: getattr(ban, name) for name in names}
    return said | {
        "basis": str(asked.basis),
        "provision": asked.provision.strip(),
        "starts_on": asked.starts_on,
        "years": asked.years,
    }


def _save_new(order: RestrictionOrder) -> None:
    """Insert an order; whoever was quicker with another order on the same ban wins."""
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused.because("restriction.order_waits", "flow") from twice


def _confirm_facts(order: RestrictionOrder, actor: Actor) -> ConfirmFacts:
    return ConfirmFacts(
        open=order.settled_at is None,
        entered_by_person=order.entered_by.person_id,
        confirming_person=actor.person_id,
        concerns_person=order.person_id,
        scan_is_clean=order.pages.exists(),
    )


def _settle(order: RestrictionOrder, *, confirmed: bool, actor: Actor, now: datetime) -> None:
    order.confirmed, order.settled_at, order.settled_by_id = confirmed, now, actor.account
    order.save(update_fields=["confirmed", "settled_at", "settled_by"])


def _carry_out(order: RestrictionOrder, now: datetime) -> Restriction:
    """The ban as it is after the order."""
    if order.restriction_id is None:
        ban = Restriction(person_id=order.person_id)
    else:
        ban = _standing(order.restriction_id, order.person_id)
    if order.kind == OrderKind.LIFT:
        ban.lifted_on = clock.day(now)
    else:
        for name in ("basis", "provision", "instrument", "starts_on", "years"):
            setattr(ban, name, getattr(order, name))
    try:
        with transaction.atomic():
            ban.save()
    except IntegrityError as twice:
        raise Refused.because(
            "restriction.instrument_used", "R8", instrument=order.instrument
        ) from twice
    return ban


def _revoke(ban: Restriction, *, actor: Actor, now: datetime) -> None:
    """End the registration that the ban revokes; one that had run out before stays as it is."""
    rows = Registration.objects.filter(person_id=ban.person_id, closed_on=None)
    if rows.filter(valid_until__gte=ban.starts_on).exists():
        chain = f"person.{ban.person_id}"
        actions.end(person_id=ban.person_id, how=EndedAs.REVOKED, chain=chain, actor=actor, now=now)


def _record(
    event: str,
    order: RestrictionOrder,
    *,
    actor: Actor,
    now: datetime,
    ban: Restriction | None = None,
) -> None:
    record(
        f"restriction.{event}",
        chain=f"person.{order.person_id}",
        actor=actor,
        now=now,
        subject=f"registrations.restriction:{ban.pk}" if ban else "",
        digest=of_restriction(ban) if ban else "",
        data={
            "order": order.pk,
            "kind": order.kind,
            "basis": order.basis,
            "from": order.starts_on,
            "years": order.years,
        },
    )


def _tell(order: RestrictionOrder, ban: Restriction, now: datetime) -> None:
    account = people.applicant_account_of(order.person_id)
    if account is None:
        return
    last = until(ban.starts_on, ban.years)
    notices.put(
        f"restriction.{_EVENTS[OrderKind(order.kind)]}",
        account_id=account.pk,
        now=now,
        params={"start": ban.starts_on, "until": last},
        email=account.email,
    )
