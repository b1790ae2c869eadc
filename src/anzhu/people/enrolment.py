"""Sign-up and password reset by a one-time code: the same answer whoever is known already."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import clock, limits, secrets
from anzhu.kernel.errors import Refused
from anzhu.notices.actions import send
from anzhu.people import passwords
from anzhu.people.actions import actor_for, open_account
from anzhu.people.models import Account, Challenge
from anzhu.rules import identifiers
from anzhu.rules.facts import Role
from anzhu.rules.objections import Objection, objection

CODE_LIVES = timedelta(minutes=15)
_HOUR = 3600


def objections_to_sign_up(fields: Mapping[str, str], *, on: datetime) -> dict[str, list[Objection]]:
    """What is wrong with a sign-up, by field; an empty dict if nothing is."""
    found: dict[str, Sequence[Objection]] = {
        "name": [] if fields["name"].strip() else [objection("field.empty", "2.2")],
        "id_number": list(identifiers.objections_to_id_number(fields["id_number"], clock.day(on))),
        "phone": list(identifiers.objections_to_phone(fields["phone"])),
        "password": _weaknesses(fields["password"]),
    }
    return {field: list(these) for field, these in found.items() if these}


def sign_up_begin(
    *,
    name: str,
    id_number: str,
    phone: str,
    email: str,
    password: str,
    address: str,
    now: datetime,
) -> str:
    """Send a code to the e-mail address; return the token under which it must be entered.

    Known or not, the answer is the same; whoever holds an account already is told so by e-mail.
    """
    fields = {"name": name, "id_number": id_number, "phone": phone, "password": password}
    wrong = objections_to_sign_up(fields, on=now)
    if wrong:
        raise Refused([found for these in wrong.values() for found in these])
    limits.hit("sign_up.address", address, at_most=20, per_seconds=_HOUR, now=now)
    limits.hit("sign_up.email", email.lower(), at_most=5, per_seconds=_HOUR, now=now)
    with transaction.atomic():
        known = (
            passwords.accounts_for(id_number).exists()
            or passwords.accounts_for(email).exists()
            or passwords.accounts_for(phone).exists()
        )
        payload = {
            "name": name,
            "id_number": id_number,
            "phone": phone,
            "email": email,
            "hashed": make_password(password),
            "known": known,
        }
        event = "account.exists" if known else "account.code"
        return _challenge("sign_up", payload, email=email, event=event, now=now)


def sign_up_confirm(*, token: str, code: str, now: datetime) -> Account | None:
    """Open the account if the code is right; None if it is wrong, used up or too old."""
    payload = _answered("sign_up", token, code, now)
    if payload is None or payload.pop("known"):
        return None
    try:
        return open_account(role=Role.APPLICANT, now=now, **payload)
    except IntegrityError:
        return None


def reset_begin(*, identifier: str, address: str, now: datetime) -> str:
    """Send a reset code to the account's e-mail address, if there is one; same answer if not."""
    limits.hit("reset.address", address, at_most=10, per_seconds=_HOUR, now=now)
    # However it is written: blanks, hyphens and capitals must not open a fresh count.
    said = identifiers.cleaned(identifier)
    limits.hit("reset.account", said, at_most=5, per_seconds=_HOUR, now=now)
    account = passwords.accounts_for(identifier).order_by("pk").first()
    with transaction.atomic():
        return _challenge(
            "reset",
            {"account": account.pk if account else None},
            email=account.email if account else "",
            event="account.reset_code",
            now=now,
        )


def reset_confirm(*, token: str, code: str, password: str, now: datetime) -> Account | None:
    """Set a new password if the code is right; ends every session of the account."""
    weak = _weaknesses(password)
    if weak:
        raise Refused(weak)
    payload = _answered("reset", token, code, now)
    if payload is None or payload["account"] is None:
        return None
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=payload["account"])
        account.set_password(password)
        account.save(update_fields=["password"])
        record("account.password_reset", chain=HOUSE, actor=actor_for(account), now=now)
    return account


def _challenge(
    purpose: str, payload: Mapping[str, Any], *, email: str, event: str, now: datetime
) -> str:
    code = secrets.code()
    row = Challenge(token=secrets.token(), purpose=purpose, expires_at=now + CODE_LIVES)
    row.payload = secrets.seal(json.dumps(payload), f"people.challenge.payload:{row.uid}")
    row.code_digest = _digest(row.token, code)
    row.save(force_insert=True)
    if email:
        send(event, to=email, channel="email", now=now, params={"code": code})
    return row.token


@transaction.atomic
def _answered(purpose: str, token: str, code: str, now: datetime) -> dict[str, Any] | None:
    row = (
        Challenge.objects.select_for_update()
        .filter(token=token, purpose=purpose, used_at=None, expires_at__gt=now, tries_left__gt=0)
        .first()
    )
    if row is None:
        return None
    if not hmac.compare_digest(row.code_digest, _digest(token, code.strip())):
        row.tries_left -= 1
        row.save(update_fields=["tries_left"])
        return None
    row.used_at = now
    row.save(update_fields=["used_at"])
    found: dict[str, Any] = json.loads(
        secrets.unseal(row.payload, f"people.challenge.payload:{row.uid}")
    )
    return found


def _digest(token: str, code: str) -> str:
    return hashlib.sha256(f"{token}|{code}".encode()).hexdigest()


def _weaknesses(password: str) -> list[Objection]:
    try:
        validate_password(password)
    except ValidationError as weak:
        return [
            objection("password.weak", "house", why="".join(error.messages))
            for error in weak.error_list
        ]
    return []
