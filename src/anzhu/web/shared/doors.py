"""Who may enter: every view names its roles, and a view that names none stays shut.

The decorated view carries ``.roles``, so that a test can ask the resolver for every URL and the
roles that may open it. What a role may not open answers exactly like what does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol

from django.http.response import HttpResponseBase

from anzhu.kernel.errors import NotVisible
from anzhu.rules.facts import Role
from anzhu.web.shared import signing_in
from anzhu.web.shared.request import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]

#: Everybody who can knock: all roles but the clock, which has no browser.
EVERYBODY = frozenset(Role) - {Role.CLOCK}


class Door(Protocol):
    """A view that says who may open it."""

    roles: frozenset[Role]


def door(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Open a view to these roles: anonymous → sign-in and back; any other role → 404.

    Members of staff count as anonymous until their second factor is done; they are sent to it.
    """
    allowed = frozenset(roles)
    if not allowed or not allowed <= EVERYBODY - {Role.PUBLIC}:
        raise TypeError("name at least one role; use public_door for everybody")

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.actor.role is Role.PUBLIC:
                return signing_in.first(request)
            if request.actor.role not in allowed:
                raise NotVisible
            return view(request, *args, **kwargs)

        return _marked(guarded, allowed)

    return mark


def public_door(view: View[P]) -> View[P]:
    """Open a view to everybody, signed in or not."""

    @wraps(view)
    def opened(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _marked(opened, EVERYBODY)


def roles_of(view: object) -> frozenset[Role] | None:
    """Who may open a view; None if it does not say (it is then shut)."""
    found = getattr(view, "roles", None)
    return found if isinstance(found, frozenset) else None


def _marked(view: View[P], roles: frozenset[Role]) -> View[P]:
    # An attribute on a function: mypy cannot know it, the architecture test does.
    view.roles = roles  # type: ignore[attr-defined]
    return view
