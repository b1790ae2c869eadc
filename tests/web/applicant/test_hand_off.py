"""A slot lent to a phone, at both doors and without any script (2.8)."""

import re
from html import unescape

import pytest
from django.test import Client

from anzhu.cases import handing_off
from anzhu.cases.models import HandOff
from anzhu.education.models import Record
from anzhu.kernel import clock, jobs
from tests.web.applicant.papers import Applicant, applicant, file, picture, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Applicant:
    return applicant()


def opens(lin: Applicant, slot: str = "contract") -> str:
    """Press the button; the address of the phone's page."""
    lin.sent += 1
    url = f"/apply/hand-off/{lin.case.ref}/{slot}"
    answer = lin.client.post(url, {"once": f"key {lin.sent}"})
    assert answer.status_code == 303, answer.content.decode()
    row = HandOff.objects.get(case=lin.case, slot=slot, ended_at=None)
    return f"/m/{handing_off.pass_of(row).token}"


def news(lin: Applicant, seen: str, slot: str = "contract") -> object:
    url = f"/apply/hand-off/{lin.case.ref}/{slot}"
    return lin.client.get(url, {"seen": seen}, headers={"HX-Request": "true"})


def shown(lin: Applicant) -> str:
    page: str = lin.get("materials").content.decode()
    return page


def test_looking_at_the_page_opens_nothing_and_the_button_shows_a_code(lin: Applicant) -> None:
    assert "用手机拍照上传" in shown(lin)
    assert not HandOff.objects.exists()
    opens(lin)
    page = shown(lin)
    row = HandOff.objects.get()
    code = handing_off.pass_of(row).code
    assert f"{code[:4]} {code[4:]}" in page
    assert "data:image/svg+xml;base64," in page
    # Shown again after a reload, and the token itself stands nowhere in the page.
    assert f"{code[:4]} {code[4:]}" in shown(lin)
    assert handing_off.pass_of(row).token not in page


def test_the_desktop_is_told_only_when_something_came(lin: Applicant) -> None:
    path = opens(lin)
    found = re.search(r'hx-get="[^"]*\?seen=([^"]+)"', shown(lin))
    assert found is not None
    seen = unescape(found[1])
    assert news(lin, seen).status_code == 204
    assert Client().post(path, {"file": [file(picture())]}).status_code == 303
    changed = news(lin, seen)
    assert changed.status_code == 303
    assert changed.headers["Location"].endswith("/materials/contract")
    jobs.run_all()
    assert "已从手机收到 1 个文件" in shown(lin)
    assert "thumbnail.jpg" in shown(lin)


def test_files_that_cannot_be_taken_are_said_on_the_phone_and_the_others_are_kept(
    lin: Applicant,
) -> None:
    path = opens(lin)
    answer = Client().post(path, {"file": [file(b"", "空.jpg"), file(picture(), "好.jpg")]})
    assert answer.status_code == 422
    assert "文件是空的" in answer.content.decode()
    assert [page.shown_name for page in lin.pages("contract")] == ["好.jpg"]
    nothing = Client().post(path)
    assert nothing.status_code == 422
    assert "请先选择文件" in nothing.content.decode()


def test_after_the_submission_the_phone_finds_nothing_and_changes_nothing(lin: Applicant) -> None:
    path = opens(lin)
    submitted(lin)
    before = len(lin.pages("contract"))
    for answer in (Client().get(path), Client().post(path, {"file": [file(picture())]})):
        assert answer.status_code == 404
        assert "这个手机上传链接已失效" in answer.content.decode()
    assert len(lin.pages("contract")) == before


def test_stopping_ends_it_at_once(lin: Applicant) -> None:
    path = opens(lin)
    lin.client.post(f"/apply/hand-off/{lin.case.ref}/contract/stop")
    assert Client().get(path).status_code == 404
    assert "手机上传已结束" in shown(lin)


def test_a_typed_code_leads_to_the_same_page(lin: Applicant) -> None:
    path = opens(lin)
    code = handing_off.pass_of(HandOff.objects.get()).code
    answer = Client().post("/m", {"code": f"{code[:4]} {code[4:]}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    wrong = Client().post("/m", {"code": "12"})
    assert wrong.status_code == 422
    assert "请输入电脑上显示的 8 位数字" in wrong.content.decode()


def test_time_runs_out_by_the_machines_clock(lin: Applicant) -> None:
    path = opens(lin)
    HandOff.objects.update(expires_at=clock.machine())
    assert Client().get(path).status_code == 404
    assert "手机上传已结束" in shown(lin)


def test_nobody_elses_slot_can_be_lent(lin: Applicant) -> None:
    other = applicant(name="方晴", number=22, builder=lin.builder)
    url = f"/apply/hand-off/{lin.case.ref}/contract"
    assert other.client.post(url, {"once": "k"}).status_code == 404
    assert other.client.get(url).status_code == 404
    assert lin.client.post(f"/apply/hand-off/{lin.case.ref}/evidence").status_code == 404
    assert not HandOff.objects.exists()


def test_the_certificate_of_an_own_record_comes_from_the_phone_too(lin: Applicant) -> None:
    said = {"provider": "某培训中心", "course": "化工安全", "completed": "2026-05-06", "hours": "8"}
    lin.client.post("/apply/education/add", {**said, "once": "add"})
    record = Record.objects.get()
    button = f"/apply/education/{record.pk}/hand-off"
    assert button in lin.client.get("/apply/education").content.decode()
    for where, query in (
        ("/apply/education", ""),
        (f"{lin.base}/education", f"?for={lin.case.ref}"),
    ):
        answer = lin.client.post(f"{button}{query}", {"once": where})
        assert answer.headers["Location"] == f"{where}#record-{record.pk}"
    row = HandOff.objects.get(ended_at=None)
    shown = lin.client.get("/apply/education").content.decode()
    seen = unescape(re.findall(r'hx-get="([^"]+seen=[^"]+)"', shown)[0])
    assert lin.client.get(seen).status_code == 204

    phone = Client()
    path = f"/m/{handing_off.pass_of(row).token}"
    assert "继续教育证明" in phone.get(path).content.decode()
    sent = phone.post(path, {"once": "p", "file": file(picture(), "证书.jpg")})
    assert sent.status_code == 303
    assert lin.client.get(seen).status_code == 303
    jobs.run_all()
    page = lin.client.get("/apply/education").content.decode()
    assert "已从手机收到 1 个文件" in page
    assert f"/apply/education/{record.pk}/proofs/" in page

    lin.client.post(f"{button}/stop")
    assert phone.get(path).status_code == 404
