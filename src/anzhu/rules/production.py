"""The steps of what is made of paper, and of the batches and parcels it travels in (3-flow)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from anzhu.rules.facts import AGENCY_ROLES, ActorFacts, Kind, Role
from anzhu.rules.objections import Objection, objection


class ItemStatus(StrEnum):
    """Where a certificate or label is."""

    TO_MAKE = "to_make"
    PRINTED = "printed"
    CHECKED = "checked"
    SHIPPED = "shipped"
    RECEIVED = "received"
    COLLECTED = "collected"
    VOID = "void"


class ParcelStatus(StrEnum):
    """Where a parcel to an agency is."""

    PACKED = "packed"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"


class BatchStatus(StrEnum):
    """Where a batch for the ministry's approval is."""

    OPEN = "open"
    FROZEN = "frozen"
    DECIDED = "decided"


class CollectedBy(StrEnum):
    """Who came for it."""

    SELF = "self"
    PROXY = "proxy"
    COURIER = "courier"


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """A certificate or label, as the table of steps sees it."""

    status: ItemStatus
    agency_id: int | None = None
    holder_person_id: int | None = None
    #: a change: the old certificate must be brought along (4.3.3)
    old_certificate_due: bool = False


def brings_old_certificate(kind: Kind) -> bool:
    """Must whoever comes for the sheet bring the old certificate along (4.3.3)?"""
    return kind is Kind.CHANGE


@dataclass(frozen=True, kw_only=True)
class ItemAsked:
    """What is put in with a step of an item."""

    reason: str = ""
    parcel_packed: bool = False
    by: CollectedBy | None = None
    proxy_name: str = ""
    proxy_id_last_4: str = ""
    proof: str = ""
    old_certificate_seen: bool = False
    #: the serial of a label that was granted to the same holder later
    newer: str = ""


ItemGuard = Callable[[ItemFacts, ActorFacts, ItemAsked, date], Iterator[Objection]]


def _a_reason(
    item: ItemFacts, actor: ActorFacts, asked: ItemAsked, on: date
) -> Iterator[Objection]:
    if not asked.reason.strip():
        yield objection("item.no_reason", "flow")


def _in_a_parcel(
    item: ItemFacts, actor: ActorFacts, asked: ItemAsked, on: date
) -> Iterator[Objection]:
    if not asked.parcel_packed:
        yield objection("item.not_packed", "flow")


def _collector_is_known(
    item: ItemFacts, actor: ActorFacts, asked: ItemAsked, on: date
) -> Iterator[Objection]:
    if asked.by is None:
        yield objection("collect.no_collector", "2.10")
    elif asked.by is CollectedBy.PROXY and not _names_a_proxy(asked):
        yield objection("collect.proxy_unknown", "2.10")
    if not asked.proof.strip():
        yield objection("collect.no_proof", "2.10")


def _names_a_proxy(asked: ItemAsked) -> bool:
    return bool(asked.proxy_name.strip()) and len(asked.proxy_id_last_4) == 4


def _old_certificate_is_seen(
    item: ItemFacts, actor: ActorFacts, asked: ItemAsked, on: date
) -> Iterator[Objection]:
    if item.old_certificate_due and not asked.old_certificate_seen:
        yield objection("collect.old_certificate_missing", "4.3.3")


def _is_the_newest(
    item: ItemFacts, actor: ActorFacts, asked: ItemAsked, on: date
) -> Iterator[Objection]:
    if asked.newer:
        yield objection("collect.newer_label", "2.10", newer=asked.newer)


@dataclass(frozen=True, kw_only=True)
class ItemStep:
    """One thing that can happen to a certificate or label."""

    name: str
    leaves: frozenset[ItemStatus]
    enters: ItemStatus
    by: frozenset[Role]
    clause: str = "2.10"
    needs: tuple[ItemGuard, ...] = ()
    tells: tuple[str, ...] = ()


_PRODUCER = frozenset({Role.CENTRE_PRODUCER})
_BEFORE_COLLECTION = frozenset(ItemStatus) - {ItemStatus.COLLECTED, ItemStatus.VOID}

