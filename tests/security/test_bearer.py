"""The bearer of a hand-off token: no account, no session; one slot, and nothing to read (S1, S2).

Told apart from the matrix of roles: what opens this door is not who one is but what one holds.
"""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anzhu.cases import handing_off
from anzhu.cases.models import HandOff
from anzhu.kernel import clock, jobs
from anzhu.materials.models import Page
from tests.security.canaries import disguises, found_in
from tests.security.routes import ROUTES
from tests.security.town import MONDAY, Human, Town
from tests.security.visits import Session, writes
from tests.web.applicant.papers import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearer(town: Town) -> handing_off.Pass:
    """The draft's contract, handed to a phone."""
    now = clock.now()
    handing_off.hand_over(
        case_id=town.cases["draft"].pk,
        slot="contract",
        key="hand over",
        actor=town.humans["draft"].who.actor,
        now=now,
    )
    return handing_off.pass_of(HandOff.objects.get())


def sheet(name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(), content_type="image/jpeg")


def test_the_bearer_reads_a_masked_name_and_a_slot_and_no_mark_of_anybody(
    town: Town, bearer: handing_off.Pass
) -> None:
    path = f"/m/{bearer.token}"
    phone = Client()
    phone.post(path, {"file": [sheet()]})
    jobs.run_all()
    answer = phone.get(path)

    said = answer.content.decode()
    assert "聘用合同" in said or "劳动合同" in said
    assert "已收好" in said or "已收好，有提示" in said
    marks = {
        f"{name} {what}": disguises(mark)
        for name, human in town.humans.items()
        for what, mark in _of(human)
    }
    assert found_in(answer.content + str(answer.headers).encode(), marks) == set()
    assert town.cases["draft"].ref not in said
    # Nothing that was sent can be looked at from here, and no way leads to the account.
    assert "<img" not in said
    assert "/apply/" not in said
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "sessionid" not in phone.cookies


def test_the_bearer_opens_no_other_door(town: Town, bearer: handing_off.Pass) -> None:
    phone = Client()
    phone.get(f"/m/{bearer.token}")
    page = Page.objects.filter(folder=town.cases["draft"].folder).first()
    assert page is not None
    base = f"/apply/cases/{town.cases['draft'].ref}"
    for path in (
        f"{base}/",
        f"{base}/materials",
        f"{base}/pages/{page.pk}/thumbnail.jpg",
        f"/apply/hand-off/{town.cases['draft'].ref}/contract",
    ):
        answer = phone.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/account/sign-in")


def test_what_the_bearer_says_about_another_slot_or_case_is_not_heard(
    town: Town, bearer: handing_off.Pass
) -> None:
    """The slot is the token's, whatever the form or the address says."""
    before = set(Page.objects.values_list("pk", flat=True))
    said = {"material": "id_in_hand", "slot": "id_in_hand", "ref": town.cases["submitted"].ref}
    Client().post(f"/m/{bearer.token}?slot=id_in_hand", {**said, "file": [sheet()]})
    (new,) = Page.objects.exclude(pk__in=before)
    assert (new.folder_id, new.material) == (town.cases["draft"].folder_id, "contract")


def test_wrong_tokens_and_codes_have_one_answer_and_write_nothing(
    town: Town, bearer: handing_off.Pass
) -> None:
    expired = bearer.token
    HandOff.objects.update(opened_at=MONDAY, expires_at=MONDAY.replace(hour=3))
    before, phone = writes(), Client()
    answers = [
        phone.get(f"/m/{token}") for token in (expired, "x" * 22, "no-such-token", "A" * 300)
    ]
    answers += [phone.post(f"/m/{expired}", {"file": [sheet()]})]
    assert {answer.status_code for answer in answers} == {404}
    assert len({_said(answer) for answer in answers}) == 1
    codes = (bearer.code, "12345678", "0000 0000")
    typed = {code: phone.post("/m", {"code": code}) for code in codes}
    assert {answer.status_code for answer in typed.values()} == {422}
    assert all("这个代码不能用" in _said(answer) for answer in typed.values())
    assert len({_said(answer).replace(code, "") for code, answer in typed.items()}) == 1
    assert writes() == before


def test_codes_cannot_be_tried_without_end(bearer: handing_off.Pass) -> None:
    phone = Client()
    tries = [phone.post("/m", {"code": f"{number:08d}"}).status_code for number in range(25)]
    assert tries[:20] == [422] * 20
    assert tries[20:] == [429] * 5
    # Even the right one is not looked at any more.
    assert phone.post("/m", {"code": bearer.code}).status_code == 429


def test_no_other_account_can_hand_over_or_stop_what_is_not_theirs(
    town: Town, bearer: handing_off.Pass, everybody: dict[str, Session]
) -> None:
    path = f"/apply/hand-off/{town.cases['draft'].ref}/contract"
    for one in everybody.values():
        if one.name == "owner of draft":
            continue
        for address in (path, f"{path}/stop"):
            one.knock("POST", address, {"once": "k"})
    row = HandOff.objects.get()
    assert row.ended_at is None
    assert handing_off.by_token(bearer.token, now=clock.now()) == row


@pytest.mark.parametrize("how", ["GET", "POST"])
def test_a_token_lets_nobody_in_who_is_signed_in_as_somebody_else(
    bearer: handing_off.Pass, everybody: dict[str, Session], how: str
) -> None:
    """On a stranger's phone, too, what is uploaded is the owner's."""
    stranger = everybody["owner of submitted"]
    answer: Any = stranger.knock(how, f"/m/{bearer.token}")
    assert answer.status_code in (200, 422)
    assert stranger.who is not None
    assert stranger.who.name not in answer.content.decode()


def test_the_addresses_of_the_phone_are_in_the_matrix() -> None:
    assert {"m", "m/<str:token>"} <= set(ROUTES)


def _of(human: Human) -> list[tuple[str, str]]:
    return [*human.secrets.items(), ("name", human.who.name), ("ID number", human.id_number)]


def _said(answer: Any) -> str:
    text: str = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return text[text.index("<main") : text.index("</main")]
