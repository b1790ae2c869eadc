"""A list of a training institution comes in: asked for at the door, done whole by the worker.

Nothing is ever taken in by halves: a commit takes exactly what the dry run showed, or nothing. A
worker that is killed on the way has taken nothing in, and the job runs again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from anzhu.education import judging, keeping
from anzhu.education.batches import (
    as_kept,
    in_work,
    judged_now,
    locked,
    record_rows,
    require_open,
    require_rows,
    tell,
)
from anzhu.education.models import Batch, BatchState, Record
from anzhu.kernel import clock, jobs, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.organisations import queries as organisations
from anzhu.organisations.models import Institution
from anzhu.people.actions import actor_for
from anzhu.rules.filing import Source
from anzhu.rules.objections import Objection

_AT_ONCE = 2000


@transaction.atomic
def commit(*, batch_id: int, key: str, actor: Actor, now: datetime) -> Batch:
    """Have the worker take in every row that the dry run called importable; once for each ``key``.

    Raises ``Refused`` for a list that does not wait for it or has nothing to import, and for an
    institution that is closed.
    """
    with once.first(key, actor=actor, action="education.commit", now=now) as turn:
        batch = locked(batch_id, actor)
        if turn.answer is not None:
            return batch
        require_rows(batch)
        require_open(organisations.institution(batch.institution_id), now)
        if not batch.importable:
            raise Refused.because("education.nothing_to_import", "4.5")
        batch.state, batch.settled_by_id, batch.refusals = BatchState.TAKING, actor.account, []
        batch.save(update_fields=["state", "settled_by", "refusals"])
        jobs.later(take, batch_id=batch.pk)
        turn.keep({"number": batch.number})
        return batch


@jobs.task(name="education.take_list", queue="lists", retry=2)
def take(batch_id: int) -> None:
    """Take a list in, whole; where its rows fare otherwise than in the dry run, put it back.

    Runs again harmlessly.
    """
    now = clock.now()
    try:
        with transaction.atomic():
            batch = in_work(batch_id)
            if batch.state == BatchState.TAKING and batch.settled_by is not None:
                _take_in(batch, actor_for(batch.settled_by), now)
    except Refused as refused:
        _put_back(batch_id, refused.objections)


def _take_in(batch: Batch, actor: Actor, now: datetime) -> None:
    kept = keeping.kept(batch)
    if kept is None:
        raise Refused.because("education.rows_forgotten", "4.5")
    # Two lists of one institution wait for each other here.
    institution = Institution.objects.select_for_update().get(pk=batch.institution_id)
    require_open(institution, now)
    judged = judged_now(batch, kept, now)
    if [one.fate for one in judged] != kept.fates:
        raise Refused.because("education.list_changed", "4.5")
    made = _make_records(batch, institution, judged, now)
    batch.state, batch.settled_at = BatchState.COMMITTED, now
    batch.save()
    tell(made, "education.imported", institution.name, now)
    record_rows("education.list_committed", batch, actor, now)


def _make_records(
    batch: Batch, institution: Institution, judged: Sequence[judging.Judged], now: datetime
) -> list[Record]:
    rows = [
        Record(
            id_index=one.index,
            name=one.row.name,
            person_id=one.person_id,
            source=Source.INSTITUTION,
            batch=batch,
            provider=institution.name,
            course=one.row.course,
            completed=one.row.completed,
            hours=one.row.hours,
            created_at=now,
        )
        for one in judged
        if one.fate is judging.Fate.IMPORTABLE and one.row.completed and one.row.hours
    ]
    try:
        with transaction.atomic():
            return Record.objects.bulk_create(rows, batch_size=_AT_ONCE)
    except IntegrityError as raced:
        raise Refused.because("education.list_changed", "4.5") from raced


@transaction.atomic
def _put_back(batch_id: int, why: Sequence[Objection]) -> None:
    """Among those that wait, with why it did not come in."""
    batch = in_work(batch_id)
    batch.state, batch.settled_by = BatchState.CHECKED, None
    batch.refusals = as_kept(why)
    batch.save(update_fields=["state", "settled_by", "refusals"])
