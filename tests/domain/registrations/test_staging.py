"""An uploaded list: looked at without effect, taken over whole, or dropped and forgotten."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.files.models import Received
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.people.models import Person
from anzhu.registrations.importing import lists, reading, staging, writing
from anzhu.registrations.models import ListState, Registration, UploadedList
from anzhu.rules import parameters
from anzhu.rules.facts import Role
from tests.domain import factories
from tests.domain.registrations.lists import OPERATOR, ZHANG, lines, of_li, row
from tests.ops.test_import_registrations import as_csv, as_workbook

pytestmark = pytest.mark.django_db
NOW = clock.noon(date(2026, 11, 23))


@pytest.fixture(autouse=True)
def _today():
    with clock.at(NOW):
        yield


@pytest.fixture
def qian() -> Actor:
    return factories.actor(Role.ADMINISTRATOR)


def uploaded(by: Actor, content: bytes, key: str = "k") -> UploadedList:
    return staging.upload(SimpleUploadedFile("名单.xlsx", content), key=key, actor=by, now=NOW)


def seen(by: Actor, found: UploadedList) -> UploadedList:
    return lists.uploaded(by, found.number)


@pytest.mark.parametrize("content", [as_csv(row(), of_li()), as_workbook(row(), of_li())])
def test_a_list_is_looked_at_then_taken_over_once(qian, jobs, content):
    found = uploaded(qian, content)
    assert uploaded(qian, content) == found
    assert seen(qian, found).state == ListState.CHECKING
    jobs()
    checked = seen(qian, found)
    assert (checked.state, checked.new, checked.same, checked.wrong) == ("checked", 2, 0, 0)
    assert not Registration.objects.exists()
    assert not Person.objects.filter(name="张守业").exists()
    kept = UploadedList.objects.get(pk=found.pk)
    assert ZHANG.encode() not in bytes(kept.rows_sealed or b"") + bytes(kept.back_sealed or b"")

    staging.commit(number=found.number, key="c", actor=qian, now=NOW)
    staging.commit(number=found.number, key="c", actor=qian, now=NOW)
    jobs()

    assert seen(qian, found).state == ListState.TAKEN
    assert Registration.objects.count() == 2
    assert Entry.objects.filter(event="registrations.imported").count() == 1
    assert not list(verify.faults())
    with pytest.raises(Refused) as again:
        staging.commit(number=found.number, key="d", actor=qian, now=NOW)
    assert again.value.codes == ["existing.wrong_status"]


def test_a_list_with_an_error_is_given_back_with_the_reasons_and_never_taken(qian, jobs):
    found = uploaded(qian, as_csv(of_li(), row(category="消防")))
    jobs()
    checked = seen(qian, found)
    assert (checked.new, checked.wrong) == (1, 1)
    ((line, column, why),) = lists.troubles_of(checked)
    assert (line, column, why.code) == (3, "category", "existing.category_unknown")
    assert lists.given_back(qian, found.number).startswith(b"PK")
    with pytest.raises(Refused) as refused:
        staging.commit(number=found.number, key="c", actor=qian, now=NOW)
    assert refused.value.codes == ["existing.wrong_rows"]
    jobs()
    assert not Registration.objects.exists()


def test_what_changed_between_the_look_and_the_taking_puts_the_list_back(qian, jobs):
    found = uploaded(qian, as_csv(of_li()))
    jobs()
    sheet = reading.read(lines(row(number="20220000777")), on=date(2026, 11, 23))
    writing.take_over(sheet.rows, source="f" * 64, actor=OPERATOR, now=NOW)
    staging.commit(number=found.number, key="c", actor=qian, now=NOW)
    jobs()
    back = seen(qian, found)
    assert back.state == ListState.CHECKED
    assert [one.code for one in lists.refusals_of(back)] == ["existing.wrong_rows"]
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("甲,乙\n1,2\n".encode(), "sheet.no_header"),
        (b"PK\x03\x04 broken", "sheet.damaged"),
        (as_csv(), "sheet.no_rows"),
    ],
)
def test_what_is_no_such_list_says_why(qian, jobs, content, code):
    found = uploaded(qian, content)
    jobs()
    unread = seen(qian, found)
    assert unread.state == ListState.UNREADABLE
    assert [one.code for one in lists.refusals_of(unread)] == [code]
    assert Received.objects.get().state == "refused"


def test_what_is_no_table_at_all_is_refused_at_the_door(qian):
    with pytest.raises(Refused) as refused:
        uploaded(qian, b"\x89PNG\r\n\x1a\n....")
    assert refused.value.codes == ["sheet.type_unknown"]
    assert not UploadedList.objects.exists()


def test_a_dropped_list_is_forgotten_at_once_and_an_old_one_after_a_time(qian, jobs):
    dropped, old = uploaded(qian, as_csv(of_li())), uploaded(qian, as_csv(row()), "l")
    jobs()
    staging.discard(number=dropped.number, actor=qian, now=NOW)
    assert UploadedList.objects.get(pk=dropped.pk).rows_sealed is None
    with pytest.raises(NotVisible):
        lists.given_back(qian, dropped.number)
    with pytest.raises(Refused):
        staging.discard(number=dropped.number, actor=qian, now=NOW)

    kept = timedelta(days=parameters.EXISTING_ROWS_KEPT_DAYS.on(date(2026, 11, 23)))
    assert staging.forget_lists(now=NOW + kept) == 0
    assert staging.forget_lists(now=NOW + kept + timedelta(seconds=1)) == 1
    forgotten = UploadedList.objects.get(pk=old.pk)
    assert (forgotten.state, forgotten.rows_sealed, forgotten.back_sealed) == (
        ListState.DISCARDED, None, None,
    )  # fmt: skip
    assert forgotten.troubles == []


@pytest.mark.parametrize("role", [Role.CENTRE_REVIEWER, Role.AUDITOR, Role.APPLICANT])
def test_only_the_administrator_knows_of_lists(qian, jobs, role):
    found = uploaded(qian, as_csv(of_li()))
    stranger = factories.actor(role)
    for attempt in (
        lambda: uploaded(stranger, as_csv(of_li())),
        lambda: lists.listed(stranger),
        lambda: lists.uploaded(stranger, found.number),
        lambda: lists.given_back(stranger, found.number),
        lambda: staging.commit(number=found.number, key="x", actor=stranger, now=NOW),
        lambda: staging.discard(number=found.number, actor=stranger, now=NOW),
    ):
        with pytest.raises(NotVisible):
            attempt()


def test_a_job_that_runs_twice_does_its_work_once(qian, jobs):
    found = uploaded(qian, as_csv(of_li()))
    jobs()
    staging.check_list(list_id=found.pk)
    staging.commit(number=found.number, key="c", actor=qian, now=NOW)
    jobs()
    staging.take_list(list_id=found.pk)
    assert Registration.objects.count() == 1
