"""The record is whole, or the verifier names the row."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from anzhu.audit import verify
from anzhu.audit.actions import record
from anzhu.audit.models import Entry, Head
from anzhu.cases.models import Case, Revision
from anzhu.kernel.actor import CLOCK
from tests.world import MONDAY, Story


@pytest.fixture
def case(story: Story) -> Case:
    return story.passed()


def _rows() -> list[str]:
    return [fault.row.split(" ")[0] for fault in verify.faults()]


def _behind_the_back(sql: str, *params: object) -> None:
    """As somebody with the keys of the database would do it: the trigger switched off first."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entries_are_never_changed")
        cursor.execute(sql, list(params))
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entries_are_never_changed")


def test_a_case_that_went_its_way_verifies(case: Case):
    assert _rows() == []
    events = list(Entry.objects.filter(chain=case.ref).order_by("seq").values_list("event"))
    assert [event for (event,) in events] == [
        "case.start",
        "case.form_printed",
        "case.submit",
        "case.revision",
        "case.claim",
        "case.pass",
    ]


def test_the_database_itself_refuses_to_change_an_entry(case: Case):
    entry = Entry.objects.filter(chain=case.ref).latest("seq")
    for forbidden in (lambda: entry.delete(), lambda: Entry.objects.update(event="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()
    assert _rows() == []


@pytest.mark.parametrize(
    "column", ["event", "role", "subject", "digest", "before", "hash", "chain", "at", "data"]
)
def test_one_changed_column_of_an_entry_is_named(case: Case, column: str):
    entry = Entry.objects.get(chain=case.ref, seq=3)
    changed = {
        "at": "at + interval '1 microsecond'",
        "data": "'{}'::jsonb",
        "digest": "reverse(digest)",
        "hash": "reverse(hash)",
        "before": "reverse(before)",
    }.get(column, f"{column} || 'x'")
    _behind_the_back(f"UPDATE audit_entry SET {column} = {changed} WHERE id = %s", entry.pk)  # noqa: S608
    assert f"audit.entry:{entry.pk}" in _rows()


@pytest.mark.parametrize("seq", [1, 4, 6], ids=["the first", "one in the middle", "the last"])
def test_a_deleted_entry_is_missed(case: Case, seq: int):
    _behind_the_back("DELETE FROM audit_entry WHERE chain = %s AND seq = %s", case.ref, seq)
    assert any(case.ref in str(fault) for fault in verify.faults())


def test_a_chain_cut_off_at_its_end_is_found_even_if_the_rest_is_whole(case: Case):
    _behind_the_back("DELETE FROM audit_entry WHERE chain = %s AND seq > 4", case.ref)
    assert f"audit.head:{case.ref}" in _rows()


def test_a_chain_that_vanished_is_found_by_its_head(case: Case):
    _behind_the_back("DELETE FROM audit_entry WHERE chain = %s", case.ref)
    assert f"audit.head:{case.ref}" in _rows()


@pytest.mark.parametrize(
    "change",
    [
        {"status": "approval"},
        {"agency_opinion": "against"},
        {"employer_name": "另一家公司"},
        {"returns": 3},
    ],
    ids=str,
)
def test_a_case_changed_behind_the_house_is_named(case: Case, change: dict[str, object]):
    Case.objects.filter(pk=case.pk).update(**change)
    assert _rows() == [f"cases.case:{case.pk}"]


def test_a_revision_changed_behind_the_house_is_named(case: Case):
    revision = Revision.objects.get(case=case)
    Revision.objects.filter(pk=revision.pk).update(form_version=7)
    assert _rows() == [f"cases.revision:{revision.pk}"]


def test_a_row_that_was_deleted_is_missed(case: Case):
    revision = Revision.objects.get(case=case)
    pk = revision.pk
    revision.delete()
    assert _rows() == [f"cases.revision:{pk}"]


def test_claiming_does_not_count_as_a_change_of_the_case(case: Case):
    Case.objects.filter(pk=case.pk).update(
        claimed_by_id=case.acts.first().account_id, claimed_until=MONDAY
    )
    assert _rows() == []


def test_an_entry_belongs_into_a_transaction(transactional_db: None):
    with pytest.raises(RuntimeError):
        record("case.start", chain="X", actor=CLOCK, now=MONDAY)
    assert not Entry.objects.filter(chain="X").exists()
    assert not Head.objects.filter(chain="X").exists()


def test_the_hash_does_not_depend_on_where_the_clock_stands(story: Story):
    story.submitted(MONDAY + timedelta(hours=9))
    assert _rows() == []
