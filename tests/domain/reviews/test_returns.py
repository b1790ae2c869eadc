"""The centre sees how often agencies send back, and every old matter raised late (R12)."""

from datetime import timedelta

import pytest

from anzhu.kernel.errors import NotVisible
from anzhu.reviews import actions as reviews
from anzhu.reviews import returns
from tests.world import MONDAY, Story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_returns_are_counted_by_agency_and_old_matters_are_named() -> None:
    story = Story()
    case = story.resubmitted(story.returned(), MONDAY + 2 * DAY)
    later = {"person.data": ("person.contact", "电话打不通")}
    story.builder.judge(case, story.zhou, MONDAY + 3 * DAY, later)
    reviews.return_case(
        case_id=case.pk,
        key="again",
        override="上次未拨打核对",
        actor=story.zhou.actor,
        now=MONDAY + 3 * DAY,
    )
    (row,) = returns.by_agency(story.chen.actor, MONDAY + 4 * DAY)
    assert (row.agency, row.returns, row.cases, row.again, row.overrides) == (
        "山东省应急管理厅",
        2,
        1,
        1,
        1,
    )
    (named,) = returns.overrides(story.chen.actor, MONDAY + 4 * DAY)
    assert (named.ref, named.reason) == (case.ref, "上次未拨打核对")


def test_what_is_long_ago_is_not_counted() -> None:
    story = Story()
    story.returned()
    assert returns.by_agency(story.chen.actor, MONDAY + (returns.DAYS + 2) * DAY) == []


def test_it_is_for_the_centre_alone() -> None:
    story = Story()
    for other in (story.zhou, story.zhao, story.lin):
        with pytest.raises(NotVisible):
            returns.by_agency(other.actor, MONDAY)
