"""Opening an application that already knows what the house knows (5-screens 2.2: prefilled)."""

from datetime import datetime

from django.db import transaction

from anzhu.cases import actions, prefilling
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.rules.facts import Kind


@transaction.atomic
def open_application(*, kind: Kind, actor: Actor, now: datetime) -> Case:
    """Open a draft with everything that is known, or with an undecided application's answers.

    Raises ``Refused`` if it may not be started; then nothing was opened.
    """
    case = actions.start(kind=kind, actor=actor, now=now)
    found = prefilling.known(case, clock.day(now))
    case.dossier.answers = found.answers
    case.dossier.photo_id = found.photo_id
    case.dossier.save(update_fields=["answers", "photo_id"])
    return case
