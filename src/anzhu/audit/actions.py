from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection

from anzhu.audit import chain as chains
from anzhu.audit.models import Entry, Head
from anzhu.kernel.actor import Actor

#: The chain of what concerns no single case.
HOUSE = "house"


def record(
    event: str,
    *,
    chain: str,
    actor: Actor,
    now: datetime,
    subject: str = "",
    digest: str = "",
    data: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one entry to a chain, inside the transaction of the act it tells of.

    The head of the chain is locked, so entries of one chain never fork. ``data`` holds codes and
    references only, never what would identify a person.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs into the transaction of its act")
    Head.objects.get_or_create(chain=chain)
    head = Head.objects.select_for_update().get(chain=chain)
    content: dict[str, Any] = {
        "before": head.hash,
        "chain": chain,
        "seq": head.seq + 1,
        "at": now,
        "event": event,
        "account_id": actor.account_id,
        "role": str(actor.role),
        "subject": subject,
        "digest": digest,
        "data": _plain(data or {}),
    }
    entry = Entry(**content, hash=chains.entry_hash(**content))
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON will give it back: the hash must not depend on Python types."""
    return {key: _value(value) for key, value in data.items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool | int) or value is None:
        return value
    return str(value)
