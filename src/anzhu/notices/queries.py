from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from anzhu.kernel import secrets
from anzhu.kernel.actor import Actor
from anzhu.notices import channels
from anzhu.notices.models import Delivery, Notice


@dataclass(frozen=True)
class Told:
    """A notice as it is shown."""

    subject: str
    body: str
    at: datetime
    chain: str
    unread: bool


def mine(actor: Actor, *, at_most: int = 20) -> Sequence[Told]:
    """The newest notices of the account."""
    rows = Notice.objects.filter(account_id=actor.account).order_by("-id")[:at_most]
    return [
        Told(*channels.wording(row.event, row.params), row.at, row.chain, row.read_at is None)
        for row in rows
    ]


def demo_messages(address: str, *, at_most: int = 3) -> Sequence[Told]:
    """What a demo would have sent to an address, newest first; nothing outside a demo."""
    if not settings.ANZHU_DEMO:
        return []
    found = []
    for row in Delivery.objects.order_by("-id")[:50]:
        if secrets.unseal(row.address, f"notices.delivery.address:{row.uid}") == address:
            found.append(
                Told(*channels.wording(row.event, row.params), row.at, chain="", unread=True)
            )
    return found[:at_most]
