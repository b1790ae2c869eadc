"""Bans: on what basis one may be set, for how long, and what speaks against an order (R8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from anzhu.rules import parameters
from anzhu.rules.calendar import add_years
from anzhu.rules.dated import Dated
from anzhu.rules.objections import Objection, objection


class Basis(StrEnum):
    """The case of the law that a ban rests on."""

    IMPROPER_MEANS = "improper_means"
    LICENCE_REVOKED = "licence_revoked"
    FALSE_APPLICATION = "false_application"
    BARRED = "barred"


class OrderKind(StrEnum):
    """What an order of the centre does: set a ban, correct one, or lift one."""

    SET = "set"
    CORRECT = "correct"
    LIFT = "lift"


#: Where the registration itself is revoked with the ban: it ends with the order.
ENDS_REGISTRATION = frozenset({Basis.IMPROPER_MEANS, Basis.LICENCE_REVOKED})
#: Where the law names no case of its own: the provision must be written out.
NEEDS_PROVISION = frozenset({Basis.LICENCE_REVOKED, Basis.BARRED})
_YEARS: Mapping[Basis, Dated[int]] = MappingProxyType(
    {
        Basis.IMPROPER_MEANS: parameters.BAN_YEARS_IMPROPER_MEANS,
        Basis.FALSE_APPLICATION: parameters.BAN_YEARS_FALSE_APPLICATION,
    }
)
_REASONED: Mapping[OrderKind, bool] = MappingProxyType(
    {OrderKind.SET: False, OrderKind.CORRECT: True, OrderKind.LIFT: True}
)


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """What an order says; what nobody filled in is None or empty."""

    kind: OrderKind = OrderKind.SET
    basis: Basis | None = None
    provision: str = ""
    instrument: str = ""
    starts_on: date | None = None
    years: int | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmFacts:
    """Where an order stands when a second person is to confirm it."""

    open: bool
    entered_by_person: int
    confirming_person: int | None
    concerns_person: int
    scan_is_clean: bool


def until(starts_on: date, years: int) -> date:
    """The last day of a ban: the same day so many years later (R8)."""
    return add_years(starts_on, years)


def usual_years(basis: Basis, on: date) -> int | None:
    """How long the law bars on this basis; None where the instrument alone says it."""
    known = _YEARS.get(basis)
    return known.on(on) if known else None


def objections_to_order(order: OrderFacts, on: date) -> Iterator[Objection]:
    """Everything wrong with an order, in the order of its form."""
    if order.kind is not OrderKind.LIFT:
        yield from _against_terms(order, on)
    if not order.instrument.strip():
        yield objection("restriction.no_instrument", "R8")
    if _REASONED[order.kind] and not order.reason.strip():
        yield objection("restriction.no_reason", "flow")


def _against_terms(order: OrderFacts, on: date) -> Iterator[Objection]:
    if order.basis is None:
        yield objection("restriction.no_basis", "R8")
    elif order.basis in NEEDS_PROVISION and not order.provision.strip():
        yield objection("restriction.no_provision", "R8")
    if order.starts_on is None:
        yield objection("restriction.no_start", "R8")
    elif order.starts_on > on:
        yield objection("restriction.starts_in_future", "R8", start=order.starts_on)
    most = parameters.BAN_MOST_YEARS.on(on)
    if order.years is None or not 1 <= order.years <= most:
        yield objection("restriction.years", "R8", most=most)
    elif order.kind is OrderKind.SET and order.starts_on is not None:
        last = until(order.starts_on, order.years)
        if last < on:
            yield objection("restriction.over_already", "R8", until=last)


def objections_to_confirming(facts: ConfirmFacts) -> Iterator[Objection]:
    """Two people set a ban, neither of them the one it concerns, and the instrument is there."""
    if not facts.open:
        yield objection("restriction.wrong_status", "flow")
        return
    if facts.confirming_person == facts.entered_by_person:
        yield objection("restriction.same_person", "flow")
    if facts.confirming_person == facts.concerns_person:
        yield objection("separation.own_case", "flow")
    if not facts.scan_is_clean:
        yield objection("restriction.no_scan", "R8")
