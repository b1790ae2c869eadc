"""Lists of a training institution: uploaded, looked at without effect, put away, taken back.

How they come in is told in ``taking``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction

from anzhu.audit.actions import record
from anzhu.education import digests, judging, keeping, sheet
from anzhu.education.models import Batch, BatchState, Record, RecordState
from anzhu.files import actions as files
from anzhu.files import tables
from anzhu.files.actions import Upload
from anzhu.files.models import Received
from anzhu.kernel import clock, jobs, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.notices.actions import ToTell, put_all
from anzhu.organisations import queries as organisations
from anzhu.organisations.models import Institution
from anzhu.people import queries as people
from anzhu.rules import parameters
from anzhu.rules.objections import Objection, objection

_AT_ONCE = 2000
_LONGEST_REASON = 500


@transaction.atomic
def upload(file: Upload, *, key: str, actor: Actor, now: datetime) -> Batch:
    """Receive a list and queue its dry run; nothing comes of it before it is committed.

    Raises ``Refused`` for a file that is no list and for an institution that is closed.
    """
    with once.first(key, actor=actor, action="education.upload", now=now) as turn:
        if turn.answer is not None:
            return Batch.objects.get(number=turn.answer["number"])
        require_open(organisations.institution(actor.institution), now)
        received = files.receive(file, purpose="education.list", actor=actor, now=now, table=True)
        batch = Batch.objects.create(
            number=next_number(actor.institution, clock.day(now).year),
            institution_id=actor.institution,
            received=received,
            shown_name=received.shown_name,
            source=received.digest,
            uploaded_by_id=actor.account,
            uploaded_at=now,
        )
        _record("education.list_uploaded", batch, actor, now, source=batch.source)
        jobs.later(check, batch_id=batch.pk)
        turn.keep({"number": batch.number})
        return batch


def next_number(institution: int, year: int) -> str:
    """The next number in the institution's series of lists of this year."""
    (count,) = next_numbers(series=f"education.{institution}.{year}", how_many=1)
    return f"JX{year}-{institution:03d}-{count:04d}"


@jobs.task(name="education.check_list", queue="lists", retry=2)
def check(batch_id: int) -> None:
    """Read a list in the bounded child and judge its rows; runs again harmlessly."""
    now = clock.now()
    batch = Batch.objects.select_related("received", "institution").get(pk=batch_id)
    if batch.state != BatchState.CHECKING or batch.received is None or batch.rows_sealed:
        return
    on = clock.day(now)
    most = parameters.EDUCATION_IMPORT_ROWS.on(on)
    try:
        # Header, title and example come on top of the rows themselves.
        room = most + sheet.ROWS_ABOVE + 1
        with tables.opened(batch.received, most_rows=room, now=now) as lines:
            found = sheet.read(lines, provider=batch.institution.name, on=on)
            if len(found.rows) > most:
                raise Refused.because("sheet.too_many_rows", "4.5", most=most)
            judged = judging.judge(found.rows, institution=batch.institution)
    except Refused as refused:
        _settle_unreadable(batch, refused.objections, now)
        return
    _settle_checked(batch, batch.received, found.header, judged, now)


@transaction.atomic
def _settle_checked(
    batch: Batch,
    received: Received,
    titles: Sequence[str],
    judged: Sequence[judging.Judged],
    now: datetime,
) -> None:
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    if row.state != BatchState.CHECKING or not files.settle_cleaned(received, [], now=now):
        return
    keeping.keep(row, titles, judged)
    row.state, row.checked_at = BatchState.CHECKED, now
    row.save()
    transaction.on_commit(partial(files.forget_upload, received))


@transaction.atomic
def _settle_unreadable(batch: Batch, why: Sequence[Objection], now: datetime) -> None:
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    if row.state != BatchState.CHECKING:
        return
    if batch.received is not None:
        # Also what was read but is no list of ours; what the child refused is settled already.
        files.settle_refused(batch.received, why, now=now)
    row.state, row.checked_at = BatchState.UNREADABLE, now
    row.refusals = as_kept(why)
    row.save()


