"""The agency's counter: who came for a certificate, and the end of the case (2.10)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.cases.actions import take_step
from anzhu.kernel import once
from anzhu.kernel.actor import CLOCK, Actor
from anzhu.people import queries as people
from anzhu.production import items
from anzhu.production.models import Collection, Item
from anzhu.registrations import actions as registrations
from anzhu.rules.facts import Asked
from anzhu.rules.numbering import Sheet
from anzhu.rules.production import CollectedBy, ItemAsked, ItemStatus


@transaction.atomic
def collect(
    *,
    item_id: int,
    by: CollectedBy | None,
    proof: str,
    key: str,
    actor: Actor,
    now: datetime,
    proxy_name: str = "",
    proxy_id_last_4: str = "",
    old_certificate_seen: bool = False,
) -> Collection:
    """Hand the sheet out and record to whom; the case is closed with it.

    Of two labels on their way to one holder only the later one is handed out; the earlier one is
    void with it, wherever it lies, and its case is closed, too. ``proof`` is what was looked at
    (the ID card, a letter of authority); a proxy is known by name and the last four characters of
    the ID number.
    Raises ``Refused`` with everything missing.
    """
    with once.first(key, actor=actor, action="item.collect", now=now) as turn:
        (item,) = items.locked([item_id], actor)
        if turn.answer is not None:
            return item.collection
        asked = ItemAsked(
            by=by,
            proxy_name=proxy_name,
            proxy_id_last_4=proxy_id_last_4.strip().upper(),
            proof=proof,
            old_certificate_seen=old_certificate_seen,
            newer=_newer_than(item),
        )
        items.take_item_step("collect", items=[item], actor=actor, now=now, asked=asked)
        row = _kept(item, asked, actor=actor, now=now)
        if item.kind == Sheet.LABEL:
            registrations.void_earlier_labels(item.registration, now=now)
            _supersede_earlier(item, now=now)
        # A case has one sheet that is not void, so this was its last.
        take_step(
            "close",
            case=cases.locked(item.case_id),
            actor=actor,
            now=now,
            known={"item_collected": True},
        )
        turn.keep({"item": item.pk})
    return row


def _labels_of_the_holder(item: Item) -> QuerySet[Item]:
    """Labels of the same holder that can still be handed out or are on their way."""
    rows = Item.objects.filter(kind=Sheet.LABEL, registration__person=item.registration.person_id)
    return rows.exclude(status__in=[ItemStatus.VOID, ItemStatus.COLLECTED]).order_by("pk")


def _newer_than(item: Item) -> str:
    """The serial of the last label that was granted after this one; empty where there is none."""
    if item.kind != Sheet.LABEL:
        return ""
    newer = _labels_of_the_holder(item).filter(registration__gt=item.registration_id).last()
    return newer.serial if newer else ""


def _supersede_earlier(item: Item, *, now: datetime) -> None:
    """Labels of earlier grants are void, and their cases closed; the holder is told why.

    The house does it, not the clerk: one may lie at another agency, or still be on its way there.
    """
    rows = _labels_of_the_holder(item).filter(registration__lt=item.registration_id)
    earlier = list(rows.select_for_update(of=("self",)).select_related("case", "agency"))
    if not earlier:
        return
    reason = words.text("production.superseded", serial=item.serial)
    asked = ItemAsked(reason=reason)
    items.take_item_step("supersede", items=earlier, actor=CLOCK, now=now, asked=asked)
    for one in earlier:
        take_step(
            "supersede",
            case=cases.locked(one.case_id),
            actor=CLOCK,
            now=now,
            asked=Asked(note=reason),
            known={"item_superseded": True},
        )


def _kept(item: Item, asked: ItemAsked, *, actor: Actor, now: datetime) -> Collection:
    by_proxy = asked.by is CollectedBy.PROXY
    return Collection.objects.create(
        item=item,
        at=now,
        by=asked.by or CollectedBy.SELF,
        # Nothing about other people is kept where the holder came in person.
        proxy_name=asked.proxy_name.strip() if by_proxy else "",
        proxy_id_last_4=asked.proxy_id_last_4 if by_proxy else "",
        proof=asked.proof.strip(),
        old_certificate_seen=asked.old_certificate_seen,
        account=people.me(actor),
    )
