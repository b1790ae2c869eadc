"""The measured world: laid once for each size, and who signs in to it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.cached_db import SessionStore

from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.ops.bench.rounds import Plan
from anzhu.ops.bench.served import Client, Server
from anzhu.ops.demo import cast, scale, world
from anzhu.people.actions import actor_for
from anzhu.people.totp import code_at

REVIEWER, COMPILER = "zhou@sd.example.org", "sun@centre.example.org"
APPROVER = "zhao@ministry.example.org"


@dataclass(frozen=True)
class Bench:
    """What a goal measures with: the plan, the two servers and who is signed in."""

    plan: Plan
    size: int
    ours: Server
    lean: Server
    reviewer: Client
    bare: Client


def lay(size: int) -> None:
    """Have this world laid, unless it is there already."""
    try:
        world.build(cases=size)
    except scale.AlreadyLaid:
        return


def who(email: str) -> Actor:
    """A named person of the world."""
    accounts = get_user_model()._default_manager.select_related("person")
    return actor_for(accounts.get(email=email))


def signed_in(server: Server, email: str) -> Client:
    """Somebody who went through the sign-in page and the second factor."""
    visitor = Client(server.port)
    found = HTTPStatus.SEE_OTHER
    visitor.send("/account/sign-in", {"identifier": email, "password": cast.PASSWORD}, expect=found)
    code = code_at(cast.TOTP_SECRET, clock.machine())
    visitor.send("/account/second-factor", {"code": code}, expect=found)
    return visitor


def signed_in_barely(server: Server, email: str) -> Client:
    """The same for the bare views: a session of Django's own."""
    account = get_user_model()._default_manager.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    cookie = {settings.SESSION_COOKIE_NAME: str(session.session_key)}
    return Client(server.port, cookies=cookie)
