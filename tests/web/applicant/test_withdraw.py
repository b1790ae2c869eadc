"""Take the application back, before the first review is decided, after being asked once more."""

import pytest

from anzhu.cases import queries as cases
from anzhu.cases.models import Act
from anzhu.reviews import actions as reviews
from tests.web.applicant.papers import NOW, Applicant, applicant, reviewer, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Applicant:
    return submitted(applicant())


def test_the_page_says_what_it_means_and_changes_nothing(lin: Applicant) -> None:
    page = lin.get("withdraw").content.decode()
    assert "确定要撤回吗" in page
    assert "不再办理" in page
    assert lin.fresh().status == "first_review"


def test_a_double_click_withdraws_once(lin: Applicant) -> None:
    first = lin.post("withdraw", {"once": "click"})
    again = lin.post("withdraw", {"once": "click"})
    assert [first.status_code, again.status_code] == [303, 303]
    assert cases.story(lin.fresh()) == ["start", "submit", "withdraw"]
    shown = lin.get("status").content.decode()
    assert "已撤回" in shown
    assert "终止" in shown


def test_after_the_first_review_it_is_too_late(lin: Applicant) -> None:
    zhou = reviewer(lin)
    lin.builder.judge(lin.case, zhou, NOW, {})
    reviews.pass_case(case_id=lin.case.pk, key="pass", actor=zhou.actor, now=NOW)
    before = Act.objects.count()

    answer = lin.post("withdraw")

    assert answer.status_code == 409
    assert "待上报" in answer.content.decode()
    assert lin.fresh().status == "passed"
    assert Act.objects.count() == before
    assert lin.get("withdraw").headers["Location"].endswith("/status")
    assert "撤回申请" not in lin.get("status").content.decode()


def test_nobody_else_withdraws_it(lin: Applicant) -> None:
    other = applicant(name="高远", number=21, builder=lin.builder)
    assert other.client.post(f"{lin.base}/withdraw").status_code == 404
    assert lin.fresh().status == "first_review"
