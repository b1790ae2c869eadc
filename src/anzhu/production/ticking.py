"""What the clock does about paper; and everything it does, at once, where a demo plays time."""

from datetime import date, datetime

from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.cases import ticking as cases
from anzhu.kernel import clock, demo_clock, jobs
from anzhu.kernel.actor import Actor
from anzhu.notices.actions import put
from anzhu.people import queries as people
from anzhu.production.models import Item
from anzhu.rules import deadlines
from anzhu.rules.production import ItemStatus

AT_MOST = 2000


@transaction.atomic
def remind_to_collect(*, item_id: int, now: datetime) -> Item | None:
    """Remind the holder of a sheet that has lain at the agency for a month, and for three (2.10).

    On the site always; by e-mail unless the account has asked for none.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    today = clock.day(now)
    if item.status != ItemStatus.RECEIVED or _due(item, today) is None:
        return None
    Item.objects.filter(pk=item.pk).update(reminded_on=today)
    case = item.case
    account = people.applicant_account_of(case.person_id)
    if account:
        put(
            "item.uncollected",
            account_id=account.pk,
            now=now,
            params={
                "ref": case.ref,
                "agency": item.agency.name,
                "since": clock.day(item.status_at),
            },
            chain=case.ref,
            email=account.email if account.wants_reminders else "",
        )
    return item


def _due(item: Item, today: date) -> date | None:
    days = deadlines.uncollected_reminders(clock.day(item.status_at))
    return deadlines.reminder_due(days, item.reminded_on, today)


def tick(now: datetime, at_most: int = AT_MOST) -> dict[str, int]:
    """Remind everybody whose reminder is due; how many that were."""
    today = clock.day(now)
    lying = Item.objects.filter(status=ItemStatus.RECEIVED).only("status_at", "reminded_on")
    due = (item.pk for item in lying.order_by("pk").iterator() if _due(item, today) is not None)
    chosen = [key for key, _ in zip(due, range(at_most), strict=False)]
    return {
        "uncollected": sum(remind_to_collect(item_id=key, now=now) is not None for key in chosen)
    }


@jobs.every("3 * * * *", name="production.remind_to_collect")
def run_clocks() -> None:
    """What is due now, once an hour."""
    tick(clock.now())


@jobs.task(name="production.catch_up", queue="clock")
def catch_up() -> None:
    """All that is due by now, of applications and of paper."""
    now = clock.now()
    cases.tick(now)
    tick(now)


@transaction.atomic
def lead_demo_to(*, day: date, actor: Actor, now: datetime) -> None:
    """Move the clock of a demonstration to a day and do what is due then.

    Raises ``Refused`` outside a demo, or if the day is too far away.
    """
    demo_clock.lead_to(day)
    record("demo.clock", chain=HOUSE, actor=actor, now=now, data={"day": day})
    jobs.later(catch_up)
