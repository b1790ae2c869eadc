"""After an hour nothing lies about that nobody waits for; what has an owner stays."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from anzhu.files import actions, queries, storage
from anzhu.files.models import Received, State, StoredFile
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from tests.domain.files import samples

HOUR = timedelta(hours=1, minutes=1)


@pytest.fixture
def now() -> datetime:
    """The stores keep their own time, so these stories happen today."""
    return clock.now()


def test_an_upload_that_no_worker_came_for_is_removed(receive, kept, now):
    received = receive(samples.jpeg())
    assert actions.sweep_orphans(now=now + timedelta(minutes=59)) == 0
    assert actions.sweep_orphans(now=now + HOUR) == 1
    assert kept() == {"quarantine": 0, "clean": 0}
    received.refresh_from_db()
    assert (received.state, [found.code for found in received.objections]) == (
        State.REFUSED,
        ["file.gone"],
    )


def test_a_clean_copy_without_an_owner_is_removed_in_all_its_sizes(receive, kept, now):
    received = receive(samples.jpeg())
    actions.clean(received.pk, now=now)
    assert actions.sweep_orphans(now=now + timedelta(minutes=59)) == 0
    assert actions.sweep_orphans(now=now + HOUR) == 1
    assert kept() == {"quarantine": 0, "clean": 0}
    assert not StoredFile.objects.exists()
    with pytest.raises(Refused) as refused:
        actions.clean(received.pk, now=now + HOUR)
    assert refused.value.codes == ["file.gone"]


def test_bytes_whose_row_was_never_committed_are_removed(stores, db, kept, now):
    for alias in (storage.QUARANTINE, storage.CLEAN):
        digest = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
        storage.put(alias, ContentFile(b"one"), digest=digest, now=now)
    assert actions.sweep_orphans(now=now) == 0
    assert actions.sweep_orphans(now=now + HOUR) == 2
    assert kept() == {"quarantine": 0, "clean": 0}


def test_what_somebody_points_at_stays(receive, now):
    (page,) = actions.clean(receive(samples.jpeg()).pk, now=now)
    owners = str(queries.unowned(before=now + HOUR).query)
    assert "materials_page" in owners
    assert "photos_photo" in owners
    assert queries.stored(page.stored_id).pk == page.stored_id


def test_an_upload_is_seen_by_its_own_account_only(receive, actor, now):
    received = receive(samples.jpeg())
    assert queries.received(received.pk, actor) == Received.objects.get()
    stranger = type(actor)(role=actor.role, account_id=8, person_id=8)
    with pytest.raises(NotVisible):
        queries.received(received.pk, stranger)


def test_what_is_not_there_is_not_visible(db):
    with pytest.raises(NotVisible):
        queries.stored(uuid4())
