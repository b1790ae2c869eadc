"""A slot handed to a phone: what the token opens, for how long, and all that ends it (2.8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from anzhu.audit.models import Entry
from anzhu.cases import actions, handing_off
from anzhu.cases.models import HandOff
from anzhu.files.models import Received
from anzhu.kernel import clock, jobs
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.materials.models import Page
from anzhu.people.models import Account
from anzhu.rules import uploads
from tests.web.applicant.papers import NOW, Applicant, applicant, picture, submitted

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=uploads.HAND_OFF_MINUTES.on(clock.day(NOW)))


@pytest.fixture
def lin() -> Applicant:
    return applicant()


def handed(lin: Applicant, slot: str = "contract", key: str = "one") -> handing_off.Pass:
    with clock.at(NOW):
        handing_off.hand_over(case_id=lin.case.pk, slot=slot, key=key, actor=lin.who.actor, now=NOW)
    return handing_off.pass_of(HandOff.objects.get(case=lin.case, slot=slot, ended_at=None))


def sends(token: str, key: str = "file", content: bytes | None = None) -> None:
    sheet = SimpleUploadedFile("IMG_1.jpg", picture() if content is None else content)
    with clock.at(NOW):
        handing_off.hand_in(token=token, upload=sheet, key=key, now=NOW)


def counts() -> tuple[int, int, int]:
    return Page.objects.count(), Received.objects.count(), Entry.objects.count()


def test_what_the_phone_sends_lies_in_the_slot_after_the_usual_gates(lin: Applicant) -> None:
    sends(handed(lin).token)
    jobs.run_all()

    (page,) = lin.pages("contract")
    assert page.state == "ready"
    assert page.received is not None
    assert page.received.uploader_id == lin.who.account.pk
    row = HandOff.objects.get()
    assert [one.state for one in handing_off.arrivals(row)] == ["ready"]
    said = Entry.objects.filter(event__startswith="case.hand_off").order_by("pk")
    assert [entry.event for entry in said] == ["case.hand_off_opened", "case.hand_off_used"]
    assert {entry.account_id for entry in said} == {lin.who.account.pk}


def test_a_repeated_file_of_the_same_form_comes_once(lin: Applicant) -> None:
    token = handed(lin).token
    sends(token)
    sends(token)
    assert len(lin.pages("contract")) == 1
    assert len(HandOff.objects.get().received) == 1


def test_the_token_and_the_code_lead_to_the_same_slot_and_neither_is_stored(
    lin: Applicant,
) -> None:
    shown = handed(lin)
    row = HandOff.objects.get()
    with clock.at(NOW):
        spaced = f"{shown.code[:4]} {shown.code[4:]}"
        assert handing_off.token_of(spaced, now=NOW) == shown.token
        assert handing_off.by_token(shown.token, now=NOW) == row
    stored = str([getattr(row, one.attname) for one in row._meta.fields])
    assert shown.token not in stored
    assert shown.code not in stored
    assert len(shown.token) >= 20
    assert len(shown.code) == handing_off.CODE_DIGITS


def _expired(lin: Applicant) -> None:
    HandOff.objects.update(opened_at=NOW - timedelta(hours=1), expires_at=NOW)


def _revoked(lin: Applicant) -> None:
    handing_off.take_back(case_id=lin.case.pk, slot="contract", actor=lin.who.actor, now=NOW)


def _renewed(lin: Applicant) -> None:
    handed(lin, key="two")


def _submitted(lin: Applicant) -> None:
    submitted(lin)


def _withdrawn(lin: Applicant) -> None:
    actions.withdraw(case_id=lin.case.pk, key="w", actor=lin.who.actor, now=NOW)


def _suspended(lin: Applicant) -> None:
    Account.objects.filter(pk=lin.who.account.pk).update(is_active=False)


@pytest.mark.parametrize("end", [_expired, _revoked, _renewed, _submitted, _withdrawn, _suspended])
def test_what_ends_it_leaves_one_answer_and_no_change(
    lin: Applicant, end: Callable[[Applicant], None]
) -> None:
    shown = handed(lin)
    end(lin)
    before = counts()

    for attempt in (
        lambda: sends(shown.token),
        lambda: handing_off.by_token(shown.token, now=NOW),
        lambda: handing_off.token_of(shown.code, now=NOW),
        lambda: handing_off.by_token("made-up", now=NOW),
        lambda: handing_off.token_of("00000000", now=NOW),
    ):
        with clock.at(NOW), pytest.raises(Refused) as no:
            attempt()
        assert no.value.codes == ["hand_off.over"]
    assert counts() == before


def test_its_last_second_is_before_the_end(lin: Applicant) -> None:
    shown = handed(lin)
    with clock.at(LATER - timedelta(seconds=1)):
        assert handing_off.by_token(shown.token, now=NOW)
    with clock.at(LATER), pytest.raises(Refused):
        handing_off.by_token(shown.token, now=NOW)


def test_a_submitted_application_ends_it_for_good_and_forgets_the_token(lin: Applicant) -> None:
    handed(lin)
    submitted(lin)
    row = HandOff.objects.get()
    assert row.ended_at is not None
    assert bytes(row.sealed) == b""


def test_a_token_fills_only_its_own_slot(lin: Applicant) -> None:
    sends(handed(lin, "id_in_hand").token)
    assert [page.material for page in Page.objects.filter(removed_at=None)] == ["id_in_hand"]


@pytest.mark.parametrize("slot", ["rename_proof", "evidence", "no_such_slot"])
def test_a_slot_that_the_application_does_not_have_is_not_handed_over(
    lin: Applicant, slot: str
) -> None:
    with pytest.raises(NotVisible):
        handed(lin, slot)
    assert not HandOff.objects.exists()


def test_a_stranger_and_a_submitted_application_are_refused(lin: Applicant) -> None:
    other = applicant(name="方晴", number=22, builder=lin.builder)
    with pytest.raises(Refused):
        handing_off.hand_over(
            case_id=lin.case.pk, slot="contract", key="x", actor=other.who.actor, now=NOW
        )
    submitted(lin)
    with pytest.raises(Refused):
        handed(lin)
    assert not HandOff.objects.exists()


def test_so_many_files_and_no_more(lin: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    token = handed(lin).token
    most = uploads.HAND_OFF_FILES.on(clock.day(NOW))
    HandOff.objects.update(received=[str(number) for number in range(most)])
    before = counts()
    with pytest.raises(Refused) as no:
        sends(token)
    assert no.value.codes == ["hand_off.full"]
    assert counts() == before


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file.empty"), (b"MZ program", "file.type_unknown")]
)
def test_a_file_that_is_turned_away_changes_nothing(
    lin: Applicant, content: bytes, code: str
) -> None:
    token, before = handed(lin).token, counts()
    with pytest.raises(Refused) as no:
        sends(token, content=content)
    assert no.value.codes == [code]
    assert counts() == before
    assert HandOff.objects.get().received == []


def test_two_slots_may_be_open_but_one_slot_only_once(lin: Applicant) -> None:
    handed(lin), handed(lin, "id_in_hand", key="two")
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOff.objects.bulk_create(
            [
                HandOff(
                    case=lin.case,
                    account=lin.who.account,
                    slot="contract",
                    token_digest="a" * 64,
                    code_digest="b" * 64,
                    sealed=b"x",
                    opened_at=NOW,
                    expires_at=LATER,
                )
            ]
        )


def test_a_portrait_goes_to_the_photo_tool(lin: Applicant) -> None:
    sends(handed(lin, handing_off.PHOTO).token)
    (key,) = HandOff.objects.get().received
    assert Received.objects.get(pk=key).purpose == "photo"
    assert not Page.objects.exists()
