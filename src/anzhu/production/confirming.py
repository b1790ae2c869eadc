"""The centre's last word upon a reissue or a cancellation (clauses 5 and 6, R10).

What follows happens in the same transaction: the old serial is void and a new sheet waits to be
made, or the registration has ended and with it whatever rested on it.
"""

from datetime import datetime

from django.db import transaction

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.cases import request_facts
from anzhu.cases.actions import take_step
from anzhu.cases.models import Case
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.people import queries as people
from anzhu.production import batches, items
from anzhu.production.models import BatchCase, Item
from anzhu.registrations import actions as registrations
from anzhu.registrations.queries import of_person
from anzhu.rules.facts import Asked, Kind
from anzhu.rules.grants import EndedAs
from anzhu.rules.numbering import Sheet
from anzhu.rules.objections import objection
from anzhu.rules.production import BatchStatus, ItemAsked, ItemStatus
from anzhu.rules.requests import LONGEST_TEXT

_OVER = (ItemStatus.COLLECTED, ItemStatus.VOID)


@transaction.atomic
def confirm(*, case_id: int, key: str, note: str, actor: Actor, now: datetime) -> Case:
    """Approve a reissue or a cancellation; once for each ``key``.

    ``note`` explains where the agency advised against it. Raises ``Refused`` with everything that
    speaks against it now; then nothing has changed.
    """
    with once.first(key, actor=actor, action="confirm_request", now=now) as turn:
        # The human first: of a reissue and a cancellation at the same moment one waits.
        person = people.locked(cases.person_of(case_id))
        case = cases.locked(case_id)
        if turn.answer is None:
            asked = Asked(note=note.strip()[:LONGEST_TEXT])
            known = {"eligibility": request_facts.eligibility_of(case, now)}
            take_step("confirm", case=case, actor=actor, now=now, asked=asked, known=known)
            if case.kind == Kind.REISSUE:
                _make_anew(case, actor, now)
            else:
                _end(case, person.pk, actor, now)
            turn.keep({"ref": case.ref})
        return case


def _make_anew(case: Case, actor: Actor, now: datetime) -> None:
    """A new sheet with the kept number and the photo of the request; the old serial is void.

    A new certificate says the present period, so the labels on the lost one go with it.
    """
    sheet = Sheet(request_facts.said_of(case).sheet)
    held, revision = of_person(case.person_id), cases.latest_revision(case)
    if held is None or revision is None or revision.photo_id is None:
        raise Refused.because("request.no_photo", "5.0")
    registrations.void_all_sheets(
        case.person_id, now=now, kind=sheet if sheet is Sheet.LABEL else None
    )
    new = Item(
        case=case,
        registration_id=held.pk,
        kind=sheet,
        status_at=now,
        agency_id=case.agency_id or 0,
        number=held.number,
        name=case.person.name,
        category=held.category,
        employer_name=held.employer_name,
        valid_from=held.valid_from,
        valid_until=held.valid_until,
        approved_on=held.granted_on,
        photo_id=revision.photo_id,
        replaces=_replaced(case.person_id, sheet),
    )
    items.make([new], actor=actor, now=now)


def _replaced(person_id: int, sheet: Sheet) -> Item | None:
    """The person's latest sheet of this kind, if the house made one and nothing replaced it yet."""
    rows = Item.objects.filter(case__person_id=person_id, kind=sheet, replaced_by=None)
    return rows.exclude(status=ItemStatus.VOID).order_by("-pk").first()


def _end(case: Case, person_id: int, actor: Actor, now: datetime) -> None:
    """The registration ends today; what is in flight and what is still being made end with it."""
    for other in cases.ends_with_the_registration(person_id):
        _end_with_it(cases.locked(other.pk), actor, now)
    registrations.end(
        person_id=person_id, how=EndedAs.CANCELLED, chain=case.ref, actor=actor, now=now
    )
    registrations.void_all_sheets(person_id, now=now)
    take_step("close", case=case, actor=actor, now=now)


def _end_with_it(other: Case, actor: Actor, now: datetime) -> None:
    _leave_the_batch(other, actor, now)
    known = {"registration_cancelled": True}
    take_step("end", case=other, actor=actor, now=now, known=known)
    waiting = Item.objects.filter(case=other).exclude(status__in=_OVER)
    found = items.locked(list(waiting.values_list("pk", flat=True)), actor)
    if found:
        reason = words.text("production.registration_cancelled", day=clock.day(now))
        asked = ItemAsked(reason=reason)
        items.take_item_step("recall", items=found, actor=actor, now=now, asked=asked)


def _leave_the_batch(other: Case, actor: Actor, now: datetime) -> None:
    """Out of an open batch; a frozen list is not changed behind the ministry's back."""
    member = BatchCase.objects.select_related("batch").filter(case=other, outcome="").first()
    if member is None:
        return
    frozen = member.batch.status != BatchStatus.OPEN
    said = {"kind": str(other.kind), "ref": other.ref, "batch": member.batch.number}
    refuse_if([objection("confirm.in_frozen_batch", "R8", **said)] if frozen else [])
    batches.remove(batch_id=member.batch_id, case_id=other.pk, actor=actor, now=now)
