"""The session of an account: how it begins, what it proves, and when it is over (S33).

Members of staff are the public until their second factor is done. A session ends by idling, by
age, with a changed password (its hash is part of it), a suspended account, or a new second
factor. What somebody had typed on the page survives, see ``kept``.
"""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user, get_user_model, login
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from anzhu.kernel.actor import PUBLIC, Actor
from anzhu.kernel.errors import NotVisible
from anzhu.people.actions import actor_for
from anzhu.web.shared.request import wants_fragment


class Limits(NamedTuple):
    """How long a session lasts without a visit, and at most."""

    idle: timedelta
    at_most: timedelta


STAFF = Limits(idle=timedelta(minutes=15), at_most=timedelta(hours=8))
APPLICANT = Limits(idle=timedelta(minutes=30), at_most=timedelta(hours=12))

_KEYS = MappingProxyType({"began": "began_at", "seen": "seen_at", "factor": "second_factor"})
#: A visit is written down at most this often.
_NOTE_EVERY = timedelta(seconds=60)


class Backend(ModelBackend):
    """Reads the account together with the human behind it, in one query a request."""

    def get_user(self, user_id: int) -> Any:
        """The active account with this key, or None."""
        accounts = get_user_model()._default_manager.select_related("person")
        return accounts.filter(pk=user_id, is_active=True).first()


_BACKEND = f"{Backend.__module__}.{Backend.__qualname__}"


def begin(request: HttpRequest, account: AbstractBaseUser, now: datetime) -> None:
    """Start a session under a new key; staff still owe the second factor."""
    request.session.flush()
    # The stubs demand the very model, which a door may not import.
    login(request, account, backend=_BACKEND)  # type: ignore[arg-type]
    request.session[_KEYS["began"]] = request.session[_KEYS["seen"]] = now.timestamp()
    request.session.set_expiry(int(APPLICANT.at_most.total_seconds()))


def second_factor_done(request: HttpRequest, now: datetime) -> None:
    """The code was right: the session gets a new key and counts as staff from here on."""
    account = get_user(request)
    request.session.cycle_key()
    request.session[_KEYS["factor"]] = _factor_of(account)
    request.session[_KEYS["seen"]] = now.timestamp()


def end(request: HttpRequest) -> None:
    """Sign out: the session is deleted, its cookie is worth nothing any more."""
    request.session.flush()


def idle_seconds(actor: Actor) -> int:
    """How long the session of such an actor lasts without a visit."""
    return int((STAFF if actor.is_staff else APPLICANT).idle.total_seconds())


def owes_enrolment(request: HttpRequest) -> bool:
    """Has the account of this session no confirmed second factor yet?"""
    return not _factor_of(get_user(request))


def times(request: HttpRequest) -> tuple[datetime, datetime]:
    """When this session began, and when it ends at the latest."""
    began = datetime.fromtimestamp(float(request.session[_KEYS["began"]]), tz=UTC)
    actor = actor_for(_account_of(request))
    return began, began + (STAFF if actor.is_staff else APPLICANT).at_most


def who(request: HttpRequest, now: datetime) -> tuple[Actor, int | None, bool]:
    """The actor, the account that still owes its second factor, and whether a session just ended.

    Reads nothing for a visitor without a session.
    """
    if SESSION_KEY not in request.session:
        return PUBLIC, None, False
    account = get_user(request)
    if not isinstance(account, AbstractBaseUser) or _is_foreign(request):
        return PUBLIC, None, True
    actor = actor_for(account)
    if _is_over(request, STAFF if actor.is_staff else APPLICANT, now):
        request.session.flush()
        return PUBLIC, None, True
    _note_visit(request, now)
    if actor.is_staff and not _has_second_factor(request, account):
        return PUBLIC, account.pk, False
    return actor, None, False


def _is_foreign(request: HttpRequest) -> bool:
    """A session that this module did not begin counts for nothing."""
    return request.session.get(BACKEND_SESSION_KEY) != _BACKEND


def _account_of(request: HttpRequest) -> AbstractBaseUser:
    account = get_user(request)
    if not isinstance(account, AbstractBaseUser):
        raise NotVisible
    return account


def _is_over(request: HttpRequest, limits: Limits, now: datetime) -> bool:
    began = now.timestamp() - float(request.session.get(_KEYS["began"], 0))
    seen = now.timestamp() - float(request.session.get(_KEYS["seen"], 0))
    return began > limits.at_most.total_seconds() or seen > limits.idle.total_seconds()


def _note_visit(request: HttpRequest, now: datetime) -> None:
    # A page that asks for news by itself does not show that somebody is there.
    if wants_fragment(request) and request.method == "GET":
        return
    seen = float(request.session.get(_KEYS["seen"], 0))
    if now.timestamp() - seen > _NOTE_EVERY.total_seconds():
        request.session[_KEYS["seen"]] = now.timestamp()


def _has_second_factor(request: HttpRequest, account: object) -> bool:
    factor = _factor_of(account)
    return bool(factor) and request.session.get(_KEYS["factor"]) == factor


def _factor_of(account: object) -> str:
    """Which enrolment a session has proved; a reset or new enrolment changes it."""
    confirmed = getattr(account, "totp_confirmed_at", None)
    return confirmed.isoformat() if isinstance(confirmed, datetime) else ""
