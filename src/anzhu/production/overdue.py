"""Statutory clocks that have run out: flagged to the centre, and nothing is decided by it (R12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from anzhu.cases.models import Case
from anzhu.kernel.actor import Actor
from anzhu.production.models import Item
from anzhu.rules.facts import Role, Status
from anzhu.rules.production import ItemStatus

#: How many of each clock are listed; the oldest come first.
AT_MOST = 100
_NOT_ON_ITS_WAY = (ItemStatus.TO_MAKE, ItemStatus.PRINTED, ItemStatus.CHECKED)


@dataclass(frozen=True)
class Overdue:
    """An application whose clock has run out; ``readable`` if the centre may open it."""

    ref: str
    kind: str
    status: str
    agency: str
    due_on: date
    readable: bool


def overdue(actor: Actor, today: date) -> Mapping[str, Sequence[Overdue]]:
    """By clock (``clocks.name``): what is overdue today; nothing for who is not of the centre.

    Of what the centre has not received yet it learns number, agency and day, and no name.
    """
    if actor.role is not Role.CENTRE_REVIEWER:
        return {}
    return {
        "first_review_by": _listed(_at_agencies(), today),
        "final_review_by": _listed(_above(), today),
        "issue_by": _listed(_to_be_issued(), today),
    }


def _at_agencies() -> QuerySet[Case]:
    # Before the acceptance no clock of the agency runs out: its silence accepts.
    reviewed = Q(status=Status.FIRST_REVIEW, accepted_on__isnull=False)
    return Case.objects.filter(reviewed | Q(status=Status.PASSED))


def _above() -> QuerySet[Case]:
    return Case.objects.filter(status__in=[Status.FINAL_REVIEW, Status.APPROVAL])


def _to_be_issued() -> QuerySet[Case]:
    """Approved, and the certificate is not on its way yet."""
    made = Item.objects.filter(case=OuterRef("pk"), status__in=_NOT_ON_ITS_WAY)
    return Case.objects.filter(Exists(made), status=Status.APPROVED)


def _listed(rows: QuerySet[Case], today: date) -> list[Overdue]:
    found = rows.filter(due_on__lt=today).order_by("due_on", "id")
    columns = ("ref", "kind", "status", "agency__name", "due_on", "forwarded_at")
    return [
        Overdue(ref, kind, status, agency or "", due_on, forwarded is not None)
        for ref, kind, status, agency, due_on, forwarded in found.values_list(*columns)[:AT_MOST]
    ]
