"""An uploaded list on its way: looked at in the worker, then taken over whole there, or dropped."""

import base64
import gzip
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from anzhu.audit.actions import HOUSE, record
from anzhu.files import actions as files
from anzhu.files import tables
from anzhu.files.actions import Upload
from anzhu.files.tables import Line
from anzhu.kernel import clock, jobs, once, secrets
from anzhu.kernel.actor import Actor
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.registrations.importing import comparing, reading, workbook, writing
from anzhu.registrations.importing.judging import Compared
from anzhu.registrations.importing.reading import Sheet
from anzhu.registrations.models import ListState, UploadedList
from anzhu.rules import parameters
from anzhu.rules.objections import Objection

DESK = writing.DESK
MOST_SHOWN = 50


@transaction.atomic
def upload(file: "Upload", *, key: str, actor: Actor, now: datetime) -> UploadedList:
    """Receive a list and queue its dry run; nothing comes of it before it is taken over.

    Raises ``Refused`` for a file that is no list.
    """
    _at_the_desk(actor)
    with once.first(key, actor=actor, action="registrations.upload", now=now) as turn:
        if turn.answer is not None:
            return UploadedList.objects.get(number=turn.answer["number"])
        received = files.receive(
            file, purpose="registrations.list", actor=actor, now=now, table=True
        )
        (count,) = next_numbers(series=f"registrations.list.{now.year}", how_many=1)
        row = UploadedList.objects.create(
            number=f"CL{now.year}-{count:04d}",
            received=received,
            shown_name=received.shown_name,
            source=received.digest,
            uploaded_by_id=actor.account,
            uploaded_at=now,
        )
        _record("list_uploaded", row, actor, now)
        jobs.later(check_list, list_id=row.pk)
        turn.keep({"number": row.number})
    return row


@transaction.atomic
def commit(*, number: str, key: str, actor: Actor, now: datetime) -> UploadedList:
    """Have the worker take the list over, whole or not at all.

    Raises ``Refused`` for a list with errors, and for one that is not waiting for it.
    """
    with once.first(key, actor=actor, action="registrations.commit", now=now) as turn:
        row = locked(number, actor)
        if turn.answer is not None:
            return row
        if row.state != ListState.CHECKED:
            raise Refused.because("existing.wrong_status", "flow")
        if row.wrong:
            raise Refused.because("existing.wrong_rows", "8.0", count=row.wrong)
        row.state, row.settled_by_id, row.refusals = ListState.TAKING, actor.account, []
        row.save(update_fields=["state", "settled_by", "refusals"])
        jobs.later(take_list, list_id=row.pk)
        turn.keep({"number": row.number})
    return row


@transaction.atomic
def discard(*, number: str, actor: Actor, now: datetime) -> UploadedList:
    """Drop a list that was not taken over; what it held is forgotten at once."""
    row = locked(number, actor)
    if row.state not in (ListState.CHECKED, ListState.UNREADABLE):
        raise Refused.because("existing.wrong_status", "flow")
    row.state, row.settled_at, row.settled_by_id = ListState.DISCARDED, now, actor.account
    row.rows_sealed = row.back_sealed = None
    row.troubles = []
    row.save()
    _record("list_discarded", row, actor, now)
    return row


def locked(number: str, actor: Actor) -> UploadedList:
    """The list under its row lock; NotVisible for who is not the administrator."""
    _at_the_desk(actor)
    row = UploadedList.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise NotVisible
    return row


# --- in the worker -----------------------------------------------------------------------------


@jobs.task(name="registrations.check_list", queue="lists", retry=2)
def check_list(*, list_id: int) -> None:
    """Read a list in the bounded child and compare its rows; runs again harmlessly."""
    now = clock.now()
    row = UploadedList.objects.select_related("received").get(pk=list_id)
    if row.state != ListState.CHECKING or row.received is None:
        return
    on = clock.day(now)
    room = parameters.EXISTING_MOST_ROWS.on(on) + reading.ROWS_ABOVE
    try:
        with tables.opened(row.received, most_rows=room, now=now) as lines:
            sheet = reading.read(lines, on=on)
            found = comparing.compare(sheet.rows)
    except Refused as refused:
        _settle_unreadable(row, refused.objections, now)
        return
    _settle_checked(row, lines, sheet, found, now)


@jobs.task(name="registrations.take_list", queue="lists", retry=2)
def take_list(*, list_id: int) -> None:
    """Take a checked list over; what has changed meanwhile puts it back among the checked."""
    now = clock.now()
    try:
        with transaction.atomic():
            row = UploadedList.objects.select_for_update().get(pk=list_id)
            if row.state != ListState.TAKING:
                return
            sheet = reading.read(_lines_of(row), on=clock.day(now))
            by = Actor(role=DESK, account_id=row.settled_by_id)
            done = writing.take_over(sheet.rows, source=row.source, actor=by, now=now)
            row.state, row.settled_at = ListState.TAKEN, now
            row.new, row.same, row.qualified = done.new, done.same, done.qualified
            row.save(update_fields=["state", "settled_at", "new", "same", "qualified"])
    except Refused as refused:
        _put_back(list_id, refused.objections)