_ITEM_TABLE = (
    ItemStep(
        name="print",
        leaves=frozenset({ItemStatus.TO_MAKE}),
        enters=ItemStatus.PRINTED,
        by=_PRODUCER,
    ),
    ItemStep(
        name="check",
        leaves=frozenset({ItemStatus.PRINTED}),
        enters=ItemStatus.CHECKED,
        by=_PRODUCER,
    ),
    ItemStep(
        name="ship",
        leaves=frozenset({ItemStatus.CHECKED}),
        enters=ItemStatus.SHIPPED,
        by=_PRODUCER,
        needs=(_in_a_parcel,),
        tells=("item.shipped",),
    ),
    ItemStep(
        name="receive",
        leaves=frozenset({ItemStatus.SHIPPED}),
        enters=ItemStatus.RECEIVED,
        by=AGENCY_ROLES,
        tells=("item.received",),
    ),
    ItemStep(
        name="collect",
        leaves=frozenset({ItemStatus.RECEIVED}),
        enters=ItemStatus.COLLECTED,
        by=AGENCY_ROLES,
        # The case is closed with it, and that is told.
        needs=(_collector_is_known, _old_certificate_is_seen, _is_the_newest),
    ),
    ItemStep(
        name="void",
        leaves=_BEFORE_COLLECTION,
        enters=ItemStatus.VOID,
        by=_PRODUCER,
        needs=(_a_reason,),
    ),
    ItemStep(
        # A label that was granted later was handed out: this one says what is no longer so. The
        # house does it, wherever the sheet is: it may lie at another agency.
        name="supersede",
        leaves=_BEFORE_COLLECTION,
        enters=ItemStatus.VOID,
        by=frozenset({Role.CLOCK}),
        needs=(_a_reason,),
    ),
    ItemStep(
        # The registration was cancelled before its sheet was collected (R8, R10).
        name="recall",
        leaves=_BEFORE_COLLECTION,
        enters=ItemStatus.VOID,
        by=frozenset({Role.CENTRE_REVIEWER}),
        clause="R8",
        needs=(_a_reason,),
    ),
)
ITEM_STEPS: Mapping[str, ItemStep] = MappingProxyType({step.name: step for step in _ITEM_TABLE})


@dataclass(frozen=True, kw_only=True)
class ParcelStep:
    """One thing that can happen to a parcel."""

    name: str
    leaves: frozenset[ParcelStatus]
    enters: ParcelStatus
    by: frozenset[Role]


PARCEL_STEPS: Mapping[str, ParcelStep] = MappingProxyType(
    {
        "hand_over": ParcelStep(
            name="hand_over",
            leaves=frozenset({ParcelStatus.PACKED}),
            enters=ParcelStatus.HANDED_OVER,
            by=_PRODUCER,
        ),
        "receive": ParcelStep(
            name="receive",
            leaves=frozenset({ParcelStatus.HANDED_OVER}),
            enters=ParcelStatus.RECEIVED,
            by=AGENCY_ROLES,
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class BatchStep:
    """One thing that can happen to a batch for approval."""

    name: str
    leaves: frozenset[BatchStatus]
    enters: BatchStatus
    by: frozenset[Role]


_CENTRE = frozenset({Role.CENTRE_REVIEWER})
_MINISTRY = frozenset({Role.MINISTRY_APPROVER})

BATCH_STEPS: Mapping[str, BatchStep] = MappingProxyType(
    {
        "freeze": BatchStep(
            name="freeze",
            leaves=frozenset({BatchStatus.OPEN}),
            enters=BatchStatus.FROZEN,
            by=_CENTRE,
        ),
        "thaw": BatchStep(
            name="thaw",
            leaves=frozenset({BatchStatus.FROZEN}),
            enters=BatchStatus.OPEN,
            by=_CENTRE,
        ),
        "decide": BatchStep(
            name="decide",
            leaves=frozenset({BatchStatus.FROZEN}),
            enters=BatchStatus.DECIDED,
            by=_MINISTRY,
        ),
    }
)


def objections_to_item_step(
    step: ItemStep, item: ItemFacts, actor: ActorFacts, asked: ItemAsked, on: date
) -> list[Objection]:
    """Every reason against this step: who, where, then what.

    Whoever could never take the step hears only that.
    """
    if actor.role not in step.by or not _is_their_agency(actor, item.agency_id):
        return [objection("step.not_yours", "flow", step=step.name)]
    if item.status not in step.leaves:
        return [
            objection("item.wrong_status", "flow", step=step.name, item_status=str(item.status))
        ]
    found = [*_of_another_human(item, actor)]
    for guard in step.needs:
        found.extend(guard(item, actor, asked, on))
    return found


def objections_to_parcel_step(
    step: ParcelStep, status: ParcelStatus, agency_id: int, actor: ActorFacts
) -> list[Objection]:
    """Every reason against a step of a parcel to this agency."""
    if actor.role not in step.by or not _is_their_agency(actor, agency_id):
        return [objection("step.not_yours", "flow", step=step.name)]
    if status not in step.leaves:
        return [objection("parcel.wrong_status", "flow", step=step.name, parcel_status=str(status))]
    return []


def objections_to_batch_step(
    step: BatchStep, status: BatchStatus, actor: ActorFacts
) -> list[Objection]:
    """Every reason against a step of a batch; each case in it is asked for itself."""
    if actor.role not in step.by:
        return [objection("step.not_yours", "flow", step=step.name)]
    if status not in step.leaves:
        return [objection("batch.wrong_status", "flow", step=step.name, batch_status=str(status))]
    return []


def _is_their_agency(actor: ActorFacts, agency_id: int | None) -> bool:
    return actor.role not in AGENCY_ROLES or actor.agency_id == agency_id


def _of_another_human(item: ItemFacts, actor: ActorFacts) -> Iterator[Objection]:
    if actor.person_id is not None and actor.person_id == item.holder_person_id:
        yield objection("separation.own_case", "flow")
