"""Upload the materials (2.8): each page has its own state; a refusal leaves the rest alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from PIL import Image

from anzhu.cases import drafting
from anzhu.files.models import Received
from anzhu.kernel import clock, jobs
from anzhu.materials.models import Page
from anzhu.ops.demo import drawing
from tests.web.applicant.papers import (
    NOW,
    Applicant,
    applicant,
    file,
    picture,
    signed_in,
    signed_page,
    submitted,
)

pytestmark = pytest.mark.django_db

#: A PDF that asks for a password, as small as one can be.
ENCRYPTED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/O<"
    + b"41" * 32
    + b">/U<"
    + b"42" * 32
    + b">/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF"
)


@pytest.fixture
def lin() -> Applicant:
    return applicant()


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_sheet_without_script_is_uploaded_checked_and_shown(lin: Applicant) -> None:
    answer = lin.uploads("contract", file(picture(), "合同.jpg"))
    waiting = text(lin.get("materials"))
    jobs.run_all()

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/materials#slot-contract")
    assert "正在检查" in waiting
    assert "刷新" in waiting
    (page,) = lin.pages("contract")
    assert page.state == "ready"
    thumbnail = lin.get(f"pages/{page.pk}/thumbnail.jpg")
    assert Image.open(BytesIO(thumbnail.content)).format == "JPEG"
    assert "sandbox" in thumbnail.headers["Content-Security-Policy"]
    assert thumbnail.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in thumbnail.headers["Cache-Control"]
    assert lin.get(f"pages/{page.pk}/original.jpg").status_code == 404


def test_several_files_at_once_keep_their_order(lin: Applicant) -> None:
    lin.uploads("contract", file(picture(), "1.jpg"), file(picture(1400), "2.jpg"))
    jobs.run_all()
    assert [(page.shown_name, page.state) for page in lin.pages("contract")] == [
        ("1.jpg", "ready"),
        ("2.jpg", "ready"),
    ]


def test_a_repeated_form_uploads_once_but_another_file_is_not_a_repetition(lin: Applicant) -> None:
    path, key = "materials/contract/upload", {"once": "same form"}
    lin.post(path, {**key, "file": file(picture(), "1.jpg")})
    lin.post(path, {**key, "file": file(picture(), "1.jpg")})
    assert len(lin.pages("contract")) == 1
    lin.post(path, {**key, "file": file(picture(1400), "2.jpg")})
    assert len(lin.pages("contract")) == 2


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (b"", "空.jpg", 422, "文件是空的"),
        (b"\xff\xd8\xff" + b"0" * (40 << 20), "大.jpg", 413, "40 MB，超过 20 MB"),
        (b"MZ\x90\x00 this is a program", "照片.jpg", 422, "不能识别这种文件"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_slot_and_the_rest_is_kept(
    lin: Applicant, content: bytes, name: str, status: int, said: str
) -> None:
    lin.uploads("id_in_hand", file(picture(), "手持.jpg"))
    jobs.run_all()
    before = Received.objects.count()

    answer = lin.uploads("contract", file(content, name), file(picture(), "好.jpg"))

    assert answer.status_code == status
    assert said in text(answer)
    assert name in text(answer)
    # The good file of the same form was taken, the other slot is as it was, nothing else is kept.
    assert [page.shown_name for page in lin.pages("contract")] == ["好.jpg"]
    assert [page.state for page in lin.pages("id_in_hand")] == ["ready"]
    assert Received.objects.count() == before + 1


def test_a_script_gets_the_slot_with_the_sentence_in_it(lin: Applicant) -> None:
    answer = lin.uploads("contract", file(b"", "空.jpg"), headers={"X-Behaviour": "upload"})
    assert answer.status_code == 200
    assert "文件是空的" in text(answer)
    assert "<html" not in text(answer)


def test_no_file_is_said(lin: Applicant) -> None:
    answer = lin.post("materials/contract/upload")
    assert answer.status_code == 422
    assert "请先选择文件" in text(answer)


@pytest.mark.parametrize(
    ("content", "said"),
    [(ENCRYPTED, "请取消密码"), (picture()[:3000], "可能已损坏")],
)
def test_what_the_worker_refuses_is_said_and_gives_way_to_the_next_file(
    lin: Applicant, content: bytes, said: str
) -> None:
    lin.uploads("contract", file(content, "合同.pdf"))
    jobs.run_all()
    shown = text(lin.get("materials"))
    assert said in shown
    assert "不能使用" in shown

    with_next = lin.uploads("contract", file(picture(), "合同.jpg"))
    jobs.run_all()
    assert with_next.status_code == 303
    assert [page.state for page in lin.pages("contract")] == ["ready"]


def test_a_pdf_brings_its_pages_and_no_more_than_the_slot_takes(lin: Applicant) -> None:
    from_two = drawing.contract(1, "林岚", "某单位", since=NOW.date())
    lin.uploads("contract", file(from_two, "合同.pdf"))
    lin.uploads("id_in_hand", file(from_two, "手持.pdf"))
    jobs.run_all()

    assert [page.state for page in lin.pages("contract")] == ["ready", "ready"]
    assert [page.state for page in lin.pages("id_in_hand")] == ["refused"]
    assert "文件有 2 页，最多 1 页" in text(lin.get("materials"))


def test_a_full_slot_says_so(lin: Applicant) -> None:
    lin.uploads("id_in_hand", file(picture(), "1.jpg"))
    answer = lin.uploads("id_in_hand", file(picture(), "2.jpg"))
    assert answer.status_code == 422
    assert "最多 1 页" in text(answer)
    assert len(lin.pages("id_in_hand")) == 1


def test_hints_do_not_refuse_they_ask(lin: Applicant) -> None:
    lin.uploads("id_in_hand", file(picture(600, 800), "小.jpg"))
    jobs.run_all()
    (page,) = lin.pages("id_in_hand")
    shown = text(lin.get("materials"))
    assert "建议" in shown
    assert "仍然使用" in shown
    assert "1/3" not in shown

    kept = lin.post(f"pages/{page.pk}/keep")
    assert kept.status_code == 303
    assert "1/3 项已上传" in text(lin.get("materials"))

    lin.post(f"pages/{page.pk}/remove")
    lin.post(f"pages/{page.pk}/remove")
    assert lin.pages("id_in_hand") == []


def test_the_slot_asks_on_calmly_until_a_queued_check_has_looked(
    lin: Applicant, settings: Any
) -> None:
    settings.ANZHU_CHECKS = frozenset({"direction"})
    jobs.run_all()
    lin.uploads("contract", file(picture()))
    assert "delay:2s" in text(lin.get("materials/contract"))
    jobs.run_all(most=1)
    assert "delay:4s" in text(lin.get("materials/contract"))
    assert "正在检查" not in text(lin.get("materials/contract"))
    jobs.run_all()
    assert "delay:" not in text(lin.get("materials/contract"))

    (page,) = lin.pages("contract")
    long_ago = clock.now() - timedelta(minutes=2)
    Page.objects.filter(pk=page.pk).update(looking_since=long_ago)
    assert "delay:" not in text(lin.get("materials/contract"))


def test_a_page_on_its_head_is_turned_kept_or_taken_again(lin: Applicant) -> None:
    lin.uploads("contract", file(picture()))
    jobs.run_all()
    (page,) = lin.pages("contract")
    told = {"code": "upside_down", "check": "direction/1", "params": {}}
    Page.objects.filter(pk=page.pk).update(hints=[told])
    shown = text(lin.get("materials/contract"))
    for said in ("上下颠倒", ">转正<", ">仍然使用<", "删除，重拍"):
        assert said in shown

    assert lin.post(f"pages/{page.pk}/turn").headers["Location"].endswith("#slot-contract")
    turning = text(lin.get("materials/contract"))
    assert "正在转正" in turning
    assert "delay:2s" in turning
    assert ">转正<" not in turning
    jobs.run_all()
    (turned,) = lin.pages("contract")
    assert (turned.pk == page.pk, turned.hints) == (False, [])
    assert "上下颠倒" not in text(lin.get("materials/contract"))


def test_form_pages_are_known_by_their_code_whatever_their_order(lin: Applicant) -> None:
    pdf = lin.prints()
    first, second = signed_page(lin, pdf, 1), signed_page(lin, pdf, 2)

    lin.uploads("application_form", file(second, "a.jpg"))
    jobs.run_all()
    assert "还缺第 1 页" in text(lin.get("materials"))

    lin.uploads("application_form", file(first, "b.jpg"))
    jobs.run_all()
    pages = lin.pages("application_form")
    assert [(page.form_page, page.shown_name) for page in pages] == [(1, "b.jpg"), (2, "a.jpg")]

    # A better picture of page 2 takes the place of the first one.
    lin.uploads("application_form", file(second, "c.jpg"))
    jobs.run_all()
    pages = lin.pages("application_form")
    assert [(page.form_page, page.shown_name) for page in pages] == [(1, "b.jpg"), (2, "c.jpg")]


def test_forms_that_are_not_this_one_are_refused_with_what_to_do(lin: Applicant) -> None:
    old = signed_page(lin, lin.prints(), 1)
    said = {"address": "新地址一号"}
    drafting.save(case_id=lin.case.pk, page="person", said=said, actor=lin.who.actor, now=NOW)
    lin.prints()
    other = applicant(name="高远", number=21, builder=lin.builder)
    foreign = signed_page(other, other.prints(), 1)

    for content, sentence in (
        (old, "这是第 1 版申请表，当前为第 2 版"),
        (foreign, "这不是本次申请的申请表"),
        (picture(), "看不清申请表上的二维码"),
    ):
        lin.uploads("application_form", file(content))
        jobs.run_all()
        assert sentence in text(lin.get("materials"))
    assert not Page.objects.filter(folder=lin.case.folder, state="ready").exists()
    assert "高远" not in text(lin.get("materials"))


def test_form_pages_of_an_older_version_are_marked_and_the_rest_is_not(lin: Applicant) -> None:
    lin.hands_in_everything()
    said = {"address": "新地址一号"}
    drafting.save(case_id=lin.case.pk, page="person", said=said, actor=lin.who.actor, now=NOW)
    lin.prints()

    shown = text(lin.get("materials"))

    assert "这是第 1 版申请表，当前为第 2 版" in shown
    assert "2/3 项已上传" in shown


def test_after_submission_nothing_is_added_or_taken_away(lin: Applicant) -> None:
    submitted(lin)
    (page, *_) = lin.pages("contract")
    before = Page.objects.filter(removed_at=None).count()

    assert lin.uploads("contract", file(picture())).status_code == 409
    assert lin.post(f"pages/{page.pk}/remove").status_code == 409
    assert lin.post(f"pages/{page.pk}/keep").status_code == 409
    assert Page.objects.filter(removed_at=None).count() == before
    assert 'type="file"' not in text(lin.get("materials"))


def test_nobody_else_sees_touches_or_learns_of_a_page(lin: Applicant) -> None:
    lin.hands_in_everything()
    (page, *_) = before = lin.pages("contract")
    other = applicant(name="高远", number=21, builder=lin.builder)
    for path in ("materials", "materials/contract", f"pages/{page.pk}/full.jpg"):
        assert other.client.get(f"{lin.base}/{path}").status_code == 404
    # Not even through a case of one's own.
    assert other.get(f"pages/{page.pk}/full.jpg").status_code == 404
    assert other.post(f"pages/{page.pk}/remove").status_code == 404
    assert lin.pages("contract") == before


def test_more_pages_cost_no_more_queries(lin: Applicant) -> None:
    with CaptureQueriesContext(connection) as empty:
        lin.get("materials")
    lin.hands_in_everything()
    with CaptureQueriesContext(connection) as full:
        assert lin.get("materials").status_code == 200
    assert len(full) == len(empty)


def test_what_was_turned_away_stays_said_while_the_page_asks_for_news(lin: Applicant) -> None:
    fragment = text(lin.get("materials/contract"))
    assert 'id="refused-contract" hx-preserve' in fragment
    assert 'id="materials-progress" hx-swap-oob="true"' in fragment
    assert lin.get("materials/no-such-material").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_the_same_moment_do_not_fill_one_place_twice() -> None:
    lin = applicant()
    browsers = [signed_in(lin.who) for _ in range(2)]
    together = Barrier(len(browsers))

    def send(place: int) -> int:
        together.wait()
        try:
            typed = {"once": f"tab {place}", "file": file(picture(), f"{place}.jpg")}
            answer = browsers[place].post(f"{lin.base}/materials/id_in_hand/upload", typed)
            return int(answer.status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(browsers)) as crowd:
        answers = sorted(crowd.map(send, range(len(browsers))))

    assert answers == [303, 422]
    assert len(lin.pages("id_in_hand")) == 1
