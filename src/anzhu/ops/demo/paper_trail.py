"""What happens to the crowd's cases after the final review: batches, paper, parcels, collection."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from anzhu.cases.models import Case
from anzhu.people import actions as people
from anzhu.production import batches, collecting, deciding, printing, shipping
from anzhu.production.models import Batch, Item
from anzhu.rules.facts import Reason
from anzhu.rules.production import CollectedBy

if TYPE_CHECKING:
    from anzhu.ops.demo.world import World

#: Places on paper, each one further along than the one before.
_ON_PAPER = ("to_make", "printed", "shipped", "received", "closed")
_DAY = timedelta(days=1)


def enrol_only(name: str, id_number: str, *, obtained: date) -> None:
    """Put somebody on the roster who has no account yet."""
    people.enrol(
        name=name,
        id_number=id_number,
        number=f"Q{obtained:%Y}{id_number[-8:]}",
        obtained=obtained,
        category="chemical",
    )


def decide_and_produce(world: "World", walked: Mapping[str, Sequence[Case]], now: datetime) -> None:
    """One batch decided three weeks ago whose paper is on its way, one waiting for the ministry."""
    in_office = now.replace(hour=2, minute=15)
    decided_at = in_office - 21 * _DAY
    decided = [case for place in _ON_PAPER for case in walked[place]]
    refused = list(walked["refused"])
    old = _frozen(world, [*decided, *refused], decided_at - _DAY, "first")
    deciding.approve(
        batch_id=old.pk,
        leaving_out={},
        refusing={case.pk: [Reason(code="refuse.no_suitable_post", item="")] for case in refused},
        second_factor=True,
        key="the first batch",
        actor=world.staff["赵敏"].actor,
        now=decided_at,
    )
    waiting = list(walked["approval"])
    _frozen(world, waiting[: (len(waiting) + 1) // 2], in_office - _DAY, "second")
    _make_paper(world, walked, decided_at + _DAY)


def _frozen(world: "World", cases: Sequence[Case], at: datetime, key: str) -> Batch:
    actor = world.staff["孙立"].actor
    ids = [case.pk for case in cases]
    batch = batches.compile_batch(case_ids=ids, key=f"compile {key}", actor=actor, now=at)
    return batches.freeze(batch_id=batch.pk, key=f"freeze {key}", actor=actor, now=at)


def _make_paper(world: "World", walked: Mapping[str, Sequence[Case]], at: datetime) -> None:
    producer = world.staff["王磊"].actor
    printed = _items([case for place in _ON_PAPER[1:] for case in walked[place]])
    run = printing.start(item_ids=[item.pk for item in printed], actor=producer, now=at)
    printing.confirm(run_id=run.pk, spoiled={}, actor=producer, now=at)
    ready = _items([case for place in _ON_PAPER[2:] for case in walked[place]])
    printing.check(item_ids=[item.pk for item in ready], actor=producer, now=at)
    there = {case.pk for place in ("received", "closed") for case in walked[place]}
    _ship(world, [item for item in ready if item.case_id in there], at + _DAY, arrive=True)
    _ship(world, [item for item in ready if item.case_id not in there], at + 9 * _DAY, arrive=False)
    for item in _items(walked["closed"]):
        _collect(world, item, at + 6 * _DAY)


def _items(cases: Sequence[Case]) -> list[Item]:
    return list(Item.objects.filter(case__in=cases).order_by("pk"))


def _ship(world: "World", items: Sequence[Item], at: datetime, *, arrive: bool) -> None:
    producer = world.staff["王磊"].actor
    by_agency: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        by_agency[item.agency_id].append(item)
    for agency_id, inside in by_agency.items():
        ids = [item.pk for item in inside]
        parcel = shipping.pack(agency_id=agency_id, item_ids=ids, actor=producer, now=at)
        shipping.hand_over(
            parcel_id=parcel.pk,
            courier="邮政特快（样例）",
            courier_number=f"EX{parcel.pk:09d}CN",
            actor=producer,
            now=at,
        )
        if arrive:
            reviewer, _ = world.reviewers[agency_id]
            shipping.receive(
                parcel_id=parcel.pk,
                seen=ids,
                key=f"receive {parcel.pk}",
                actor=reviewer.actor,
                now=at + 2 * _DAY,
            )


def _collect(world: "World", item: Item, at: datetime) -> None:
    reviewer, _ = world.reviewers[item.agency_id]
    collecting.collect(
        item_id=item.pk,
        by=CollectedBy.SELF,
        proof="核验本人居民身份证",
        key=f"collect {item.serial}",
        actor=reviewer.actor,
        now=at,
    )