@transaction.atomic
def look_again(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Have the worker do the dry run once more, after something else came in meanwhile."""
    batch = locked(batch_id, actor)
    require_rows(batch)
    batch.state, batch.refusals = BatchState.CHECKING, []
    batch.save(update_fields=["state", "refusals"])
    jobs.later(check_again, batch_id=batch.pk)
    return batch


@jobs.task(name="education.check_list_again", queue="lists", retry=2)
@transaction.atomic
def check_again(batch_id: int) -> None:
    """Judge the rows that were kept; runs again harmlessly."""
    now = clock.now()
    batch = in_work(batch_id)
    kept = keeping.kept(batch)
    if batch.state != BatchState.CHECKING or kept is None:
        return
    keeping.keep(batch, kept.titles, judged_now(batch, kept, now))
    batch.state, batch.checked_at = BatchState.CHECKED, now
    batch.save()


def judged_now(batch: Batch, kept: keeping.Kept, now: datetime) -> list[judging.Judged]:
    """The kept rows as they are to be judged today."""
    read = kept.sheet(provider=batch.institution.name, on=clock.day(now))
    return judging.judge(read.rows, institution=batch.institution)


@transaction.atomic
def cancel(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Put a list away that was only looked at; its rows are forgotten."""
    batch = locked(batch_id, actor)
    if batch.state == BatchState.CANCELLED:
        return batch
    _require(batch, BatchState.CHECKED)
    batch.state, batch.settled_at, batch.settled_by_id = BatchState.CANCELLED, now, actor.account
    batch.rows_sealed = None
    batch.save()
    _record("education.list_cancelled", batch, actor, now)
    return batch


@transaction.atomic
def revoke(*, batch_id: int, reason: str, key: str, actor: Actor, now: datetime) -> Batch:
    """Take back every record of a list, with a reason; those whose hours a grant used stay.

    Holders whose records disappear are told. Once for each ``key``.
    """
    with once.first(key, actor=actor, action="education.revoke", now=now) as turn:
        batch = locked(batch_id, actor)
        if turn.answer is not None:
            return batch
        _require(batch, BatchState.COMMITTED)
        if not reason.strip():
            raise Refused.because("education.no_reason", "4.5")
        standing = Record.objects.standing().filter(batch=batch, used_for="")
        gone = list(standing.select_for_update().order_by("pk"))
        keys = [row.pk for row in gone]
        Record.objects.filter(pk__in=keys).update(state=RecordState.REVOKED, ended_at=now)
        batch.state, batch.revoked_at, batch.revoked_by_id = BatchState.REVOKED, now, actor.account
        batch.reason = reason.strip()[:_LONGEST_REASON]
        batch.save()
        tell(gone, "education.revoked", batch.institution.name, now)
        record_rows("education.list_revoked", batch, actor, now, gone=len(gone))
        turn.keep({"number": batch.number})
        return batch


@jobs.every("37 19 * * *", name="education.forget_rows")
def forget_rows() -> None:
    """Every night (03:37 in Shanghai): the rows of old lists; their records stay."""
    today = clock.day(clock.now())
    before = clock.now() - timedelta(days=parameters.EDUCATION_ROWS_KEPT_DAYS.on(today))
    old = Batch.objects.filter(uploaded_at__lt=before, rows_sealed__isnull=False)
    old.exclude(state__in=[BatchState.CHECKING, BatchState.TAKING]).update(rows_sealed=None)


def locked(batch_id: int, actor: Actor) -> Batch:
    """The list under its row lock; NotVisible for whom it does not concern."""
    rows = Batch.objects.visible_to(actor).select_for_update(of=("self",))
    batch = rows.select_related("institution").filter(pk=batch_id).first()
    if batch is None:
        raise NotVisible
    return batch


def as_kept(why: Sequence[Objection]) -> list[dict[str, object]]:
    """Reasons as the batch keeps them."""
    return [{"code": one.code, "clause": one.clause, "params": _plain(one)} for one in why]


def _plain(found: Objection) -> dict[str, object]:
    return {
        name: value if isinstance(value, str | int | float | list) else str(value)
        for name, value in found.params.items()
    }


def in_work(batch_id: int) -> Batch:
    """The list under its row lock, for a job."""
    rows = Batch.objects.select_for_update(of=("self",))
    return rows.select_related("institution", "settled_by__person").get(pk=batch_id)


def require_rows(batch: Batch) -> None:
    """Raises ``Refused`` for a list that does not wait to come in, or whose rows were forgotten."""
    _require(batch, BatchState.CHECKED)
    if batch.rows_sealed is None:
        raise Refused.because("education.rows_forgotten", "4.5")


def _require(batch: Batch, state: BatchState) -> None:
    if batch.state != state:
        raise Refused.because(
            "education.wrong_status", "4.5", batch_state=str(batch.state), wanted=str(state)
        )


def require_open(institution: Institution, now: datetime) -> None:
    """Raises ``Refused`` for an institution that imports no more."""
    refuse_if(
        [objection("education.institution_closed", "4.5", until=institution.open_until)]
        if not institution.is_open_on(clock.day(now))
        else []
    )


def tell(rows: Sequence[Record], event: str, institution: str, now: datetime) -> None:
    """Once to everybody who has an account: how many hours, from whom."""
    hours: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.person_id is not None:
            hours[row.person_id] += row.hours
    accounts = people.applicant_accounts_of(hours)
    told = [
        ToTell(
            account_id=accounts[person].pk,
            params={"hours": float(total), "institution": institution},
            email=accounts[person].email,
        )
        for person, total in hours.items()
        if person in accounts
    ]
    put_all(event, told, now=now)


def _record(event: str, batch: Batch, actor: Actor, now: datetime, **data: object) -> None:
    record(event, chain=batch.number, actor=actor, now=now, data={**_counts(batch), **data})


def record_rows(event: str, batch: Batch, actor: Actor, now: datetime, **data: object) -> None:
    """With the fingerprint of the list and of what its records say."""
    record(
        event,
        chain=batch.number,
        actor=actor,
        now=now,
        subject=f"education.batch:{batch.pk}",
        digest=digests.of_batch(batch),
        data={**_counts(batch), **data},
    )


def _counts(batch: Batch) -> Mapping[str, int]:
    return {
        "importable": batch.importable,
        "repeated": batch.repeated,
        "faulty": batch.faulty,
    }
