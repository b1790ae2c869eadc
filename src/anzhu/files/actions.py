"""Receive an upload into quarantine; turn it into clean copies; give those out; sweep up.

Uploads are hostile until a bounded child process has decoded them and written them anew. The web
process looks only at their size and their first bytes.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, TypeAlias
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from anzhu.files import keeping, kinds, queries, sandbox, storage
from anzhu.files.bounds import LONG_SIDE, MOST_PAGES, PAGES_BOUNDS, PAGES_TRADE
from anzhu.files.models import Received, State, StoredFile, Variant
from anzhu.files.names import shown_name
from anzhu.files.sandbox import Bounds, Outcome
from anzhu.files.storage import CLEAN, QUARANTINE
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock, jobs
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused, refuse_if
from anzhu.rules import uploads
from anzhu.rules.objections import Objection, objection

#: What Django hands over for a file field: bytes in memory or in a temporary file.
Upload: TypeAlias = "UploadedFile[bytes]"
CLAUSE = "0.1"
#: How long an upload may wait for its worker, and a new clean copy for its owner.
GRACE = timedelta(hours=1)
_SWEPT_DAYS = 3


@dataclass(frozen=True)
class Code:
    """A QR code on a page; corners are shares of width and height, from the top left.

    ``turned`` is by how many degrees the page was turned anticlockwise to set it upright.
    """

    text: str
    kind: str
    corners: Sequence[Sequence[float]]
    turned: int


@dataclass(frozen=True)
class CleanPage:
    """One page of an upload after cleaning; ``stored_id`` is its full-size StoredFile.

    ``measures`` are those of ``files.measure``: edge width, light, glare
    (share, 0 to 1), long_side (pixels, as uploaded).
    """

    number: int
    stored_id: UUID
    width: int
    height: int
    measures: Mapping[str, float]
    codes: Sequence[Code]


# --- in the web process ------------------------------------------------------------------------


def receive(
    upload: Upload, *, purpose: str, actor: Actor, now: datetime, table: bool = False
) -> Received:
    """Put an upload into quarantine, unopened: a scan, or with ``table`` a workbook or CSV.

    Raises Refused: ``file.empty``, ``file.too_big``, ``file.type_unknown`` (of a list
    ``sheet.type_unknown``); then nothing is kept.
    """
    size, digest, head = _look_at(upload, most=uploads.MAX_BYTES.on(clock.day(now)))
    refuse_if(uploads.objections_to_size(size, clock.day(now)))
    media_type = kinds.sniff_table(head) if table else kinds.sniff(head)
    if media_type is None:
        raise Refused.because("sheet.type_unknown" if table else "file.type_unknown", CLAUSE)
    upload.seek(0)
    key = storage.put(QUARANTINE, upload, digest=digest, now=now)
    return Received.objects.create(
        purpose=purpose,
        uploader_id=actor.account_id,
        shown_name=shown_name(upload.name),
        key=key,
        digest=digest,
        size=size,
        media_type=media_type,
        created_at=now,
    )


def _look_at(upload: Upload, *, most: int) -> tuple[int, str, bytes]:
    """Size, SHA-256 and first bytes; of a file that is too big, only the size it claims."""
    if (upload.size or 0) > most:
        return int(upload.size or 0), "", b""
    size, digest, head = 0, hashlib.sha256(), b""
    for chunk in upload.chunks():
        size += len(chunk)
        digest.update(chunk)
        head = head if len(head) >= kinds.HEAD else (head + chunk)[: kinds.HEAD]
        if size > most:
            break
    return size, digest.hexdigest(), head


# --- in the worker -----------------------------------------------------------------------------


def clean(received_id: UUID, *, now: datetime, most_pages: int = MOST_PAGES) -> list[CleanPage]:
    """Decode and rewrite every page of an upload in the bounded child.

    For workers, outside of a transaction. Harmless to repeat: the second run gives the pages, or
    raises the refusal, of the first. Raises Refused (``file.damaged``, ``.encrypted``,
    ``.too_many_pixels``, ``.too_many_pages``, ``.too_slow``, ``.too_heavy``, ``.gone``): the
    upload is then gone and nothing of it is kept; or ``sandbox.Broken``: try again later.
    """
    received = Received.objects.get(pk=received_id)
    if received.state == State.RECEIVED:
        asked, bounds = {"pages": most_pages}, PAGES_BOUNDS
        with opened_in_child(received, PAGES_TRADE, asked, now=now, bounds=bounds) as outcome:
            received = _keep_pages(received, outcome, now=now)
    return _pages_of(received)


@contextmanager
def opened(received: Received) -> Iterator[BinaryIO]:
    """The bytes of an upload in quarantine, for a bounded child to read; FileNotFoundError."""
    with _local_copy(QUARANTINE, received.key) as source:
        yield source


@contextmanager
def opened_in_child(
    received: Received,
    trade: str,
    asked: Mapping[str, Any],
    bounds: Bounds | None = None,
    *,
    now: datetime,
) -> Iterator[Outcome]:
    """Run a trade of the child on an upload in quarantine; the block keeps what it wants of it.

    What is wrong with the file raises Refused, marks the upload as refused and removes it.
    """
    limits = {
        "pixels": uploads.MAX_PIXELS.on(clock.day(now)),
        "pages": MOST_PAGES,
        "long_side": LONG_SIDE,
    }
    with ExitStack() as open_files:
        try:
            source = open_files.enter_context(_local_copy(QUARANTINE, received.key))
            child = sandbox.run(trade, source, {**limits, **asked}, bounds)
            outcome = open_files.enter_context(child)
        except FileNotFoundError:
            gone = objection("file.gone", CLAUSE)
            raise settle_refused(received, [gone], now=now) from None
        except Trouble as trouble:
            found = objection(trouble.code, CLAUSE, **trouble.params)
            raise settle_refused(received, [found], now=now) from trouble
        yield outcome


def settle_refused(received: Received, found: Sequence[Objection], *, now: datetime) -> Refused:
    """Remove an upload that cannot be used, keep the reasons; the Refused to raise."""
    refusals = [
        {"code": one.code, "clause": one.clause, "params": dict(one.params)} for one in found
    ]
    Received.objects.filter(pk=received.pk, state=State.RECEIVED).update(
        state=State.REFUSED, refusals=refusals, settled_at=now
    )
    storage.delete(QUARANTINE, received.key)
    return Refused(found)


def settle_cleaned(received: Received, pages: list[dict[str, Any]], *, now: datetime) -> bool:
    """Mark an upload as dealt with, in the transaction that keeps its copies.

    False if a twin of this job was quicker: the caller must then keep nothing.
    """
    waiting = Received.objects.filter(pk=received.pk, state=State.RECEIVED)
    return waiting.update(state=State.CLEANED, pages=pages, settled_at=now) == 1


def forget_upload(received: Received) -> None:
    """Remove the bytes in quarantine, after the commit that settled the upload."""
    storage.delete(QUARANTINE, received.key)


def _keep_pages(received: Received, outcome: Outcome, *, now: datetime) -> Received:
    """Keep every page, settle the upload and empty the quarantine; once, whoever comes first."""
    with transaction.atomic():
        locked = Received.objects.select_for_update().get(pk=received.pk)
        if locked.state != State.RECEIVED:
            return locked
        pages = [
            _keep_page(received, outcome, number, found, now=now)
            for number, found in enumerate(outcome.done["pages"], start=1)
        ]
        settle_cleaned(locked, pages, now=now)
    forget_upload(received)
    locked.state, locked.pages = State.CLEANED, pages
    return locked


def _keep_page(
    received: Received, outcome: Outcome, number: int, found: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    full = keeping.keep_sizes(outcome, number, found["sizes"], purpose=received.purpose, now=now)
    return {
        "number": number,
        "stored_id": str(full.pk),
        "width": full.width,
        "height": full.height,
        "measures": found["measures"],
        "codes": found["codes"],
    }


def _pages_of(received: Received) -> list[CleanPage]:
    if received.state == State.REFUSED:
        raise Refused(received.objections)
    if not queries.are_kept(page["stored_id"] for page in received.pages):
        raise Refused.because("file.gone", CLAUSE)
    return [
        CleanPage(
            **page
            | {
                "stored_id": UUID(page["stored_id"]),
                "codes": [Code(**code) for code in page["codes"]],
            }
        )
        for page in received.pages
    ]


@contextmanager
def _local_copy(alias: str, key: str) -> Iterator[BinaryIO]:
    """A stored file as one on this machine's disk: the child reads it as its standard input."""
    with storage.open_key(alias, key) as stored, tempfile.TemporaryFile() as local:
        shutil.copyfileobj(stored, local)
        local.flush()
        yield local


