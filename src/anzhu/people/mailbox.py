"""An e-mail address is used for nothing until its owner has typed the code that was sent there.

Until then the account has none: notices stand on the site only, and no code for a password goes
out. At sign-up the code opens the account, so its address is confirmed from the start.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import limits
from anzhu.kernel.actor import Actor
from anzhu.notices.actions import put, send
from anzhu.people import challenges, passwords
from anzhu.people.models import Account, Challenge

PURPOSE = "email"
#: Codes for one account, and to one address: enough for a slow network, not for a flood.
CODES_AN_HOUR = 5
_HOUR = 3600


def asked(account: Account) -> str:
    """The address that waits for its code, however long ago it was sent; empty if none does."""
    row = _newest(account)
    return str(challenges.payload_of(row)["email"]) if row is not None else ""


def begin(*, email: str, actor: Actor, now: datetime) -> None:
    """Send a code to the address that the actor wants to be reached at; raises ``TooMany``.

    Nothing happens where the account has a confirmed one: that is corrected by a request (7.0).
    """
    said = email.strip().lower()
    limits.hit(
        "email.account", str(actor.account), at_most=CODES_AN_HOUR, per_seconds=_HOUR, now=now
    )
    limits.hit("email.address", said, at_most=CODES_AN_HOUR, per_seconds=_HOUR, now=now)
    with transaction.atomic():
        account = _locked(actor)
        if not account.email:
            ask(account, said, now=now)


def ask(account: Account, email: str, *, now: datetime) -> None:
    """Send the code to an address, within the transaction and the limits of the caller.

    Whose address it is does not show: another account's owner is told, and no code is right.
    """
    said = email.strip().lower()
    known = passwords.accounts_for(said).exclude(pk=account.pk).exists()
    payload = {"email": said, "known": known}
    _, code = challenges.made(PURPOSE, payload, now=now, account=account)
    event = "account.exists" if known else "account.email_code"
    send(event, to=said, channel="email", now=now, params={"code": code})


def confirm(*, code: str, actor: Actor, now: datetime) -> bool:
    """Use the address from now on if the code is right; False if wrong, used up or too old.

    A wrong code costs a try, and the address stays where it can be asked again. A repeated click
    finds the address confirmed.
    """
    with transaction.atomic():
        account = _locked(actor)
        if account.email:
            return True
        row = _newest(account)
        found = challenges.answered(PURPOSE, row.token, code, now) if row is not None else None
        if found is None or found["known"] or not _written(account, found["email"]):
            return False
        data = {"account": account.pk}
        record("account.email_confirmed", chain=HOUSE, actor=actor, now=now, data=data)
        put("account.email_confirmed", account_id=account.pk, now=now, email=account.email)
    return True


def _written(account: Account, email: str) -> bool:
    """Did the address become the account's? Not if another took it since the code went out."""
    account.email = email
    try:
        with transaction.atomic():
            account.save(update_fields=["email"])
    except IntegrityError:
        return False
    return True


def _locked(actor: Actor) -> Account:
    return Account.objects.select_for_update().get(pk=actor.account)


def _newest(account: Account) -> Challenge | None:
    rows = Challenge.objects.filter(purpose=PURPOSE, account=account, used_at=None)
    return rows.order_by("-pk").first()
