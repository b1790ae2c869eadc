"""Reviewing: leases, marks, one complete notice, second returns, forwarding, queues by key."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.cases.models import Case
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries
from anzhu.reviews.models import Decision, Forwarding
from anzhu.rules.facts import Opinion, Reason, Status
from tests.world import MONDAY, UNMET, Story

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_lease_keeps_others_out_until_it_runs_out(story: Story):
    case = story.submitted()
    reviews.claim(case_id=case.pk, actor=story.zhou.actor, now=MONDAY + HOUR)
    with pytest.raises(Refused) as refused:
        reviews.claim(case_id=case.pk, actor=story.xu.actor, now=MONDAY + HOUR)
    assert refused.value.codes == ["claim.held_by_another"]
    later = MONDAY + 2 * HOUR
    assert reviews.claim(case_id=case.pk, actor=story.xu.actor, now=later).claimed_until > later
    assert story.told(case)[-1] == "take_over"


def test_every_mark_lengthens_the_lease(story: Story):
    case = story.submitted()
    first = reviews.claim(case_id=case.pk, actor=story.zhou.actor, now=MONDAY).claimed_until
    then = MONDAY + timedelta(minutes=10)
    mark = {"item": "form.stamp", "mark": "met", "reason": "", "note": ""}
    reviews.save_mark(case_id=case.pk, actor=story.zhou.actor, now=then, **mark)
    assert story.fresh(case).claimed_until > first


def test_a_return_must_judge_everything(story: Story):
    case = story.submitted()
    reviews.claim(case_id=case.pk, actor=story.zhou.actor, now=MONDAY + HOUR)
    mark = {"item": "form.stamp", "mark": "not_met", "reason": "stamp.missing", "note": ""}
    reviews.save_mark(case_id=case.pk, actor=story.zhou.actor, now=MONDAY + HOUR, **mark)
    with pytest.raises(Refused) as refused:
        reviews.return_case(case_id=case.pk, key="r", actor=story.zhou.actor, now=MONDAY + HOUR)
    assert set(refused.value.codes) == {"item.not_judged"}
    assert len(refused.value.codes) == len(case.revisions.get().checklist) - 1
    assert story.fresh(case).status == Status.FIRST_REVIEW
    assert not Decision.objects.exists()


def test_an_unmet_item_keeps_a_case_from_passing(story: Story):
    case = story.submitted()
    story.builder.judge(case, story.zhou, MONDAY + HOUR, UNMET)
    with pytest.raises(Refused) as refused:
        reviews.pass_case(case_id=case.pk, key="p", actor=story.zhou.actor, now=MONDAY + HOUR)
    assert refused.value.codes == ["item.not_met", "item.not_met"]
    assert story.fresh(case).status == Status.FIRST_REVIEW


def test_a_second_return_may_not_raise_what_was_visible_the_first_time(story: Story):
    case = story.resubmitted(story.returned(), MONDAY + 5 * DAY)
    new = {"contract.valid": ("contract.expired", "合同已到期")}
    then = MONDAY + 6 * DAY
    story.builder.judge(case, story.zhou, then, new)
    ask = {"case_id": case.pk, "actor": story.zhou.actor, "now": then}
    with pytest.raises(Refused) as refused:
        reviews.return_case(key="r2", **ask)
    assert refused.value.codes == ["return.visible_before"]
    assert story.fresh(case).returns == 1
    reviews.return_case(key="r2", override="首次退回后单位来函说明合同无效", **ask)
    assert story.fresh(case).returns == 2
    assert Decision.objects.latest("id").override


def test_what_was_returned_before_may_be_returned_again(story: Story):
    case = story.resubmitted(story.returned(), MONDAY + 5 * DAY)
    story.builder.judge(case, story.zhou, MONDAY + 6 * DAY, UNMET)
    ask = {"case_id": case.pk, "actor": story.zhou.actor, "now": MONDAY + 6 * DAY}
    assert reviews.return_case(key="r2", **ask).returns == 2


def test_a_repeated_click_returns_once(story: Story):
    case = story.submitted()
    story.builder.judge(case, story.zhou, MONDAY + HOUR, UNMET)
    ask = {"case_id": case.pk, "actor": story.zhou.actor, "now": MONDAY + HOUR, "key": "same"}
    reviews.return_case(**ask)
    reviews.return_case(**ask)
    assert story.fresh(case).returns == 1
    assert story.told(case).count("return") == 1


def test_forwarding_is_all_or_nothing(story: Story):
    case = story.passed()
    other = story.builder.submitted(_another(story), story.qilu, MONDAY)
    with pytest.raises(Refused) as refused:
        reviews.forward(
            case_ids=[case.pk, other.pk], key="f", actor=story.xu.actor, now=MONDAY + 2 * DAY
        )
    assert refused.value.codes == ["step.wrong_status"]
    assert story.fresh(case).status == Status.PASSED
    assert not Forwarding.objects.exists()


def test_only_the_lead_forwards(story: Story):
    case = story.passed()
    with pytest.raises(Refused) as refused:
        reviews.forward(case_ids=[case.pk], key="f", actor=story.zhou.actor, now=MONDAY + 2 * DAY)
    assert refused.value.codes == ["step.not_yours"]


def test_the_centre_against_the_agency_must_say_why(story: Story):
    case = story.forwarded()
    then = MONDAY + 3 * DAY
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=then)
    ask = {"case_id": case.pk, "actor": story.chen.actor, "now": then, "key": "c"}
    with pytest.raises(Refused) as refused:
        reviews.conclude(opinion=Opinion.AGAINST, **ask)
    assert refused.value.codes == ["conclude.differs_without_reason", "refusal.no_reason"]
    reasons = [Reason(code="refuse.falsified", item="")]
    reviews.conclude(opinion=Opinion.AGAINST, reasons=reasons, note="合同系伪造", **ask)
    assert story.fresh(case).centre_opinion == Opinion.AGAINST


def test_what_is_sent_back_is_reviewed_by_the_agency_again(story: Story):
    case = story.forwarded()
    then = MONDAY + 3 * DAY
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=then)
    reviews.send_back(case_id=case.pk, key="s", note="请核对合同", actor=story.chen.actor, now=then)
    case = story.fresh(case)
    assert (case.status, case.agency_opinion) == (Status.FIRST_REVIEW, "")
    reviews.claim(case_id=case.pk, actor=story.zhou.actor, now=then + DAY)


def test_another_agency_cannot_know_of_a_case(story: Story):
    case = story.submitted()
    stranger, _ = story.world.reviewers_of(story.builder.agencies["JS"])
    with pytest.raises(NotVisible):
        queries.visible(stranger.actor, case.ref)
    assert queries.find(stranger.actor, case.ref) == []


def test_a_queue_is_walked_by_key_forwards_and_back(story: Story):
    people = [_another(story, number) for number in range(5)]
    for place, one in enumerate(people):
        story.builder.submitted(one, story.qilu, MONDAY + place * HOUR)
    ask = {"status": Status.FIRST_REVIEW, "size": 2}
    first = queries.queue(story.zhou.actor, **ask)
    second = queries.queue(story.zhou.actor, after=first.after or "", **ask)
    third = queries.queue(story.zhou.actor, after=second.after or "", **ask)
    seen = [row.id for page in (first, second, third) for row in page.rows]
    assert seen == sorted(Case.objects.values_list("pk", flat=True))
    assert (first.before, third.after) == (None, None)
    back = queries.queue(story.zhou.actor, before=third.before or "", **ask)
    assert [row.id for row in back.rows] == [row.id for row in second.rows]
    assert queries.queue(story.zhou.actor, before=back.before or "", **ask).before is None


def test_a_queue_never_counts_skips_or_asks_twice(story: Story):
    story.submitted()
    with CaptureQueriesContext(connection) as asked:
        queries.queue(story.zhou.actor, status=Status.FIRST_REVIEW)
    assert len(asked) == 1
    sql = asked.captured_queries[0]["sql"].upper()
    assert "OFFSET" not in sql
    assert "COUNT(" not in sql


def _another(story: Story, number: int = 0) -> Somebody:
    return story.builder.engineer(
        f"甲{number}",
        id_number=cast.id_number(date(1980, 1, 1), number, woman=False),
        email=f"n{number}@example.org",
        phone=f"1390000100{number}",
    )
