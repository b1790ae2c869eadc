"""A cancellation that is filed on line is confirmed by a one-time code sent to the holder (6.0).

Whoever sits at a signed-in screen cannot end a registration without the holder's phone or mailbox.
On paper the signed form says as much.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.cases import drafting, queries, request_facts
from anzhu.cases.models import Case
from anzhu.kernel import clock, limits
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.notices.actions import send
from anzhu.people import challenges
from anzhu.people import queries as people
from anzhu.people.models import Account
from anzhu.rules import checklist

PURPOSE = "cancel"
#: Codes for one application: enough for a slow network, not for a flood of messages.
CODES_AN_HOUR = 5
_HOUR = 3600


def send_code(*, case_id: int, actor: Actor, now: datetime) -> str:
    """Send a code by every way the account has; the token that its answer takes.

    Raises ``Refused`` with everything that is still missing, and where no way is known; then no
    code was made.
    """
    limits.hit("cancellation", str(case_id), at_most=CODES_AN_HOUR, per_seconds=_HOUR, now=now)
    with transaction.atomic():
        case = _open(case_id, actor)
        account = people.me(actor)
        refuse_if(request_facts.incomplete_in(case, clock.day(now)))
        ways = list(ways_to(account))
        if not ways:
            raise Refused.because("request.no_contact", "6.0")
        row, code = challenges.made(PURPOSE, {"case": case.ref}, now=now)
        told = {"code": code, "ref": case.ref}
        for channel, to in ways:
            send(
                "request.cancellation_code",
                to=to,
                channel=channel,
                now=now,
                params=told,
                account_id=account.pk,
            )
        return row.token


def ways_to(account: Account) -> Iterator[tuple[str, str]]:
    """How the holder can be reached: channel and address."""
    if account.phone:
        yield "sms", account.phone
    if account.email:
        yield "email", account.email


def confirm(*, case_id: int, token: str, code: str, actor: Actor, now: datetime) -> bool:
    """Note that the holder has confirmed it; False if the code is wrong, used up or too old.

    A wrong code costs a try, whatever becomes of the rest.
    """
    found = challenges.answered(PURPOSE, token, code, now)
    if found is None:
        return False
    with transaction.atomic():
        case = _open(case_id, actor)
        if found["case"] != case.ref:
            return False
        said = {**case.dossier.answers.get(checklist.REQUEST, {}), "confirmed": True}
        drafting.keep(case, {checklist.REQUEST: said}, now)
        record("case.cancellation_confirmed", chain=case.ref, actor=actor, now=now, data={})
    return True


def _open(case_id: int, actor: Actor) -> Case:
    case = queries.locked(case_id)
    drafting.require_open(case, checklist.REQUEST, actor)
    if not request_facts.asks_for_code(case):
        raise NotVisible
    return case
