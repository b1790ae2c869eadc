"""The fingerprint of an entry and of a row: plain functions, usable without this system."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def canonical(value: object) -> bytes:
    """One spelling for one value: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    ).encode()


def row_digest(columns: Mapping[str, Any]) -> str:
    """The fingerprint of a row's business columns (hex SHA-256)."""
    return hashlib.sha256(canonical(columns)).hexdigest()


def entry_hash(
    *,
    before: str,
    chain: str,
    seq: int,
    at: datetime,
    event: str,
    account_id: int | None,
    role: str,
    subject: str,
    digest: str,
    data: Mapping[str, Any],
) -> str:
    """The hash of an entry, covering every column and the hash of the entry before it."""
    content = [
        before,
        chain,
        seq,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        event,
        account_id,
        role,
        subject,
        digest,
        data,
    ]
    return hashlib.sha256(canonical(content)).hexdigest()