@contextmanager
def reopened_in_child(
    stored: StoredFile,
    trade: str,
    asked: Mapping[str, Any],
    bounds: Bounds | None = None,
    *,
    now: datetime,
) -> Iterator[Outcome]:
    """Run a trade of the child on a clean copy; raises Trouble."""
    limits = {"pixels": uploads.MAX_PIXELS.on(clock.day(now)), "pages": 1, "long_side": LONG_SIDE}
    with (
        _local_copy(CLEAN, stored.key) as source,
        sandbox.run(trade, source, {**limits, **asked}, bounds) as outcome,
    ):
        yield outcome


def forget_received(received: Received) -> None:
    """Remove an upload with its row and its bytes, as if it had never been handed in."""
    received.delete()
    storage.delete(QUARANTINE, received.key)


# --- giving out and sweeping up ----------------------------------------------------------------


def open_clean(stored: StoredFile, variant: Variant = Variant.FULL) -> BinaryIO:
    """The bytes of a clean copy in one of its sizes; the full one where there is no smaller."""
    chosen = stored
    if variant != stored.variant:
        chosen = stored.variants.filter(variant=variant).first() or stored
    return storage.open_key(CLEAN, chosen.key)


def open_preview(stored: StoredFile) -> BinaryIO:
    """The bytes of a clean copy, small enough for a screen where there is such a copy."""
    return open_clean(stored, Variant.PREVIEW)


