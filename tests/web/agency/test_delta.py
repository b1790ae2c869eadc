"""A corrected application is read by what changed: the rest is folded, and judged as before."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from anzhu.cases import drafting
from anzhu.cases.models import Case
from anzhu.reviews.models import Marks
from tests.web.agency.conftest import TUESDAY
from tests.web.agency.desk import address, followed, items_of, text_of
from tests.world import UNMET, Story

HOUR = timedelta(hours=1)


@pytest.fixture
def case(story: Story, zhou: Client) -> Case:
    """Returned for two items, answered with one sentence, in again, claimed by 周明."""
    found = story.returned(TUESDAY - timedelta(days=3))
    drafting.reply(
        case_id=found.pk,
        said={"form.stamp": "已重新盖章"},
        actor=story.lin.actor,
        now=TUESDAY - HOUR,
    )
    story.resubmitted(found, TUESDAY)
    zhou.post(address(found, "claim"))
    return story.fresh(found)


def folded(page: str) -> list[str]:
    return re.findall(r'<details class="settled"><summary>.*?data-item="([^"]+)"', page, re.DOTALL)


def test_only_what_was_returned_or_changed_is_unfolded(zhou: Client, case: Case) -> None:
    page = text_of(zhou, address(case))
    assert folded(page) == [item for item in items_of(case) if item not in UNMET]
    assert "申请人说明：已重新盖章" in page
    assert f"{len(items_of(case)) - len(UNMET)} 项上次判定为符合" in page


def test_nothing_is_judged_until_the_reviewer_says_so(zhou: Client, case: Case) -> None:
    assert "checked" not in re.findall(r'name="mark\.[^>]*>', text_of(zhou, address(case)))
    assert not Marks.objects.filter(case=case).exists()


def test_one_press_judges_the_unchanged_items_as_before_and_leaves_the_rest_open(
    zhou: Client, case: Case
) -> None:
    typed = {
        "mark.person.data": "not_met",
        "reason.person.data": "person.contact",
        "mark.form.stamp": "doubtful",
    }
    for _ in range(2):
        page = followed(zhou, zhou.post(address(case, "carry-over"), typed))
    marks = {item: row["mark"] for item, row in Marks.objects.get(case=case).marks.items()}
    assert "没有变化的项目已沿用上次判定" in page
    assert marks.pop("person.data") == "not_met"
    assert marks.pop("form.stamp") == "doubtful"
    assert marks == {
        item: "met" for item in items_of(case) if item not in UNMET and item != "person.data"
    }


def test_who_does_not_hold_the_case_carries_nothing_over(xu: Client, case: Case) -> None:
    assert xu.post(address(case, "carry-over")).status_code == 409
    assert not Marks.objects.filter(case=case).exists()


def test_at_a_first_review_nothing_is_folded(zhou: Client, story: Story) -> None:
    fresh = story.submitted()
    zhou.post(address(fresh, "claim"))
    assert folded(text_of(zhou, address(fresh))) == []


def test_while_it_is_with_the_applicant_the_screen_says_until_when(
    zhou: Client, story: Story
) -> None:
    case = story.returned(TUESDAY - timedelta(days=3))
    assert "等待申请人补正：须在" in text_of(zhou, address(case))
