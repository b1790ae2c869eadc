"""Sign-up and password reset by a one-time code: the same answer whoever is known already."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import clock, limits
from anzhu.kernel.errors import Refused
from anzhu.notices.actions import send
from anzhu.people import challenges, on_record, passwords
from anzhu.people.actions import actor_for, open_account
from anzhu.people.models import Account
from anzhu.rules import identifiers
from anzhu.rules.facts import Role
from anzhu.rules.objections import Objection, objection

_HOUR = 3600


def objections_to_sign_up(fields: Mapping[str, str], *, on: datetime) -> dict[str, list[Objection]]:
    """What is wrong with a sign-up, by field; an empty dict if nothing is."""
    found: dict[str, Sequence[Objection]] = {
        "name": [] if fields["name"].strip() else [objection("field.empty", "2.2")],
        "id_number": list(identifiers.objections_to_id_number(fields["id_number"], clock.day(on))),
        "phone": list(identifiers.objections_to_phone(fields["phone"])),
        "password": weaknesses(fields["password"]),
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
        # Who came from a list of the time before is a holder already: knowing the ID number
        # is not enough, so the code opens nothing unless it went to the address on record.
        elsewhere = on_record.must_activate(id_number=id_number, name=name, email=email)
        payload["known"] = known or elsewhere
        event = "account.activate" if elsewhere else "account.code"
        event = "account.exists" if known else event
        return _challenge("sign_up", payload, email=email, event=event, now=now)


def sign_up_confirm(*, token: str, code: str, now: datetime) -> Account | None:
    """Open the account if the code is right; None if it is wrong, used up or too old."""
    payload = challenges.answered("sign_up", token, code, now)
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
    weak = weaknesses(password)
    if weak:
        raise Refused(weak)
    payload = challenges.answered("reset", token, code, now)
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
    row, code = challenges.made(purpose, payload, now=now)
    if email:
        send(event, to=email, channel="email", now=now, params={"code": code})
    return row.token


def weaknesses(password: str) -> list[Objection]:
    """Everything that makes a password too weak."""
    try:
        validate_password(password)
    except ValidationError as weak:
        return [
            objection("password.weak", "house", why="".join(error.messages))
            for error in weak.error_list
        ]
    return []
