"""One-time codes that were sent to somebody: made, and answered once within a few tries."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anzhu.kernel import secrets
from anzhu.people.models import Account, Challenge

CODE_LIVES = timedelta(minutes=15)


def made(
    purpose: str, payload: Mapping[str, Any], *, now: datetime, account: Account | None = None
) -> tuple[Challenge, str]:
    """A challenge that is kept, and the code that answers it, for the caller to send.

    With ``account``, it is found by whose it is; else by its token alone.
    """
    row = begun(purpose, payload, now=now)
    row.account = account
    code = secrets.code()
    row.code_digest = digest(row.token, code)
    row.save(force_insert=True)
    return row, code


def begun(purpose: str, payload: Mapping[str, Any], *, now: datetime) -> Challenge:
    """A challenge without a code yet, unsaved: no answer is right as long as it has none."""
    row = Challenge(token=secrets.token(), purpose=purpose, expires_at=now + CODE_LIVES)
    row.payload = secrets.seal(json.dumps(payload), _place(row))
    return row


@transaction.atomic
def answered(purpose: str, token: str, code: str, now: datetime) -> dict[str, Any] | None:
    """The payload if the code is right, which uses it up; None, and one try less, if not."""
    row = locked(purpose, token, now)
    if row is None:
        return None
    if not is_right(row, code):
        miss(row)
        return None
    use(row, now)
    return payload_of(row)


def locked(purpose: str, token: str, now: datetime) -> Challenge | None:
    """A challenge that can still be answered, under its row lock."""
    rows = Challenge.objects.select_for_update().filter(
        token=token, purpose=purpose, used_at=None, expires_at__gt=now, tries_left__gt=0
    )
    return rows.first()


def is_right(row: Challenge, code: str) -> bool:
    """Is this the code that was sent? Never, while none was."""
    return hmac.compare_digest(row.code_digest, digest(row.token, code.strip()))


def miss(row: Challenge) -> None:
    """Count a wrong answer."""
    row.tries_left -= 1
    row.save(update_fields=["tries_left"])


def use(row: Challenge, now: datetime) -> None:
    """A code is good once."""
    row.used_at = now
    row.save(update_fields=["used_at"])


def payload_of(row: Challenge) -> dict[str, Any]:
    """What the challenge was made for."""
    found: dict[str, Any] = json.loads(secrets.unseal(row.payload, _place(row)))
    return found


def digest(token: str, code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(f"{token}|{code}".encode()).hexdigest()


def _place(row: Challenge) -> str:
    return f"people.challenge.payload:{row.uid}"