@jobs.every("41 * * * *", name="files.sweep")
def sweep() -> None:
    """Every hour: what nobody waits for any more."""
    sweep_orphans(now=clock.now())


def sweep_orphans(*, now: datetime) -> int:
    """Remove what is older than an hour and has no owner; how many things there were.

    These are uploads that no worker came for, bytes whose row was never committed, and clean
    copies that no foreign key points at. Harmless to repeat and to run twice at a time.
    """
    before = now - GRACE
    waiting = Received.objects.filter(state=State.RECEIVED, created_at__lt=before)
    for received in (late := list(waiting)):
        settle_refused(received, [objection("file.gone", CLAUSE)], now=now)
    unowned = list(queries.unowned(before=before))
    for stored in unowned:
        discard(stored)
    return len(late) + len(unowned) + _sweep_bytes(now)


def discard(stored: StoredFile) -> None:
    """Forget a clean copy in all its sizes; the rows first, so that no row is without bytes."""
    with transaction.atomic():
        keys = [stored.key, *stored.variants.values_list("key", flat=True)]
        stored.delete()
    for key in keys:
        storage.delete(CLEAN, key)


def _sweep_bytes(now: datetime) -> int:
    """Remove bytes of the last days that no row knows."""
    swept = 0
    for alias, known in ((QUARANTINE, queries.waiting_keys), (CLEAN, queries.clean_keys)):
        for back in range(_SWEPT_DAYS):
            keys = set(storage.keys_of_day(alias, (now - timedelta(days=back)).astimezone(UTC)))
            for key in keys - known(keys):
                if storage.written_at(alias, key) < now - GRACE:
                    storage.delete(alias, key)
                    swept += 1
    return swept
