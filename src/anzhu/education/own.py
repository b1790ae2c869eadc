"""Records that a person enters, what a reviewer says about them, and the hours a grant uses (R7).

A record is never changed: who corrects one puts another in its place.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction

from anzhu.audit.actions import record as note
from anzhu.education.models import Proof, Record, RecordState
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.people import queries as people
from anzhu.rules import education
from anzhu.rules.filing import EducationRecord, Source
from anzhu.rules.objections import Objection, objection

#: More own records than anybody has of twenty years.
MOST_RECORDS = 200
_LONGEST = {"provider": 80, "course": 120}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody typed about a course; what could not be read is None."""

    provider: str
    course: str
    completed: date | None
    hours: Decimal | None

    def tidied(self) -> "Said":
        return Said(
            provider=education.tidy(self.provider),
            course=education.tidy(self.course),
            completed=self.completed,
            hours=self.hours,
        )


def objections_to(said: Said, on: date) -> Iterator[Objection]:
    """Everything wrong with what was typed, whoever typed it."""
    for name, most in _LONGEST.items():
        typed = getattr(said, name)
        if not typed:
            yield objection(f"education.no_{name}", "2.5")
        elif len(typed) > most:
            yield objection(f"education.{name}_too_long", "2.5", most=most)
    if said.completed is None:
        yield objection("education.no_day", "2.5")
    if said.hours is None:
        yield objection("education.no_hours", "2.5")
    # What is missing is replaced by something the rules have nothing against.
    record = EducationRecord(
        provider=said.provider or "-",
        course=said.course or "-",
        completed=said.completed or on,
        hours=Decimal(1) if said.hours is None else said.hours,
    )
    yield from education.objections_to_record(record, on)


@transaction.atomic
def add(*, said: Said, key: str, actor: Actor, now: datetime) -> Record:
    """Enter a course that no institution imported (4.5); once for each ``key``.

    Raises ``Refused`` with everything that is wrong, also when the same course is there already.
    """
    with once.first(key, actor=actor, action="education.add", now=now) as turn:
        if turn.answer is not None:
            return Record.objects.get(pk=turn.answer["record"])
        made = _enter(said.tidied(), actor, now)
        _note("education.record_added", made, actor, now)
        turn.keep({"record": made.pk})
        return made


@transaction.atomic
def change(*, record_id: int, said: Said, key: str, actor: Actor, now: datetime) -> Record:
    """Put a corrected record in the place of an own one; its proofs go along."""
    with once.first(key, actor=actor, action="education.change", now=now) as turn:
        if turn.answer is not None:
            return Record.objects.get(pk=turn.answer["record"])
        old = _own(record_id, actor)
        state = RecordState.REPLACED if old.state == RecordState.STANDS else old.state
        Record.objects.filter(pk=old.pk).update(state=state, ended_at=old.ended_at or now)
        made = _enter(said.tidied(), actor, now)
        Proof.objects.filter(record=old).update(record=made)
        _note("education.record_changed", made, actor, now, before=old.pk)
        turn.keep({"record": made.pk})
        return made


@transaction.atomic
def remove(*, record_id: int, actor: Actor, now: datetime) -> Record:
    """Take an own record away; harmless to repeat. Raises ``Refused`` for used hours."""
    found = _own(record_id, actor)
    if found.state == RecordState.STANDS:
        found.state, found.ended_at = RecordState.REMOVED, now
        found.save(update_fields=["state", "ended_at"])
        _note("education.record_removed", found, actor, now)
    return found


def _enter(said: Said, actor: Actor, now: datetime) -> Record:
    refuse_if(objections_to(said, clock.day(now)))
    assert said.completed is not None and said.hours is not None  # noqa: S101 - objected to above
    person = people.person(actor.person)
    standing = Record.objects.standing().filter(person=person, source=Source.SELF)
    if standing.count() >= MOST_RECORDS:
        raise Refused.because("education.too_many", "2.5", most=MOST_RECORDS)
    try:
        with transaction.atomic():
            return Record.objects.create(
                id_index=person.id_index,
                name=person.name,
                person=person,
                source=Source.SELF,
                provider=said.provider,
                course=said.course,
                completed=said.completed,
                hours=said.hours,
                created_at=now,
            )
    except IntegrityError as twice:
        raise Refused.because("education.already_entered", "R7") from twice


def own(record_id: int, actor: Actor) -> Record:
    """An own entry of the actor, locked, that may still be changed; else as ``change`` refuses."""
    return _own(record_id, actor)


def _own(record_id: int, actor: Actor) -> Record:
    rows = Record.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.filter(pk=record_id, source=Source.SELF).first()
    if found is None or found.state == RecordState.REPLACED:
        raise NotVisible
    if found.used_for:
        raise Refused.because("education.used", "R7", ref=found.used_for)
    return found


# --- what others do with them ------------------------------------------------------------------


@dataclass(frozen=True)
class Rejection:
    """Why a reviewer does not accept an own entry: a canned reason and a note."""

    reason: str
    note: str = ""


def judged(
    *, accepted: Collection[int], rejected: Mapping[int, Rejection], case_ref: str, now: datetime
) -> None:
    """Keep what a reviewer decided about own entries; part of the decision's transaction."""
    entries = Record.objects.standing().filter(source=Source.SELF)
    entries.filter(pk__in=accepted).update(accepted_for=case_ref)
    for key, why in rejected.items():
        entries.filter(pk=key, used_for="").update(
            state=RecordState.REJECTED, ended_at=now, reason=why.reason, note=why.note[:500]
        )


_USE = """
UPDATE education_record SET used_for = given.case_ref
FROM unnest(%s::bigint[], %s::text[]) AS given (record, case_ref)
WHERE education_record.id = given.record
  AND education_record.state = 'stands' AND education_record.used_for = ''
"""


def use(records: Mapping[int, str]) -> None:
    """These hours served the grant of these applications (record → reference) and are spent.

    Part of the transaction of the approval; one statement, however many there are.
    """
    if records:
        with connection.cursor() as cursor:
            cursor.execute(_USE, [list(records), list(records.values())])


def _note(event: str, row: Record, actor: Actor, now: datetime, **data: object) -> None:
    said = {"record": row.pk, "hours": row.hours, "completed": row.completed, **data}
    note(event, chain=f"education.{actor.person}", actor=actor, now=now, data=said)
