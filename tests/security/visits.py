"""The sessions that knock at every door, and what one knock changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client

from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.people.models import Account
from anzhu.rules.facts import Role
from tests.security.town import Town
from tests.web.visitors import Visitor

#: What a browser notes by itself: not a change of anything the house knows.
_NOTES = ("django_session", "cache_entries", "kernel_count")
_TOKEN = "t" * 32
_WRITES = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
FROM pg_stat_xact_user_tables WHERE relname <> ALL(%s)
"""


@dataclass(frozen=True)
class Session:
    """A browser with its cookies; ``role`` is what the house takes it for now.

    ``sent_to`` is where it is led when it must sign in first; empty for who is signed in.
    ``like`` is true of the second one of a role: the same doors are shut to it.
    """

    name: str
    role: Role
    cookies: Mapping[str, str]
    who: Somebody | None = None
    sent_to: str = ""
    like: bool = False

    def knock(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request as a browser sends it, with a valid CSRF token; cookies stay as they are."""
        client = _browser()
        client.cookies = SimpleCookie({**self.cookies, "csrftoken": _TOKEN})
        headers = {"X-CSRFToken": _TOKEN}
        if method == "GET":
            return client.get(path, headers=headers)
        # Not multipart: parsing that a few thousand times is what would take longest here.
        typed = urlencode(body or {}, doseq=True)
        return client.post(path, typed, "application/x-www-form-urlencoded", headers=headers)


@cache
def _browser() -> Client:
    """One for all: a fresh one would build the whole stack of middleware anew."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def sessions(town: Town) -> dict[str, Session]:
    """Everybody at the doors, by name."""
    found = [Session("anonymous", Role.PUBLIC, {}, sent_to="/account/sign-in")]
    for name in ("received", "draft", "submitted"):
        who = town.humans[name].who
        like = name != "received"
        found.append(Session(f"owner of {name}", Role.APPLICANT, signed_in(who), who, like=like))
    for name, who in town.staff.items():
        if name not in ("gone", "moved"):
            like = name.startswith(("other", "second"))
            found.append(Session(name, who.actor.role, signed_in(who), who, like=like))
    found += _odd_ones(town)
    return {one.name: one for one in found}


def _odd_ones(town: Town) -> Iterator[Session]:
    """Half signed in, deactivated, and moved to another role: each with a live session."""
    half = town.staff["reviewer"]
    cookies = signed_in(half, second_factor=False)
    yield Session("half signed in", Role.PUBLIC, cookies, half, "/account/second-factor")
    gone, moved = town.staff["gone"], town.staff["moved"]
    promoted = town.humans["elsewhere"].who
    live = signed_in(gone), signed_in(moved), signed_in(promoted)
    change(gone, is_active=False)
    change(moved, role=Role.AUDITOR, agency=None)
    change(promoted, role=Role.CENTRE_REVIEWER)
    yield Session("deactivated", Role.PUBLIC, live[0], gone, "/account/sign-in")
    yield Session("moved to audit", Role.AUDITOR, live[1], moved)
    yield Session("promoted", Role.PUBLIC, live[2], promoted, "/account/second-factor")


def change(who: Somebody, **columns: object) -> None:
    """What an administrator would do to an account while its owner is signed in."""
    Account.objects.filter(pk=who.account.pk).update(**columns)


def signed_in(who: Somebody, *, second_factor: bool = True) -> dict[str, str]:
    """The cookies of a browser that has come in through the real pages."""
    visitor = Visitor(who.account.pk, who.account.email, Client(), cast.TOTP_SECRET)
    assert visitor.gives_password(cast.PASSWORD) == 303
    if who.actor.is_staff and second_factor:
        # Codes are good once, and several sessions come in within the same half minute.
        change(who, totp_last_step=0)
        assert visitor.gives_code() == 303
    return {"sessionid": visitor.client.cookies["sessionid"].value}


def writes() -> int:
    """How many rows were written in this transaction, notes of browsers aside."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITES, [list(_NOTES)])
        return int(cursor.fetchone()[0])


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
