"""Where an application is, what to correct, and why it was refused (5-screens 2.8)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.cases.models import Act, Case
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Status
from tests.web.applicant.papers import NOW, Applicant, applicant, reviewer, submitted

pytestmark = pytest.mark.django_db

RETURNED = {
    "photo.usable": ("photo.background", "背景偏黄"),
    "contract.complete": ("contract.pages_missing", "缺最后一页"),
}


@pytest.fixture
def lin() -> Applicant:
    return submitted(applicant())


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def returned(lin: Applicant) -> Applicant:
    zhou = reviewer(lin)
    lin.builder.judge(lin.case, zhou, NOW, RETURNED)
    reviews.return_case(case_id=lin.case.pk, key="return", actor=zhou.actor, now=NOW)
    lin.fresh()
    return lin


def here(page: str) -> str:
    """The station where the case is."""
    found = re.search(r'aria-current="step">.*?station-text">([^<]+)', page)
    return found[1] if found else ""


def test_the_tracker_says_who_has_it_by_when_and_since(lin: Applicant) -> None:
    page = text(lin.get("status"))
    agency = lin.fresh().agency
    assert agency is not None
    assert here(page) == "初审"
    assert agency.name in page
    assert agency.phone in page
    assert "承诺 20 个工作日" in page
    assert "提交了申请" in page


def test_reviewers_have_no_names_and_their_opinion_is_not_told_before_the_decision(
    lin: Applicant,
) -> None:
    zhou = reviewer(lin)
    lin.builder.judge(lin.case, zhou, NOW, {})
    reviews.pass_case(case_id=lin.case.pk, key="pass", actor=zhou.actor, now=NOW)
    page = text(lin.get("status"))
    assert "周明" not in page
    assert "初审完成" in page
    assert "初审通过" not in page
    assert "开始审核" not in page


@pytest.mark.parametrize(
    ("status", "station"),
    [
        (Status.PASSED, "初审"),
        (Status.FINAL_REVIEW, "终审"),
        (Status.APPROVAL, "部批准"),
        (Status.APPROVED, "制证"),
        (Status.CLOSED, ""),
        (Status.WITHDRAWN, ""),
        (Status.LAPSED, ""),
    ],
)
def test_every_status_has_its_station(lin: Applicant, status: Status, station: str) -> None:
    Case.objects.filter(pk=lin.case.pk).update(status=status, approved_on=NOW.date())
    assert here(text(lin.get("status"))) == station


def test_a_refusal_says_why_and_what_can_be_done(lin: Applicant) -> None:
    Case.objects.filter(pk=lin.case.pk).update(status=Status.REFUSED)
    Act.objects.create(
        case=lin.case,
        step="refuse",
        role="ministry_approver",
        at=NOW,
        status_after="refused",
        reasons=[{"code": "refuse.falsified", "item": "", "note": ""}],
    )
    page = text(lin.get("status"))
    for said in ("不予注册的理由", "行政复议", "行政诉讼", "重新申请"):
        assert said in page


def test_a_draft_has_no_progress_but_a_task_list(lin: Applicant) -> None:
    other = applicant(name="高远", number=21, builder=lin.builder)
    assert other.get("status").headers["Location"] == f"{other.base}/"
    assert other.client.get(f"{lin.base}/status").status_code == 404


def test_the_number_of_queries_is_fixed(lin: Applicant) -> None:
    with CaptureQueriesContext(connection) as short:
        lin.get("status")
    returned(lin)
    with CaptureQueriesContext(connection) as long:
        lin.get("status")
    assert len(long) == len(short)
