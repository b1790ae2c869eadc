"""Reads of bans and of the orders behind them: for the centre's desk, and for whom they concern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from anzhu.files.actions import open_clean
from anzhu.files.models import State, Variant
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.registrations.banning import DESK
from anzhu.registrations.models import InstrumentPage, Restriction, RestrictionOrder
from anzhu.rules.objections import Objection
from anzhu.rules.restrictions import until

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Ban:
    """A ban as its holder may read it: why, upon which decision, and for how long."""

    basis: str
    provision: str
    instrument: str
    starts_on: date
    until: date


@dataclass(frozen=True)
class Slice:
    """A part of the list of bans, the newest first; the next part is ``before`` its last key."""

    rows: Sequence[Restriction]
    next_before: int | None


def standing_on(person_id: int, on: date) -> Sequence[Ban]:
    """The bans that keep a person from filing on this day (R8), for that person's own pages."""
    rows = Restriction.objects.filter(person_id=person_id, lifted_on=None, starts_on__lte=on)
    found = [
        Ban(
            basis=row.basis,
            provision=row.provision,
            instrument=row.instrument,
            starts_on=row.starts_on,
            until=until(row.starts_on, row.years),
        )
        for row in rows.order_by("starts_on", "pk")
    ]
    return [ban for ban in found if on <= ban.until]


def waiting(actor: Actor) -> Sequence[RestrictionOrder]:
    """Orders that wait for a second person, the oldest first."""
    _at_the_desk(actor)
    rows = RestrictionOrder.objects.filter(settled_at=None)
    return list(rows.select_related("person", "entered_by__person").order_by("pk"))


def listed(actor: Actor, *, before: int | None = None) -> Slice:
    """Every ban that was ever set, the newest first, a part at a time."""
    _at_the_desk(actor)
    rows = Restriction.objects.select_related("person").order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return Slice(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def of_person(actor: Actor, person_id: int) -> Sequence[Restriction]:
    """The bans of one person, lifted ones too, the newest first."""
    _at_the_desk(actor)
    return list(Restriction.objects.filter(person_id=person_id).order_by("-pk"))


def orders_of(actor: Actor, person_id: int) -> Sequence[RestrictionOrder]:
    """Every order about one person, the newest first: what each value was, and who changed it."""
    _at_the_desk(actor)
    rows = RestrictionOrder.objects.filter(person_id=person_id)
    return list(rows.select_related("entered_by__person", "settled_by__person").order_by("-pk"))


def orders_before(actor: Actor, row: RestrictionOrder) -> Sequence[RestrictionOrder]:
    """The confirmed orders that gave a ban its values before this order, the newest first."""
    if row.restriction_id is None:
        return []
    return [
        one
        for one in orders_of(actor, row.person_id)
        if one.restriction_id == row.restriction_id and one.confirmed and one.pk < row.pk
    ]


def ban(actor: Actor, restriction_id: int) -> Restriction:
    """One ban; NotVisible for who is not at the desk."""
    _at_the_desk(actor)
    row = Restriction.objects.select_related("person").filter(pk=restriction_id).first()
    if row is None:
        raise NotVisible
    return row


def order(actor: Actor, order_id: int) -> RestrictionOrder:
    """One order with its person, its scan and who had a hand in it."""
    _at_the_desk(actor)
    rows = RestrictionOrder.objects.select_related(
        "person", "restriction", "received", "entered_by__person", "settled_by__person"
    )
    row = rows.prefetch_related("pages").filter(pk=order_id).first()
    if row is None:
        raise NotVisible
    return row


def scan_of(row: RestrictionOrder) -> tuple[str, Sequence[Objection]]:
    """How far the scan of an order is (none, waiting, ready, broken), and what is wrong with it."""
    if row.received is None:
        return "none", ()
    if row.received.state == State.REFUSED:
        return "broken", row.received.objections
    return ("ready" if row.pages.all() else "waiting"), ()


def opened_page(actor: Actor, order_id: int, number: int, variant: str) -> BinaryIO:
    """A page of the scanned instrument: ``full``, ``preview`` or ``thumbnail``."""
    _at_the_desk(actor)
    rows = InstrumentPage.objects.select_related("stored")
    page = rows.filter(order_id=order_id, number=number).first()
    if page is None or variant not in set(Variant):
        raise NotVisible
    return open_clean(page.stored, Variant(variant))


def _at_the_desk(actor: Actor) -> None:
    if actor.role is not DESK:
        raise NotVisible
