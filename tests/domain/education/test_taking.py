"""A list comes in as it was shown or not at all, whenever the worker is killed, and goes whole."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.education import actions, batches, judging, queries, taking
from anzhu.education.models import Batch, BatchState, Record, RecordState
from anzhu.kernel import clock
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.notices.models import Notice
from anzhu.ops.demo import cast
from anzhu.organisations.models import Institution
from tests.domain import factories
from tests.domain.education.conftest import LAW, NOW, UNKNOWN, counts, row

pytestmark = pytest.mark.django_db


def why_not(batch: Batch) -> list[str]:
    """Why it did not come in and waits again, by code."""
    assert batch.state == BatchState.CHECKED
    assert batch.settled_by_id is None
    return [one["code"] for one in batch.refusals]


def test_what_the_dry_run_showed_is_what_comes_in(send, commit, clerk, lin, holder):
    batch = commit(send(row(lin), row(lin, "应急管理", hours=7.5), row(lin), row(lin, hours=99)))

    assert batch.state == BatchState.COMMITTED
    assert counts(batch) == (2, 1, 1)
    rows = Record.objects.order_by("course")
    assert [(r.course, r.hours, r.person, r.provider) for r in rows] == [
        (LAW, Decimal(24), lin, "齐鲁安全培训中心"),
        ("应急管理", Decimal("7.5"), lin, "齐鲁安全培训中心"),
    ]
    (notice,) = Notice.objects.all()
    assert (notice.account_id, notice.event) == (holder.account_id, "education.imported")
    assert notice.params == {"hours": 31.5, "institution": "齐鲁安全培训中心"}
    assert list(verify.faults()) == []


def test_the_same_list_again_changes_nothing(send, commit, lin):
    commit(send(row(lin)))
    again = send(row(lin))
    assert counts(again) == (0, 1, 0)
    with pytest.raises(Refused) as refused:
        commit(again)
    assert refused.value.codes == ["education.nothing_to_import"]
    assert Record.objects.count() == 1


def test_a_second_click_is_the_first_one(send, clerk, lin, jobs):
    batch = send(row(lin))
    for _ in range(2):
        actions.commit(batch_id=batch.pk, key="once", actor=clerk, now=NOW)
    assert Batch.objects.get().state == BatchState.TAKING
    assert not Record.objects.exists()
    assert jobs() == 1
    actions.commit(batch_id=batch.pk, key="once", actor=clerk, now=NOW)
    assert jobs() == 0
    assert Record.objects.count() == 1
    with pytest.raises(Refused) as refused:
        actions.commit(batch_id=batch.pk, key="another", actor=clerk, now=NOW)
    assert refused.value.lost_race


def test_something_that_came_in_meanwhile_stops_it_whole_and_it_is_looked_at_again(
    send, commit, clerk, lin, jobs
):
    first, second = send(row(lin)), send(row(lin), row(lin, "应急管理"))
    commit(first)
    assert why_not(commit(second)) == ["education.list_changed"]
    assert Record.objects.count() == 1

    actions.look_again(batch_id=second.pk, actor=clerk, now=NOW)
    jobs()
    again = queries.batch(clerk, second.number)
    assert (counts(again), again.refusals) == ((1, 1, 0), [])
    assert commit(again).state == BatchState.COMMITTED
    assert Record.objects.count() == 2


def test_a_row_that_the_table_refuses_takes_all_others_back(send, commit, clerk, lin, monkeypatch):
    batch = send(row(lin), row(lin, "应急管理"))
    honest = judging.judge

    def blind(rows, *, institution):
        found = honest(rows, institution=institution)
        return [found[0], replace(found[1], row=found[0].row)]

    monkeypatch.setattr(batches.judging, "judge", blind)
    assert why_not(commit(batch)) == ["education.list_changed"]
    assert not Record.objects.exists()


@pytest.mark.parametrize("known", [True, False], ids=["known people", "unknown people"])
def test_a_dry_run_and_a_commit_ask_as_often_for_many_rows_as_for_few(send, clerk, known):
    """The number of queries does not grow with the rows (8-speed)."""
    first = date(1990, 1, 1)
    numbers = (cast.id_number(first + timedelta(days=n), 7, woman=False) for n in count())

    def one() -> tuple[object, ...]:
        if known:
            return row(factories.person(), "应急管理")
        return ("张三", next(numbers), "应急管理", "2026-05-06", 8)

    def asked(rows: int) -> tuple[int, int]:
        batch = send(*(one() for _ in range(rows)))
        with CaptureQueriesContext(connection) as looked:
            actions.look_again(batch_id=batch.pk, actor=clerk, now=NOW)
            actions.check_again(batch_id=batch.pk)
        with CaptureQueriesContext(connection) as took:
            actions.commit(batch_id=batch.pk, key=batch.number, actor=clerk, now=NOW)
            actions.take(batch_id=batch.pk)
        assert Record.objects.filter(batch=batch).count() == rows
        return len(looked), len(took)

    assert asked(3) == asked(30)


def test_a_job_that_runs_again_changes_nothing(send, commit, lin):
    batch = send(row(lin))
    for job in (actions.check, actions.check_again, actions.take):
        job(batch_id=batch.pk)
        assert counts(Batch.objects.get()) == (1, 0, 0)
    assert Batch.objects.get().state == BatchState.CHECKED
    commit(batch)
    taken = list(Record.objects.values())
    for job in (actions.check, actions.check_again, actions.take):
        job(batch_id=batch.pk)
    assert list(Record.objects.values()) == taken
    assert Entry.objects.filter(event="education.list_committed").count() == 1


@pytest.mark.parametrize("at", ["tell", "record_rows"])
def test_a_worker_killed_on_the_way_has_taken_nothing_in_and_the_next_takes_all(
    send, clerk, lin, holder, jobs, monkeypatch, at
):
    batch = send(row(lin), row(lin, "应急管理"))
    actions.commit(batch_id=batch.pk, key="k", actor=clerk, now=NOW)

    def killed(*_: object, **__: object) -> None:
        assert Record.objects.count() == 2
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(taking, at, killed)
        with pytest.raises(KeyboardInterrupt):
            actions.take(batch_id=batch.pk)
    assert not Record.objects.exists()
    assert not Notice.objects.exists()
    assert Batch.objects.get().state == BatchState.TAKING

    jobs()
    assert Batch.objects.get().state == BatchState.COMMITTED
    assert (Record.objects.count(), Notice.objects.count()) == (2, 1)
    assert list(verify.faults()) == []


def test_a_list_on_its_way_in_is_neither_put_away_nor_looked_at_nor_taken_back(send, clerk, lin):
    batch = send(row(lin))
    actions.commit(batch_id=batch.pk, key="k", actor=clerk, now=NOW)
    ask = {"batch_id": batch.pk, "actor": clerk, "now": NOW}
    for act in (
        lambda: actions.cancel(**ask),
        lambda: actions.look_again(**ask),
        lambda: actions.revoke(reason="x", key="x", **ask),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.lost_race
    with clock.at(NOW + timedelta(days=91)):
        actions.forget_rows()
    assert Batch.objects.get().rows_sealed
    assert Batch.objects.get().state == BatchState.TAKING


def test_an_institution_that_closed_meanwhile_takes_nothing_in(send, clerk, lin, jobs):
    batch = send(row(lin))
    actions.commit(batch_id=batch.pk, key="k", actor=clerk, now=NOW)
    Institution.objects.update(open_until=date(2026, 11, 15))
    jobs()
    back = queries.batch(clerk, batch.number)
    assert why_not(back) == ["education.institution_closed"]
    assert "2026" in queries.refusals(back)[0]
    assert not Record.objects.exists()


def test_a_list_is_taken_back_whole_with_a_reason_and_holders_are_told(
    send, commit, clerk, lin, holder
):
    batch = commit(send(row(lin), row(lin, "应急管理"), ("张三", UNKNOWN, LAW, "2026-5-6", 8)))
    Notice.objects.all().delete()
    with pytest.raises(Refused) as refused:
        actions.revoke(batch_id=batch.pk, reason=" ", key="k", actor=clerk, now=NOW)
    assert refused.value.codes == ["education.no_reason"]
    assert Record.objects.standing().count() == 3

    for _ in range(2):
        actions.revoke(batch_id=batch.pk, reason="名单有误", key="r", actor=clerk, now=NOW)
    assert set(Record.objects.values_list("state", flat=True)) == {RecordState.REVOKED}
    (notice,) = Notice.objects.all()
    assert (notice.event, notice.params["hours"]) == ("education.revoked", 48.0)
    assert queries.for_the_law(lin) == ()
    assert list(verify.faults()) == []
    # What was taken back may come in again, corrected.
    assert counts(send(row(lin))) == (1, 0, 0)


def test_used_hours_stay_when_a_list_is_taken_back(send, commit, clerk, lin):
    batch = commit(send(row(lin), row(lin, "应急管理")))
    used = Record.objects.get(course=LAW)
    actions.use({used.pk: "26AAAAAAAA"})
    actions.revoke(batch_id=batch.pk, reason="名单有误", key="r", actor=clerk, now=NOW)
    used.refresh_from_db()
    assert (used.state, used.used_for) == (RecordState.STANDS, "26AAAAAAAA")
    assert queries.for_the_law(lin)[0].used
    assert queries.read_batch(clerk, batch.number).used == 1


def test_a_list_that_was_put_away_cannot_come_in(send, commit, clerk, lin):
    batch = send(row(lin))
    for _ in range(2):
        actions.cancel(batch_id=batch.pk, actor=clerk, now=NOW)
    with pytest.raises(Refused) as refused:
        commit(batch)
    assert refused.value.lost_race
    assert not Record.objects.exists()


def test_a_closed_institution_imports_nothing(send, commit, lin):
    batch = send(row(lin))
    known = factories.institution()
    known.open_until = date(2026, 11, 15)
    known.save()
    for act in (lambda: commit(batch), lambda: send(row(lin))):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.codes == ["education.institution_closed"]
    assert not Record.objects.exists()


def test_rows_are_sealed_and_forgotten_after_ninety_days(send, commit, clerk, lin):
    batch = send(row(lin))
    assert lin.id_number.encode() not in bytes(batch.rows_sealed)
    with clock.at(NOW + timedelta(days=90)):
        actions.forget_rows()
        assert Batch.objects.get().rows_sealed
    with clock.at(NOW + timedelta(days=91)):
        actions.forget_rows()
    with pytest.raises(NotVisible):
        queries.kept_rows(clerk, batch.number)
    with pytest.raises(Refused) as refused:
        commit(batch)
    assert refused.value.codes == ["education.rows_forgotten"]


def test_a_record_changed_behind_the_house_is_found(send, commit, lin):
    commit(send(row(lin)))
    Record.objects.update(hours=48)
    assert [fault.row for fault in verify.faults()] == [f"education.batch:{Batch.objects.get().pk}"]
