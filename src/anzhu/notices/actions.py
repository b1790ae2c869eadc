import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from anzhu.kernel import clock, jobs, secrets
from anzhu.kernel.actor import Actor
from anzhu.notices import channels
from anzhu.notices.models import Delivery, Notice


def put(
    event: str,
    *,
    account_id: int,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    chain: str = "",
    email: str = "",
) -> Notice:
    """Tell an account, inside the transaction of what it is told about.

    The notice stands on the site at once; with ``email`` a message is queued too, and goes out
    only if the transaction commits. ``params`` hold dates, counts and codes, nothing personal.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a notice belongs into the transaction of what it tells")
    told = Notice.objects.create(
        account_id=account_id, event=event, params=_plain(params or {}), chain=chain, at=now
    )
    if email:
        send(event, to=email, channel="email", now=now, params=params, account_id=account_id)
    return told


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """One account that ``put_all`` is to tell, and what; without ``email`` on the site only."""

    account_id: int
    params: Mapping[str, Any] = field(default_factory=dict)
    chain: str = ""
    email: str = ""


def put_all(event: str, told: Sequence[ToTell], *, now: datetime) -> None:
    """Tell many accounts the same kind of thing, in as many statements as one."""
    if not connection.in_atomic_block:
        raise RuntimeError("a notice belongs into the transaction of what it tells")
    Notice.objects.bulk_create(
        Notice(
            account_id=one.account_id,
            event=event,
            params=_plain(one.params),
            chain=one.chain,
            at=now,
        )
        for one in told
    )
    messages = Delivery.objects.bulk_create(
        [_email(event, one, uuid.uuid4(), now) for one in told if one.email]
    )
    jobs.later_all(deliver, [{"delivery_id": message.pk} for message in messages])


def _email(event: str, one: ToTell, uid: uuid.UUID, now: datetime) -> Delivery:
    return Delivery(
        uid=uid,
        channel="email",
        account_id=one.account_id,
        address=secrets.seal(one.email, _where(uid)),
        event=event,
        params=_plain(one.params),
        at=now,
    )


def send(
    event: str,
    *,
    to: str,
    channel: str,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    account_id: int | None = None,
) -> Delivery:
    """Queue one message to an address; the worker sends it after the commit."""
    uid = uuid.uuid4()
    message = Delivery.objects.create(
        uid=uid,
        channel=channel,
        account_id=account_id,
        address=secrets.seal(to, _where(uid)),
        event=event,
        params=_plain(params or {}),
        at=now,
    )
    jobs.later(deliver, delivery_id=message.pk)
    return message


@jobs.task(name="notices.deliver", queue="notices", retry=3)
def deliver(delivery_id: int) -> None:
    """Send one waiting message; a second delivery of the same job finds nothing to do."""
    with transaction.atomic():
        message = (
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(pk=delivery_id, state=Delivery.State.WAITING)
            .first()
        )
        if message is None:
            return
        address = secrets.unseal(message.address, _where(message.uid))
        channels.transmit(message.channel, address, message.event, message.params)
        message.state, message.sent_at = Delivery.State.SENT, clock.now()
        message.save(update_fields=["state", "sent_at"])


def mark_read(*, actor: Actor, now: datetime) -> None:
    """The actor has read the notices of the account, up to this moment."""
    unread = Notice.objects.filter(account_id=actor.account, read_at=None, at__lte=now)
    unread.update(read_at=now)


def _where(uid: uuid.UUID) -> str:
    return f"notices.delivery.address:{uid}"


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, date | datetime) else value
        for key, value in params.items()
    }
