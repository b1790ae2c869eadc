"""What every page of the house has around its own content: name, people, ways, marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from anzhu import words
from anzhu.kernel.actor import PUBLIC, Actor
from anzhu.web.shared import said
from anzhu.web.shared.navigation import Way, ways_of
from anzhu.web.shared.request import Request

#: The cookie of 适老版: larger text and targets, one column.
ELDER = "elder"


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A finished object: templates read it, and run no query."""

    demo: bool
    elder: bool
    actor: Actor
    role: str
    ways: Sequence[Way]
    said: said.Said | None
    signed_in: bool
    half_signed_in: bool


def shell(request: Request | None) -> Shell:
    """The frame for a request; without one (404, 500), the frame anybody would see."""
    actor = getattr(request, "actor", PUBLIC)
    return Shell(
        demo=bool(settings.ANZHU_DEMO),
        elder=request is not None and request.COOKIES.get(ELDER) == "1",
        actor=actor,
        role=words.text(f"pages.roles.{actor.role}"),
        ways=ways_of(actor.role, request.path if request is not None else ""),
        said=said.heard(request) if request is not None else None,
        signed_in=actor.account_id is not None,
        half_signed_in=getattr(request, "half_signed_in", None) is not None,
    )
