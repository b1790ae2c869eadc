"""An overdue initial registration whose hours are partly the person's own word (R7)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from anzhu.audit import verify
from anzhu.cases import actions as cases
from anzhu.cases import facts, hours, learning
from anzhu.cases.models import Case
from anzhu.education import actions as education
from anzhu.education import queries as records
from anzhu.education.actions import Said
from anzhu.education.models import Batch, BatchState, Record
from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.people.actions import actor_for
from anzhu.reviews import actions as reviews
from anzhu.reviews.actions import Judged
from anzhu.rules.facts import Opinion
from tests.approving import approved
from tests.domain import factories
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = date(2018, 10, 12)


@pytest.fixture
def han(story: Story) -> Somebody:
    """韩迟 got his certificate in 2018 and files for the first time in 2026."""
    return story.builder.engineer(
        "韩迟",
        id_number=cast.id_number(date(1984, 2, 3), 41, woman=False),
        email="han@example.org",
        phone="13800000041",
        obtained=LATE,
        category=None,
    )


def own(who: Somebody, course: str, hours_: int, day: date = date(2025, 6, 1)) -> Record:
    said = Said(provider="济南培训学校", course=course, completed=day, hours=Decimal(hours_))
    return learning.add(said=said, key=course, actor=who.actor, now=MONDAY)


def imported(who: Somebody, hours_: int, course: str = "安全生产法") -> Record:
    """As a list of the institution brought it in."""
    return factories.learnt(who.person, hours_, course, date(2024, 3, 1))


def judge(story: Story, case: Case, verdicts: dict[int, tuple[str, str]], **unmet) -> None:
    """周明 marks every item, and these own entries."""
    then = MONDAY + DAY
    story.builder.judge(case, story.zhou, then, unmet)
    entries = {key: Judged(mark=mark, reason=why) for key, (mark, why) in verdicts.items()}
    reviews.save_marks(
        case_id=case.pk, judged={}, entries=entries, actor=story.zhou.actor, now=then
    )


def pass_it(story: Story, case: Case, key: str = "pass") -> Case:
    return reviews.pass_case(case_id=case.pk, key=key, actor=story.zhou.actor, now=MONDAY + DAY)


def refused(act) -> list[str]:
    with pytest.raises(Refused) as why:
        act()
    return why.value.codes


def test_without_hours_it_is_not_taken_and_with_them_it_is(story: Story, han: Somebody):
    imported(han, 32)
    assert refused(lambda: story.submitted(of=han)) == ["education.hours_short"]
    mine = own(han, "应急管理", 16)
    case = Case.objects.get()
    story.builder.hand_in_papers(case, han, MONDAY)
    case = cases.submit(case_id=case.pk, key="s", actor=han.actor, now=MONDAY)

    frozen = case.revisions.get().education
    assert (frozen["required"], frozen["counted"]) == ("48.0", "48.0")
    assert [row["source"] for row in frozen["records"]] == ["institution", "self"]
    assert frozen["records"][1]["key"] == mine.pk
    assert "education.accepted" in case.revisions.get().checklist
    assert list(verify.faults()) == []


def test_each_own_entry_is_judged_before_it_passes(story: Story, han: Somebody):
    imported(han, 32)
    first, second = own(han, "应急管理", 8), own(han, "双重预防", 8)
    case = story.submitted(of=han)
    judge(story, case, {})
    assert refused(lambda: pass_it(story, case)) == [
        "education.entries_not_judged", "education.short_after_review",
    ]  # fmt: skip
    judge(story, case, {first.pk: ("met", ""), second.pk: ("not_met", "")})
    assert refused(lambda: pass_it(story, case)) == [
        "education.entries_without_reason", "education.short_after_review",
    ]  # fmt: skip
    judge(story, case, {second.pk: ("met", "")})
    passed = pass_it(story, case)
    assert passed.status == "passed"
    assert set(Record.objects.exclude(accepted_for="").values_list("pk", flat=True)) == {
        first.pk, second.pk,
    }  # fmt: skip


def test_an_entry_may_be_rejected_where_the_rest_is_enough(story: Story, han: Somebody):
    imported(han, 40)
    good, bad = own(han, "应急管理", 8), own(han, "烹饪", 8)
    case = story.submitted(of=han)
    judge(story, case, {good.pk: ("met", ""), bad.pk: ("not_met", "education.not_recognised")})
    pass_it(story, case)
    bad.refresh_from_db()
    assert (bad.state, bad.reason) == ("rejected", "education.not_recognised")
    assert [one.key for one in records.for_the_law(han.person)][-1] == good.pk


def test_nobody_judges_what_is_no_own_entry_of_this_application(story: Story, han: Somebody):
    other = imported(han, 48)
    case = story.submitted(of=han)
    for key, mark in ((other.pk, "met"), (99999, "met")):
        assert refused(lambda k=key, m=mark: judge(story, case, {k: (m, "")})) == ["item.unknown"]
    assert pass_it(story, case).status == "passed"  # imported records count at once


def test_short_hours_go_back_and_come_again_with_another_record(story: Story, han: Somebody):
    imported(han, 40)
    bad = own(han, "烹饪", 8)
    case = story.submitted(of=han)
    judge(
        story, case, {bad.pk: ("not_met", "education.not_recognised")},
        **{"education.accepted": ("education.short", "烹饪不是安全培训")},
    )  # fmt: skip
    then = MONDAY + DAY
    reviews.return_case(case_id=case.pk, key="return", actor=story.zhou.actor, now=then)
    assert facts.pages_opened_by_return(case) >= {"education", "form", "materials"}

    again = lambda: story_resubmits(story, case, han, then + DAY)  # noqa: E731
    assert "education.hours_short" in refused(again)
    mine = own(han, "应急管理", 8)
    case = Case.objects.get(pk=case.pk)
    codes = [found.code for found in facts.form_objections(case, case.dossier, then.date())]
    assert codes == ["form.changed_since_print"]
    story.builder.hand_in_papers(case, han, then + DAY)
    case = again()
    assert case.status == "first_review"
    assert [row["key"] for row in case.revisions.latest("number").education["records"]][-1] == (
        mine.pk
    )
    judge(story, case, {mine.pk: ("met", "")})
    assert pass_it(story, case, "second").status == "passed"


def story_resubmits(story: Story, case: Case, who: Somebody, at) -> Case:
    return cases.submit(case_id=case.pk, key=f"again {at}", actor=who.actor, now=at)


def test_a_changed_record_makes_the_form_stale_while_it_is_a_draft(story: Story, han: Somebody):
    imported(han, 40)
    mine = own(han, "应急管理", 8)
    case = story.builder.draft(han, MONDAY)
    story.builder.fill(case, han, MONDAY, story.builder.answers(han, story.qilu))
    story.builder.hand_in_papers(case, han, MONDAY)
    case = Case.objects.get(pk=case.pk)
    on = clock.day(MONDAY)
    assert facts.form_objections(case, case.dossier, on) == []
    said = Said(
        provider="济南培训学校", course="应急", completed=date(2025, 6, 1), hours=Decimal(9)
    )
    learning.change(record_id=mine.pk, said=said, key="c", actor=han.actor, now=MONDAY)
    found = facts.form_objections(case, case.dossier, on)
    assert [one.code for one in found] == ["form.changed_since_print"]


def test_what_is_under_review_stays_as_it_was_submitted(story: Story, han: Somebody):
    imported(han, 40)
    mine = own(han, "应急管理", 8)
    case = story.submitted(of=han)
    said = Said(provider="x", course="y", completed=date(2025, 6, 1), hours=Decimal(8))
    for act in (
        lambda: learning.remove(record_id=mine.pk, actor=han.actor, now=MONDAY),
        lambda: learning.change(record_id=mine.pk, said=said, key="c", actor=han.actor, now=MONDAY),
    ):
        assert refused(act) == ["education.under_review"]
    other = own(han, "新的", 8)
    learning.remove(record_id=other.pk, actor=han.actor, now=MONDAY)
    assert learning.under_review(han.actor) == (
        frozenset(row["key"] for row in case.revisions.get().education["records"]), case.ref,
    )  # fmt: skip


def test_records_taken_back_during_review_stop_it_and_open_the_page(story: Story, han: Somebody):
    gone = imported(han, 48)
    case = story.submitted(of=han)
    Batch.objects.update(state=BatchState.COMMITTED)
    clerk = actor_for(gone.batch.uploaded_by)
    education.revoke(
        batch_id=gone.batch_id, reason="名单有误", key="r", actor=clerk, now=MONDAY + DAY
    )
    judge(story, case, {})
    assert refused(lambda: pass_it(story, case)) == ["education.short_after_review"]
    judge(story, case, {}, **{"form.stamp": ("stamp.illegible", "")})
    reviews.return_case(case_id=case.pk, key="r", actor=story.zhou.actor, now=MONDAY + DAY)
    # Nobody asked for the hours, but without them it could never come again.
    assert facts.pages_opened_by_return(case) >= {"education", "form", "materials"}


def test_hours_of_a_grant_are_spent_the_earliest_first_and_no_more_than_needed(
    story: Story, han: Somebody
):
    imported(han, 40)
    early = own(han, "最早的", 8, date(2023, 6, 1))
    spare = own(han, "多出来的", 8, date(2026, 6, 1))
    case = story.submitted(of=han)
    judge(story, case, {early.pk: ("met", ""), spare.pk: ("met", "")})
    pass_it(story, case)
    then = MONDAY + 2 * DAY
    reviews.forward(case_ids=[case.pk], key="f", actor=story.xu.actor, now=then)
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=then)
    reviews.conclude(
        case_id=case.pk, key="c", opinion=Opinion.AGREE, actor=story.chen.actor, now=then
    )
    case = Case.objects.get(pk=case.pk)
    approved([case], centre=story.sun.actor, ministry=story.zhao.actor, now=then + DAY)
    used = set(Record.objects.exclude(used_for="").values_list("course", flat=True))
    assert used == {"安全生产法", "最早的"}
    assert set(Record.objects.exclude(used_for="").values_list("used_for", flat=True)) == {case.ref}
    assert hours.counted_by(case.kind, facts.filing_of(han.person, on=date(2026, 12, 1))).counted


def test_an_initial_registration_on_time_freezes_no_hours(story: Story):
    imported(story.lin, 24)
    case = story.submitted()
    assert case.revisions.get().education == {}
    assert "education.accepted" not in case.revisions.get().checklist
