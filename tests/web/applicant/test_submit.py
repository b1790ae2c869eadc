"""Check and submit (2.9): everything at once, exactly once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pypdfium2
import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from anzhu.audit.models import Entry
from anzhu.cases import drafting
from anzhu.cases.models import Act, Case, Revision
from anzhu.notices.models import Notice
from tests.web.applicant.papers import NOW, Applicant, applicant, signed_in, submitted

DECLARED = {"declared": "on"}


@pytest.fixture
def lin(db: None) -> Applicant:
    return applicant()


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def trace() -> tuple[int, ...]:
    """What a submission leaves behind, counted."""
    return tuple(table.objects.count() for table in (Act, Revision, Entry, Notice))


def test_the_page_shows_all_answers_the_photo_and_the_materials(lin: Applicant) -> None:
    lin.hands_in_everything()
    shown = text(lin.get("check"))
    for said in ("林岚", "安全主管", "无固定期限", "江北化工机械厂", "华东理工大学", "承诺"):
        assert said in shown
    assert lin.who.person.id_number not in shown
    assert lin.who.person.id_number[-4:] in shown
    assert f"photo/{lin.case.dossier.photo_id}.jpg" in shown
    assert "提交前还需要处理" not in shown


def test_submitting_leads_to_the_receipt(lin: Applicant) -> None:
    lin.hands_in_everything()

    answer = lin.post("submit", DECLARED)
    receipt = lin.get("receipt")
    pdf = lin.get("receipt.pdf")

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/receipt")
    assert lin.case.ref in text(receipt)
    assert "受理期限" in text(receipt)
    assert lin.fresh().status == "first_review"
    assert len(pypdfium2.PdfDocument(pdf.content)) == 1
    # A second submission has nothing to check any more.
    assert lin.get("check").headers["Location"].endswith("/status")


def test_everything_missing_is_named_at_once_and_nothing_changes(lin: Applicant) -> None:
    drafting.save(
        case_id=lin.case.pk, page="employer", said={"uscc": ""}, actor=lin.who.actor, now=NOW
    )
    before = trace()

    answer = lin.post("submit")

    assert answer.status_code == 422
    for said in (
        "聘用单位信息",
        "请先打印申请表",
        "注册申请表（两页）",
        "劳动合同",
        "手持身份证",
        "承诺",
    ):
        assert said in text(answer)
    assert trace() == before
    assert lin.fresh().status == "draft"


def test_without_the_promise_nothing_goes_in(lin: Applicant) -> None:
    lin.hands_in_everything()
    before = trace()
    answer = lin.post("submit")
    assert answer.status_code == 422
    assert "请勾选承诺" in text(answer)
    assert trace() == before


def test_a_form_that_went_stale_in_another_tab_does_not_go_in(lin: Applicant) -> None:
    lin.hands_in_everything()
    said = {"address": "新地址一号"}
    drafting.save(case_id=lin.case.pk, page="person", said=said, actor=lin.who.actor, now=NOW)
    answer = lin.post("submit", DECLARED)
    assert answer.status_code == 422
    assert "重新打印" in text(answer)
    assert lin.fresh().status == "draft"


def test_a_repeated_click_gets_the_first_answer(lin: Applicant) -> None:
    lin.hands_in_everything()
    first = lin.post("submit", {**DECLARED, "once": "click"})
    before = trace()
    again = lin.post("submit", {**DECLARED, "once": "click"})
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert trace() == before


def test_another_tab_is_told_that_it_is_submitted(lin: Applicant) -> None:
    submitted(lin)
    before = trace()
    answer = lin.post("submit", DECLARED)
    assert answer.status_code == 409
    assert f"{lin.base}/status" in text(answer)
    assert trace() == before


def test_nobody_else_submits_or_reads_it(lin: Applicant) -> None:
    lin.hands_in_everything()
    other = applicant(name="高远", number=21, builder=lin.builder)
    for path in ("check", "receipt", "receipt.pdf"):
        assert other.client.get(f"{lin.base}/{path}").status_code == 404
    assert other.client.post(f"{lin.base}/submit", DECLARED).status_code == 404
    assert lin.fresh().status == "draft"


def test_the_number_of_queries_is_fixed(lin: Applicant) -> None:
    with CaptureQueriesContext(connection) as empty:
        lin.get("check")
    lin.hands_in_everything()
    with CaptureQueriesContext(connection) as full:
        lin.get("check")
    assert len(full) == len(empty)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keys", [("same", "same"), ("one tab", "another tab")])
def test_two_requests_at_the_same_moment_submit_once(keys: tuple[str, str]) -> None:
    lin = applicant()
    lin.hands_in_everything()
    browsers = [signed_in(lin.who) for _ in keys]
    together = Barrier(len(keys))

    def send(place: int) -> int:
        together.wait()
        try:
            typed = {**DECLARED, "once": keys[place]}
            return int(browsers[place].post(f"{lin.base}/submit", typed).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(keys)) as crowd:
        answers = sorted(crowd.map(send, range(len(keys))))

    # With one key both get the receipt; with two, the second hears that it is done already.
    assert answers == ([303, 303] if keys[0] == keys[1] else [303, 409])
    assert Case.objects.get().status == "first_review"
    assert Revision.objects.count() == 1
    assert Act.objects.filter(step="submit").count() == 1
