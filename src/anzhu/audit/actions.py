from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from anzhu.audit import chain as chains
from anzhu.audit.models import Entry, Head
from anzhu.kernel.actor import Actor

#: The chain of what concerns no single case.
HOUSE = "house"


@dataclass(frozen=True, kw_only=True)
class ToRecord:
    """What ``record_all`` is to append to one chain."""

    chain: str
    subject: str = ""
    digest: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


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
    said = ToRecord(chain=chain, subject=subject, digest=digest, data=data or {})
    return record_all(event, [said], actor=actor, now=now)[0]


def record_all(event: str, said: Sequence[ToRecord], *, actor: Actor, now: datetime) -> list[Entry]:
    """Append one entry each to many chains, in as many statements as for one.

    The heads are locked in the order of their names, so that two of these never wait for each
    other in a circle.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs into the transaction of its act")
    heads = _locked_heads({one.chain for one in said})
    entries = []
    for one in said:
        head = heads[one.chain]
        content: dict[str, Any] = {
            "before": head.hash,
            "chain": one.chain,
            "seq": head.seq + 1,
            "at": now,
            "event": event,
            "account_id": actor.account_id,
            "role": str(actor.role),
            "subject": one.subject,
            "digest": one.digest,
            "data": _plain(one.data),
        }
        entry = Entry(**content, hash=chains.entry_hash(**content))
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    _save_heads(list(heads.values()))
    return entries


def _locked_heads(names: set[str]) -> dict[str, Head]:
    new = [Head(chain=name) for name in sorted(names)]
    Head.objects.bulk_create(new, ignore_conflicts=True)
    rows = Head.objects.select_for_update().filter(chain__in=names).order_by("chain")
    return {head.chain: head for head in rows}


_MOVE_HEADS = """
UPDATE audit_head SET seq = new.seq, hash = new.hash
FROM unnest(%s::text[], %s::int[], %s::text[]) AS new (chain, seq, hash)
WHERE audit_head.chain = new.chain
"""


def _save_heads(heads: Sequence[Head]) -> None:
    # One statement for any number of chains; bulk_update would spell out a case for each of them.
    columns = [[getattr(head, name) for head in heads] for name in ("chain", "seq", "hash")]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_HEADS, columns)


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
