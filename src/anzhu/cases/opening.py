"""Opening an application that already knows what the house knows (5-screens 2.2: prefilled)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from anzhu.cases import actions, facts
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.people import queries as people
from anzhu.rules import categories
from anzhu.rules.facts import Kind, Status

#: Ended without a decision: what was filled in is offered again.
_UNDECIDED = (Status.WITHDRAWN, Status.LAPSED)


@transaction.atomic
def open_application(*, kind: Kind, actor: Actor, now: datetime) -> Case:
    """Open a draft with the account's contacts, the only category, or an earlier draft's answers.

    Raises ``Refused`` if it may not be started; then nothing was opened.
    """
    case = actions.start(kind=kind, actor=actor, now=now)
    dossier = case.dossier
    earlier = _earlier(case)
    if earlier is not None:
        dossier.answers = earlier.dossier.answers
        dossier.photo_id = earlier.dossier.photo_id
    dossier.answers = {**_known(case, actor, now), **dossier.answers}
    dossier.save(update_fields=["answers", "photo_id"])
    return case


def _earlier(case: Case) -> Case | None:
    """The person's latest application of this kind that was withdrawn or lapsed.

    A re-registration takes over from a change that ended with its registration (R5), too.
    """
    ended = Q(kind=case.kind, status__in=_UNDECIDED)
    if case.kind == Kind.RE_REGISTRATION:
        ended |= Q(kind=Kind.CHANGE, status=Status.EXPIRED)
    return (
        Case.objects.filter(ended, person_id=case.person_id)
        .select_related("dossier")
        .order_by("-id")
        .first()
    )


def _known(case: Case, actor: Actor, now: datetime) -> dict[str, Any]:
    account = people.me(actor)
    known: dict[str, Any] = {"person": {"phone": account.phone, "email": account.email}}
    law = facts.filing_of(case.person, on=clock.day(now))
    open_to = categories.eligible(law.qualification) if law else frozenset()
    if len(open_to) == 1:
        known["category"] = {"category": str(next(iter(open_to)))}
    return known
