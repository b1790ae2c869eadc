"""The certificate beside an own record, handed to a phone: what comes there, and what ends it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anzhu.audit.models import Entry
from anzhu.cases import handing_off, learning
from anzhu.cases.models import HandOff
from anzhu.education.models import Proof, Record
from anzhu.education.own import Said
from anzhu.files.models import Received
from anzhu.kernel import clock, jobs
from anzhu.kernel.errors import NotVisible, Refused
from tests.web.applicant.papers import NOW, Applicant, applicant, picture, submitted

pytestmark = pytest.mark.django_db
COURSE = Said(
    provider="某培训中心", course="化工过程安全", completed=date(2026, 5, 6), hours=Decimal(8)
)


@pytest.fixture
def lin() -> Applicant:
    return applicant()


@pytest.fixture
def record(lin: Applicant) -> Record:
    return learning.add(said=COURSE, key="add", actor=lin.who.actor, now=NOW)


def handed(lin: Applicant, record: Record, key: str = "one") -> handing_off.Pass:
    with clock.at(NOW):
        ask = {"key": key, "actor": lin.who.actor, "now": NOW}
        handing_off.hand_over_proof(record_id=record.pk, **ask)
    return handing_off.pass_of(HandOff.objects.get(record=record, ended_at=None))


def sends(token: str, key: str = "file", content: bytes | None = None) -> None:
    sheet = SimpleUploadedFile("IMG_1.jpg", picture() if content is None else content)
    with clock.at(NOW):
        handing_off.hand_in(token=token, upload=sheet, key=key, now=NOW)


def counts() -> tuple[int, int, int]:
    return Proof.objects.count(), Received.objects.count(), Entry.objects.count()


def test_what_the_phone_sends_lies_beside_the_record_after_the_usual_gates(
    lin: Applicant, record: Record
) -> None:
    token = handed(lin, record).token
    sends(token)
    sends(token)
    sends(token, "broken", b"\xff\xd8\xff\xe0 no picture")
    row = HandOff.objects.get()
    assert [one.state for one in handing_off.arrivals(row)] == ["waiting", "waiting"]
    jobs.run_all()

    first, second = Proof.objects.filter(record=record).order_by("pk")
    assert (first.state, second.state) == ("ready", "refused")
    assert first.received is not None
    assert first.received.uploader_id == lin.who.account.pk
    came = handing_off.arrivals(row)
    assert [one.state for one in came] == ["ready", "broken"]
    assert [one.code for one in came[1].refusals] == ["file.damaged"]
    said = Entry.objects.filter(event__contains="hand_off").order_by("pk")
    assert [(entry.event, entry.data) for entry in said] == [
        (f"education.hand_off_{what}", {"record": record.pk}) for what in ("opened", "used", "used")
    ]


def _expired(_lin: Applicant, _record: Record) -> None:
    HandOff.objects.update(opened_at=NOW - timedelta(hours=1), expires_at=NOW)


def _taken_back(lin: Applicant, record: Record) -> None:
    handing_off.take_back_proof(record_id=record.pk, actor=lin.who.actor, now=NOW)


def _renewed(lin: Applicant, record: Record) -> None:
    handed(lin, record, "two")


def _changed(lin: Applicant, record: Record) -> None:
    more = Said(**{**vars(COURSE), "hours": Decimal(16)})
    learning.change(record_id=record.pk, said=more, key="c", actor=lin.who.actor, now=NOW)


def _removed(lin: Applicant, record: Record) -> None:
    learning.remove(record_id=record.pk, actor=lin.who.actor, now=NOW)


def _submitted(lin: Applicant, _record: Record) -> None:
    submitted(lin)


def _used(lin: Applicant, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(used_for=lin.case.ref)


@pytest.mark.parametrize(
    "end", [_expired, _taken_back, _renewed, _changed, _removed, _used, _submitted]
)
def test_what_ends_it_leaves_one_answer_and_no_change(
    lin: Applicant, record: Record, end: Callable[[Applicant, Record], None]
) -> None:
    shown = handed(lin, record)
    end(lin, record)
    before = counts()
    for attempt in (
        lambda: sends(shown.token),
        lambda: handing_off.by_token(shown.token, now=NOW),
        lambda: handing_off.token_of(shown.code, now=NOW),
    ):
        with pytest.raises(Refused) as refused, clock.at(NOW):
            attempt()
        assert refused.value.codes == ["hand_off.over"]
    assert counts() == before


def test_only_its_owner_hands_it_over(lin: Applicant, record: Record) -> None:
    other = applicant(name="周岩", number=30, builder=lin.builder)
    before = counts()
    with pytest.raises(NotVisible):
        handed(other, record)
    assert counts() == before
    assert not HandOff.objects.exists()
