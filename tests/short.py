"""Holders whose certificates were collected, for the stories of the short tracks."""

from datetime import datetime, timedelta

from anzhu.cases.models import Case
from anzhu.ops.demo import short_tracks
from anzhu.ops.demo.builder import Somebody
from anzhu.production import batches, collecting, printing, shipping
from anzhu.production.models import Item
from anzhu.rules.facts import Kind, Status
from anzhu.rules.production import CollectedBy
from tests.approving import approved
from tests.domain import factories
from tests.world import MONDAY, Story

DAY = timedelta(days=1)
#: When certificates have been collected and a request may begin.
LATER = MONDAY + 14 * DAY


def registered(story: Story) -> Somebody:
    """林岚, whose initial registration was granted and whose certificate she holds."""
    case = story.concluded()
    items = approved(
        [case], centre=story.sun.actor, ministry=story.zhao.actor, now=MONDAY + 4 * DAY
    )
    collected(story, items, MONDAY + 5 * DAY)
    return story.lin


def collected(story: Story, items: list[Item], at: datetime) -> None:
    """Printed, checked, shipped, received and handed out."""
    producer, ids = story.wang.actor, [item.pk for item in items]
    run = printing.start(item_ids=ids, actor=producer, now=at)
    printing.confirm(run_id=run.pk, spoiled={}, actor=producer, now=at)
    printing.check(item_ids=ids, actor=producer, now=at)
    agency = items[0].agency_id
    parcel = shipping.pack(agency_id=agency, item_ids=ids, actor=producer, now=at)
    way = {"courier": "邮政", "courier_number": f"EX{parcel.pk:09d}CN"}
    shipping.hand_over(parcel_id=parcel.pk, **way, actor=producer, now=at)
    clerk = story.zhou.actor
    shipping.receive(parcel_id=parcel.pk, seen=ids, key=f"r{parcel.pk}", actor=clerk, now=at)
    for item in items:
        collecting.collect(
            item_id=item.pk,
            by=CollectedBy.SELF,
            proof="核验身份证",
            key=f"c{item.serial}",
            actor=clerk,
            now=at,
        )


def online(story: Story, kind: Kind, at: datetime = LATER, **said: object) -> Case:
    """Her request, filed on line."""
    return short_tracks.online(story.builder, kind, story.lin, at, **said)


def at_counter(story: Story, kind: Kind, at: datetime = LATER, **said: object) -> Case:
    """Her request, entered from paper by 周明."""
    person = story.lin.person.pk
    return short_tracks.at_counter(story.builder, kind, person, story.zhou, at, **said)


def forwarded(story: Story, case: Case, at: datetime = LATER + DAY) -> Case:
    """Reviewed by the agency and on the centre's desk."""
    return short_tracks.passed(story.builder, case, story.zhou, story.xu, at)


def in_frozen_batch(story: Story, of: Somebody) -> Case:
    """A change of hers that waits on a frozen list for the ministry."""
    agency = story.builder.agencies["SD"]
    case = factories.case(Status.APPROVAL, of=of.person, at=agency, kind=Kind.CHANGE)
    batch = batches.compile_batch(case_ids=[case.pk], key="b", actor=story.sun.actor, now=LATER)
    batches.freeze(batch_id=batch.pk, key="z", actor=story.sun.actor, now=LATER)
    return case
