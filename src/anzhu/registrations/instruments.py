"""The scanned decision behind an order of the centre: received, cleaned in the child, kept."""

from datetime import datetime

from django.db import transaction

from anzhu.files import actions as files
from anzhu.files.actions import Upload
from anzhu.files.models import Received
from anzhu.kernel import clock, jobs
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.registrations.models import InstrumentPage, RestrictionOrder
from anzhu.rules.facts import Role

PURPOSE = "restriction.instrument"
MOST_PAGES = 10


def take_in(upload: Upload, *, actor: Actor, now: datetime) -> Received:
    """Put a scan into quarantine; raises ``Refused`` as ``files.receive`` does."""
    return files.receive(upload, purpose=PURPOSE, actor=actor, now=now)


@transaction.atomic
def attach(upload: Upload, *, order_id: int, actor: Actor, now: datetime) -> RestrictionOrder:
    """Lay the scan of the instrument to an order that still waits; a new one replaces it.

    Only whoever entered the order may: else the second person could confirm what only that second
    person has seen.
    """
    order = RestrictionOrder.objects.select_for_update().filter(pk=order_id).first()
    if order is None or actor.role is not Role.CENTRE_REVIEWER:
        raise NotVisible
    if order.settled_at is not None:
        raise Refused.because("restriction.wrong_status", "flow")
    if order.entered_by_id != actor.account_id:
        raise Refused.because("restriction.scan_by_other", "flow")
    order.received = take_in(upload, actor=actor, now=now)
    order.save(update_fields=["received"])
    InstrumentPage.objects.filter(order=order).delete()
    look_at_later(order)
    return order


def look_at_later(order: RestrictionOrder) -> None:
    """Queue the cleaning of what was handed in with an order."""
    if order.received_id is not None:
        jobs.later(keep_instrument, order_id=order.pk, received_id=str(order.received_id))


@jobs.task(name="registrations.keep_instrument", queue="images", retry=2)
def keep_instrument(*, order_id: int, received_id: str) -> None:
    """Clean a scan and keep its pages with the order; what is wrong with it stands on the upload.

    Harmless to repeat, and to run after a newer scan has replaced this one.
    """
    order = RestrictionOrder.objects.get(pk=order_id)
    if str(order.received_id) != received_id or order.received_id is None:
        return
    try:
        pages = files.clean(order.received_id, now=clock.now(), most_pages=MOST_PAGES)
    except Refused:
        return
    with transaction.atomic():
        locked = RestrictionOrder.objects.select_for_update().get(pk=order_id)
        if locked.received_id != order.received_id or locked.pages.exists():
            return
        InstrumentPage.objects.bulk_create(
            InstrumentPage(order=locked, number=page.number, stored_id=page.stored_id)
            for page in pages
        )
