"""How the agencies send applications back: the centre's watch over 一次性告知 (R12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.reviews.models import Decision
from anzhu.rules.facts import Role

#: How many days the table looks back.
DAYS = 90
#: How many returns of old matters are named one by one.
_NAMED = 50


@dataclass(frozen=True)
class AgencyReturns:
    """One agency's returns: all, cases returned more than once, returns that raised old matters."""

    agency: str
    returns: int
    cases: int
    again: int
    overrides: int
    last: datetime


@dataclass(frozen=True)
class Override:
    """A return that raised what had been there and visible before, and the recorded reason."""

    ref: str
    agency: str
    at: datetime
    reason: str


def by_agency(actor: Actor, now: datetime) -> Sequence[AgencyReturns]:
    """Every agency that sent something back in the last ``DAYS`` days, most overrides first.

    For the centre only; ``NotVisible`` for everybody else.
    """
    rows = (
        _recent(actor, now)
        .values("by__agency__name")
        .annotate(
            returns=Count("pk"),
            cases=Count("case", distinct=True),
            overrides=Count("pk", filter=~Q(override="")),
            last=Max("at"),
        )
        .order_by("-overrides", "-returns", "by__agency__name")
    )
    return [
        AgencyReturns(
            agency=row["by__agency__name"] or "",
            returns=row["returns"],
            cases=row["cases"],
            again=row["returns"] - row["cases"],
            overrides=row["overrides"],
            last=row["last"],
        )
        for row in rows
    ]


def overrides(actor: Actor, now: datetime) -> Sequence[Override]:
    """The latest of those returns that raised old matters, newest first."""
    rows = _recent(actor, now).exclude(override="").order_by("-at")
    return [
        Override(*row)
        for row in rows.values_list("case__ref", "by__agency__name", "at", "override")[:_NAMED]
    ]


def _recent(actor: Actor, now: datetime) -> QuerySet[Decision]:
    if actor.role is not Role.CENTRE_REVIEWER:
        raise NotVisible
    return Decision.objects.filter(step="return", at__gt=now - timedelta(days=DAYS))
