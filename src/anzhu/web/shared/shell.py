"""What every page of the house has around its own content: name, people, ways, marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from anzhu import words
from anzhu.kernel import clock, demo_clock
from anzhu.kernel.actor import PUBLIC, Actor
from anzhu.web.shared import said, session
from anzhu.web.shared.navigation import Way, ways_of
from anzhu.web.shared.request import Request

#: The cookie of 适老版: larger text and targets, one column.
ELDER = "elder"


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A finished object: templates read it, and run no query."""

    demo: bool
    #: the day of a demo whose clock was moved
    demo_day: date | None
    elder: bool
    actor: Actor
    role: str
    ways: Sequence[Way]
    said: said.Said | None
    signed_in: bool
    half_signed_in: bool
    #: Seconds without a visit after which the session ends; 0 for the public.
    idle_seconds: int


def shell(request: Request | None) -> Shell:
    """The frame for a request; without one (404, 500), the frame anybody would see."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    signed_in = actor.account_id is not None
    return Shell(
        demo=bool(settings.ANZHU_DEMO),
        demo_day=demo_clock.shown_day(clock.now()),
        elder=request is not None and request.COOKIES.get(ELDER) == "1",
        actor=actor,
        role=words.text(f"pages.roles.{actor.role}"),
        ways=ways_of(actor.role, request.path if request is not None else ""),
        said=said.heard(request) if request is not None else None,
        signed_in=signed_in,
        idle_seconds=session.idle_seconds(actor) if signed_in else 0,
        half_signed_in=getattr(request, "half_signed_in", None) is not None,
    )
