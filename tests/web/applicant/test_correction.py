"""A return as a conversation that ends: item by item, old against new, what is said to it."""

import re
from datetime import timedelta

import pytest

from anzhu.cases import actions as cases
from anzhu.cases import drafting
from anzhu.kernel.errors import Refused
from anzhu.reviews import actions as reviews
from tests.web.applicant.papers import NOW, Applicant, applicant, reviewer, submitted

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
RETURNED = {
    "photo.usable": ("photo.background", "背景偏黄"),
    "contract.complete": ("contract.pages_missing", "缺最后一页"),
    "person.data": ("person.contact", "地址不完整"),
}


@pytest.fixture
def lin() -> Applicant:
    return returned(submitted(applicant()))


def returned(lin: Applicant, at=NOW, unmet=None, **more) -> Applicant:
    zhou = reviewer(lin) if lin.case.returns == 0 else more.pop("by")
    lin.builder.judge(lin.case, zhou, at, unmet or RETURNED)
    reviews.return_case(case_id=lin.case.pk, key=f"return {at}", actor=zhou.actor, now=at, **more)
    lin.zhou = zhou  # type: ignore[attr-defined]
    lin.fresh()
    return lin


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_what_was_returned_is_a_short_list_of_its_own(lin: Applicant) -> None:
    status, page = text(lin.get("status")), text(lin.get("correction"))
    assert "有 3 项需要补正" in status
    for said in ("证件照背景不符", "背景偏黄", "缺最后一页", "23:59 前补正", "已处理 0/3 项"):
        assert said in page
    assert f"{lin.base}/photo" in page
    assert f"{lin.base}/materials#slot-contract" in page
    assert f"{lin.base}/employer" not in page


def test_an_item_is_done_when_its_page_has_changed_and_old_and_new_pictures_are_there(
    lin: Applicant,
) -> None:
    old = lin.pages("contract")[0]
    page = lin.pages("contract")[0]
    page.pk, page.uploaded_at = None, page.uploaded_at.replace(year=2027)
    page.save()
    shown = text(lin.get("correction"))
    assert "已处理 1/3 项" in shown
    assert f"/pages/{old.pk}/thumbnail.jpg" in shown
    assert f"/pages/{page.pk}/thumbnail.jpg" in shown


def test_a_changed_answer_stands_beside_what_was_submitted(lin: Applicant) -> None:
    before = lin.case.dossier.answers["person"]["address"]
    lin.post("person", {"address": "济南市历下区经十路 1 号"})
    page = text(lin.get("correction"))
    assert f"<del>{before}</del> <ins>济南市历下区经十路 1 号</ins>" in page


def test_what_she_says_to_an_item_counts_and_reaches_the_reviewer(lin: Applicant) -> None:
    said = {"reply.contract.complete": "合同共 3 页，第 4 页为空白页", "reply.photo.usable": ""}
    assert lin.post("correction", said).status_code == 303
    page = text(lin.get("correction"))
    assert "已处理 1/3 项" in page
    assert "第 4 页为空白页</textarea>" in page
    cases.submit(case_id=lin.case.pk, key="again", actor=lin.who.actor, now=NOW + DAY)
    frozen = lin.case.revisions.latest("number")
    assert frozen.replies == {"1": {"contract.complete": "合同共 3 页，第 4 页为空白页"}}


def test_going_on_to_the_check_keeps_what_was_said(lin: Applicant) -> None:
    answer = lin.post("correction", {"reply.photo.usable": "已重拍", "check": "1"})
    assert answer.headers["Location"].endswith("/check")
    assert lin.fresh().dossier.replies == {"1": {"photo.usable": "已重拍"}}


def test_only_returned_items_of_a_correction_can_be_answered(lin: Applicant) -> None:
    refused = lin.post("correction", {"reply.form.stamp": "章没有问题"})
    assert refused.status_code == 409 or "只能对本次退回的项目" in text(refused)
    assert lin.fresh().dossier.replies == {}
    cases.submit(case_id=lin.case.pk, key="again", actor=lin.who.actor, now=NOW + DAY)
    assert lin.post("correction", {"reply.photo.usable": "太晚"}).status_code == 409
    assert lin.fresh().dossier.replies == {}


def test_nobody_else_answers_for_her(lin: Applicant) -> None:
    other = applicant(name="高远", number=21, builder=lin.builder)
    with pytest.raises(Refused, match=r"step\.not_yours"):
        drafting.reply(
            case_id=lin.case.pk, said={"photo.usable": "x"}, actor=other.who.actor, now=NOW
        )
    assert lin.fresh().dossier.replies == {}


def test_a_second_round_shows_the_first_one_with_her_answers(lin: Applicant) -> None:
    lin.post("correction", {"reply.contract.complete": "共三页"})
    cases.submit(case_id=lin.case.pk, key="again", actor=lin.who.actor, now=NOW + DAY)
    lin.fresh()
    unmet = {"contract.complete": ("contract.illegible", "看不清")}
    returned(lin, NOW + 2 * DAY, unmet, by=lin.zhou)  # type: ignore[attr-defined]
    page = text(lin.get("correction"))
    assert "（第 2 次）" in page
    assert re.search(r"第 1 次退回.*缺最后一页.*您的说明：共三页", page, re.DOTALL)
    assert "共三页</textarea>" not in page


def test_pages_that_were_not_returned_stay_shut(lin: Applicant) -> None:
    with pytest.raises(Refused, match=r"page\.not_open"):
        drafting.save(
            case_id=lin.case.pk,
            page="employer",
            said={"post": "厂长"},
            actor=lin.who.actor,
            now=NOW,
        )
    assert lin.get("check").status_code == 200


def test_without_a_return_there_is_nothing_to_correct() -> None:
    lin = submitted(applicant())
    assert lin.get("correction").headers["Location"].endswith("/status")
