"""One-time keys: a repeated click or a retried request gets the first answer, not a second act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from anzhu.kernel.actor import Actor
from anzhu.kernel.models import OnceKey


@dataclass
class Turn:
    """The first answer, if there was one; else the place to keep it."""

    row: OnceKey
    fresh: bool

    @property
    def answer(self) -> dict[str, Any] | None:
        """What the first run answered, or None if this is the first run."""
        return None if self.fresh else (self.row.answer or {})

    def keep(self, answer: dict[str, Any]) -> None:
        """Keep the answer of the first run; committed together with what it did."""
        self.row.answer = answer
        self.row.save(update_fields=["answer"])


@contextmanager
def first(key: str, *, actor: Actor, action: str, now: datetime) -> Iterator[Turn]:
    """Enter a one-time act; must be inside a transaction.

    A concurrent twin waits here on the unique index until the first run has committed, then
    reads its answer; if the first run was refused and rolled back, the twin is the first.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("one-time keys belong into the transaction of their act")
    row, fresh = OnceKey.objects.get_or_create(
        account_id=actor.account_id or 0,
        action=action,
        key=key[:64],
        defaults={"at": now},
    )
    yield Turn(row, fresh)