@jobs.every("17 19 * * *", name="registrations.forget_lists")
def forget() -> None:
    """Every night: what lists of days past still held."""
    forget_lists(now=clock.now())


def forget_lists(*, now: datetime) -> int:
    """Forget the rows of lists that are older than the house keeps them; how many there were.

    One that nobody took over can then only be uploaded again.
    """
    kept = timedelta(days=parameters.EXISTING_ROWS_KEPT_DAYS.on(clock.day(now)))
    rows = UploadedList.objects.filter(uploaded_at__lt=now - kept, rows_sealed__isnull=False)
    old = rows.exclude(state=ListState.TAKING)
    old.filter(state=ListState.CHECKED).update(
        state=ListState.DISCARDED, settled_at=now, settled_by=F("uploaded_by")
    )
    return old.update(rows_sealed=None, back_sealed=None, troubles=[])


def back_of(row: UploadedList) -> bytes | None:
    """The list with what became of each row, as a workbook; None if there is none (any more)."""
    if row.back_sealed is None:
        return None
    return base64.b64decode(secrets.unseal(row.back_sealed, _place(row, "back")))


@transaction.atomic
def _settle_checked(
    row: UploadedList, lines: Sequence[Line], sheet: Sheet, found: Compared, now: datetime
) -> None:
    locked_row = UploadedList.objects.select_for_update().get(pk=row.pk)
    received = row.received
    if locked_row.state != ListState.CHECKING or received is None:
        return
    if not files.settle_cleaned(received, [], now=now):
        return
    locked_row.state = ListState.CHECKED
    locked_row.new, locked_row.same, locked_row.wrong = found.new, found.same, found.wrong
    locked_row.qualified, locked_row.unqualified = found.qualified, found.unqualified
    locked_row.troubles = _first(found)
    locked_row.rows_sealed = _sealed_lines(row, lines)
    back = base64.b64encode(workbook.given_back(sheet, found)).decode()
    locked_row.back_sealed = secrets.seal(back, _place(row, "back"))
    locked_row.save()
    transaction.on_commit(partial(files.forget_upload, received))


def _first(found: Compared) -> list[list[object]]:
    """The first errors as they are shown: values of people are not repeated."""
    said: list[list[object]] = []
    for line, one in found.troubles():
        if len(said) == MOST_SHOWN:
            break
        why = {"code": one.why.code, "clause": one.why.clause, "params": _plain(one.why)}
        said.append([line, one.column, why])
    return said


def _plain(found: Objection) -> dict[str, object]:
    return {
        name: value if isinstance(value, str | int) else str(value)
        for name, value in found.params.items()
    }


@transaction.atomic
def _settle_unreadable(row: UploadedList, why: Sequence[Objection], now: datetime) -> None:
    locked_row = UploadedList.objects.select_for_update().get(pk=row.pk)
    if locked_row.state != ListState.CHECKING:
        return
    if row.received is not None:
        files.settle_refused(row.received, why, now=now)
    locked_row.state = ListState.UNREADABLE
    locked_row.refusals = _kept(why)
    locked_row.save(update_fields=["state", "refusals"])


@transaction.atomic
def _put_back(list_id: int, why: Sequence[Objection]) -> None:
    row = UploadedList.objects.select_for_update().get(pk=list_id)
    row.state, row.refusals, row.settled_by = ListState.CHECKED, _kept(why), None
    row.save(update_fields=["state", "refusals", "settled_by"])


def _kept(why: Sequence[Objection]) -> list[dict[str, object]]:
    return [{"code": one.code, "clause": one.clause, "params": _plain(one)} for one in why]


def _sealed_lines(row: UploadedList, lines: Sequence[Line]) -> bytes:
    said = json.dumps([[line.number, list(line.cells)] for line in lines], ensure_ascii=False)
    packed = base64.b64encode(gzip.compress(said.encode())).decode()
    return secrets.seal(packed, _place(row, "rows"))


def _lines_of(row: UploadedList) -> list[Line]:
    if row.rows_sealed is None:
        raise Refused.because("existing.wrong_status", "flow")
    packed = base64.b64decode(secrets.unseal(row.rows_sealed, _place(row, "rows")))
    return [Line(number, cells) for number, cells in json.loads(gzip.decompress(packed))]


def _place(row: UploadedList, name: str) -> str:
    return f"registrations.list.{name}:{row.uid}"


def _record(event: str, row: UploadedList, actor: Actor, now: datetime) -> None:
    data = {"list": row.number, "source": row.source}
    record(f"registrations.{event}", chain=HOUSE, actor=actor, now=now, data=data)


def _at_the_desk(actor: Actor) -> None:
    if actor.role is not DESK:
        raise NotVisible
