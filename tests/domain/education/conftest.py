"""A training institution with its clerk, and lists as it sends them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.education import actions, owners, queries
from anzhu.education.judging import Fate
from anzhu.education.models import Batch
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.ops.demo import cast
from anzhu.people import corrections
from anzhu.people.models import Person
from anzhu.rules.facts import Role
from anzhu.rules.requests import Corrected
from tests.domain import factories
from tests.domain.files import workbooks

HEAD = ("姓名", "证件号码", "课程名称", "完成日期", "学时")
NOW = datetime.fromisoformat("2026-11-16T02:00:00+00:00")
LAW = "安全生产法"
#: What the institution teaches besides.
COURSES = ("应急管理", "应急", "职业健康", "法规", "二", "三")
UNKNOWN = cast.id_number(date(1991, 4, 5), 77, woman=False)
CHECK_DIGIT = UNKNOWN[:-1] + ("0" if UNKNOWN[-1] != "0" else "1")


def counts(batch: Batch) -> tuple[int, int, int]:
    """Importable, repeated, faulty."""
    return batch.importable, batch.repeated, batch.faulty


def told(actor: Actor, batch: Batch, fate: Fate = Fate.FAULTY) -> list[tuple[int, str, str]]:
    """Line, column and reason of the rows of this fate."""
    kept = queries.kept_rows(actor, batch.number)
    return [(one.line, one.column, one.reason) for one in kept.told(fate, 50)]


_KEYS = count()


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(NOW):
        yield


@pytest.fixture
def stores(tmp_path, settings):
    kept = {
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / name},
        }
        for name in ("quarantine", "clean")
    }
    settings.STORAGES = {**settings.STORAGES, **kept}
    return tmp_path


@pytest.fixture
def clerk(db) -> Actor:
    """Somebody of 齐鲁安全培训中心."""
    factories.filed(factories.institution(), LAW, *COURSES)
    return factories.actor(Role.INSTITUTION)


@pytest.fixture
def lin(db) -> Person:
    return factories.person("林小满")


@pytest.fixture
def holder(lin) -> Actor:
    """林小满 with an account."""
    return factories.actor(Role.APPLICANT, of=lin)


def row(of: Person, course: str = LAW, day: object = date(2026, 5, 6), hours: object = 24) -> tuple:
    return (of.name, of.id_number, course, day, hours)


Send = Callable[..., Batch]


@pytest.fixture
def send(stores, clerk, jobs) -> Send:
    """Upload these rows (or these bytes) and let the worker look at them."""

    def sent(*rows: Sequence[object], content: bytes = b"", by: Actor = clerk) -> Batch:
        file = SimpleUploadedFile("学时.xlsx", content or workbooks.xlsx([HEAD, *rows]))
        key = f"key {Batch.objects.count()}"
        batch = actions.upload(file, key=key, actor=by, now=NOW)
        jobs()
        return queries.batch(by, batch.number)

    return sent


@pytest.fixture
def commit(clerk, jobs) -> Callable[[Batch], Batch]:
    """Send a list on its way in, and let the worker take it."""

    def committed(batch: Batch) -> Batch:
        key = f"commit {next(_KEYS)}"
        actions.commit(batch_id=batch.pk, key=key, actor=clerk, now=NOW)
        jobs()
        return queries.batch(clerk, batch.number)

    return committed


@pytest.fixture
def correct_number(db) -> Callable[[Person, str], None]:
    """Two people of the centre correct an ID number; the hours are told, as the verb does it."""

    def corrected(person: Person, number: str) -> None:
        one, other = factories.actor(Role.CENTRE_REVIEWER), factories.actor(Role.CENTRE_REVIEWER)
        corrections.propose(
            person_id=person.pk,
            corrected=Corrected.ID_NUMBER,
            value=number,
            case_ref=f"AZ{person.pk}",
            basis="公安机关证明",
            actor=one,
            now=NOW,
        )
        owners.settle(person)
        corrections.confirm(case_ref=f"AZ{person.pk}", again=number, actor=other, now=NOW)
        person.refresh_from_db()
        owners.settle(person)

    return corrected
