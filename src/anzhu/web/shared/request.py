"""A request as the views of this house receive it."""

from datetime import datetime

from django.http import HttpRequest

from anzhu.kernel.actor import Actor


class Request(HttpRequest):
    """``ActorMiddleware`` has set who asks and when; views pass both on to queries and actions.

    ``half_signed_in`` is the account of a member of staff whose password was right and whose
    second factor is still missing; until then ``actor`` is the public.
    """

    actor: Actor
    now: datetime
    #: by the machine's clock, for sessions and second factors; differs from ``now`` in a demo only
    machine_now: datetime
    half_signed_in: int | None
    ended: bool


def address_of(request: HttpRequest) -> str:
    """The address limits are counted by: the peer, or what a trusted proxy put in its place.

    ``REMOTE_ADDR`` only. A proxy in front is declared to the server (granian), never trusted
    from a header here, so nobody chooses his own address.
    """
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def wants_fragment(request: HttpRequest) -> bool:
    """Was this sent by a script of ours (htmx, autosave) rather than by navigating?"""
    return request.headers.get("HX-Request") == "true" or "X-Behaviour" in request.headers
