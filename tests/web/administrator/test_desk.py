"""The administrator keeps the calendar, reads the sets of rules, and moves the clock of a demo."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from anzhu.audit.models import Entry
from anzhu.kernel import clock, demo_clock
from anzhu.law import actions, memory
from anzhu.law.models import CalendarDay, CalendarYear
from anzhu.rules.drafts import read_draft
from tests.rules.test_announcement import NOTICE_2026
from tests.web.desks import Desk
from tests.world import Story

NOW = datetime.fromisoformat("2026-12-29T02:00:00+00:00")
SOURCE = "国办发明电〔2026〕8号"
NOTICE_2027 = "元旦：1月1日至3日放假。1月4日放假。1月10日（周日）上班。另：1月11日照常。"


@pytest.fixture
def story(db: None) -> Story:
    return Story()


@pytest.fixture
def qian(story: Story) -> Desk:
    return Desk(story.world.staff["钱安"], NOW)


@pytest.fixture
def wu(story: Story) -> Desk:
    """The auditor, who may read all of this and change nothing."""
    return Desk(story.world.staff["吴审"], NOW)


def entered() -> tuple[int, int, int]:
    return (
        CalendarDay.objects.count(),
        CalendarYear.objects.count(),
        Entry.objects.filter(event__startswith="calendar.").count(),
    )


def marked(page: str, look: str) -> list[int]:
    """The numbers of the days of a year that are shown like this."""
    found = re.findall(rf'<td class="day-{look}(?: day-today)?"[^>]*>(\d+)', page)
    return [int(number) for number in found]


def test_a_pasted_notice_is_shown_as_it_was_understood_and_entered_when_confirmed(
    qian: Desk,
) -> None:
    at = "/administrator/calendar/2027/announcement"
    before = entered()
    preview = qian.post(at, status=200, text=NOTICE_2027, source=SOURCE)
    assert "识别出 5 天" in preview
    assert "2027年1月10日</td><td>周日</td><td>上班" in preview
    assert "另：1月11日照常" in preview  # not understood, and said so
    assert entered() == before
    where = qian.post(at, text=NOTICE_2027, source=SOURCE, confirm="1", once="k")
    assert where == "/administrator/calendar/2027/"
    assert qian.post(at, text=NOTICE_2027, source=SOURCE, confirm="1", once="k") == where
    page = qian.get(where)
    assert marked(page, "off") == [1, 4]
    assert marked(page, "worked") == [10]
    assert SOURCE in page
    assert "钱安" in page
    assert entered() == (5, 0, 1)


def test_the_whole_notice_of_a_year_can_be_pasted(qian: Desk) -> None:
    at = "/administrator/calendar/2026/announcement"
    qian.post(at, text=NOTICE_2026, source=SOURCE, confirm="1")
    page = qian.get("/administrator/calendar/2026/")
    assert len(marked(page, "worked")) == 6
    assert CalendarDay.objects.filter(works=False).count() == 33


def test_a_single_day_is_entered_and_put_right(qian: Desk) -> None:
    at = "/administrator/calendar/2027/day"
    qian.post(at, day="2027-09-25", works="worked", source=SOURCE)
    qian.post(at, day="2027-09-25", works="off", source="更正")
    page = qian.get("/administrator/calendar/2027/")
    assert marked(page, "worked") == []
    assert "更正" in page
    assert CalendarDay.objects.count() == 2


def test_a_year_is_declared_complete_and_the_warning_goes(qian: Desk, story: Story) -> None:
    case = story.submitted(NOW - timedelta(days=1))
    assert case.due_on is not None and case.due_on.year == 2027
    assert "有 1 件在办申请的期限跨入该年" in qian.get("/administrator/")
    at = "/administrator/calendar/2027"
    refused = qian.post(f"{at}/complete", status=422, source=SOURCE)
    assert "还没有录入任何放假日" in refused
    qian.post(f"{at}/announcement", text=NOTICE_2027, source=SOURCE, confirm="1")
    qian.post(f"{at}/complete", source=SOURCE)
    memory.look()
    assert "已声明完整" in qian.get(f"{at}/")
    assert "跨入该年" not in qian.get("/administrator/")
    assert story.fresh(case).due_on == case.due_on
    qian.post(f"{at}/complete", source="有误", open="1")
    memory.look()
    assert "跨入该年" in qian.get("/administrator/")


@pytest.mark.parametrize(
    ("to", "typed", "said"),
    [
        ("announcement", {"text": "", "source": SOURCE}, "请填写通知原文"),
        ("announcement", {"text": "放假", "source": SOURCE}, "没有读到 2027 年的日期"),
        ("announcement", {"text": NOTICE_2027, "source": ""}, "请填写依据"),
        ("day", {"day": "2026-01-01", "works": "off", "source": SOURCE}, "不在 2027 年内"),
        ("day", {"day": "昨天", "works": "off", "source": SOURCE}, "请填写日期，例如"),
        ("day", {"day": "2027-01-01", "works": "perhaps", "source": SOURCE}, "perhaps"),
        ("complete", {"source": ""}, "请填写依据"),
        ("complete", {"source": SOURCE, "open": "1"}, "尚未声明完整，无需撤回"),
    ],
)
def test_what_cannot_be_meant_is_said_and_what_was_typed_is_kept(
    qian: Desk, to: str, typed: dict[str, str], said: str
) -> None:
    before = entered()
    page = qian.post(f"/administrator/calendar/2027/{to}", status=422, **typed)
    assert said in page
    assert all(value in page for value in typed.values() if value and value != "1")
    assert entered() == before


@pytest.mark.parametrize("year", [0, 2003, 2101, 99999])
def test_a_year_that_nobody_needs_does_not_exist(qian: Desk, year: int) -> None:
    assert qian.answer(f"/administrator/calendar/{year}/").status_code == 404


def test_the_auditor_reads_and_changes_nothing(wu: Desk) -> None:
    page = wu.get("/administrator/calendar/2027/")
    assert '<form method="post" action="/administrator' not in page
    for to in ("announcement", "day", "complete"):
        wu.post(f"/administrator/calendar/2027/{to}", status=404, source=SOURCE)
    assert "规则版本" in wu.get("/administrator/rules/")
    wu.post("/administrator/clock", status=404, day="2030-01-01")


def test_the_sets_of_rules_are_read_with_what_they_changed(qian: Desk) -> None:
    text = (
        'name = "学时"\nstarts = 2027-07-01\nsource = "应急〔2027〕3号"\n'
        '[EDUCATION_HOURS]\nvalue = 40\nclause = "4.2.4"\n'
    )
    actor = qian.who.actor
    actions.publish(draft=read_draft(text), forced_because="", actor=actor, now=NOW)
    memory.look()
    page = qian.get("/administrator/rules/")
    assert "48 学时" in page and "<strong>40 学时</strong>" in page
    assert "待施行" in page and "应急〔2027〕3号" in page
    assert "学时，自2027年7月1日起" in qian.get("/administrator/")


@pytest.mark.parametrize("path", ["/administrator/", "/administrator/calendar/2027/"])
def test_a_page_takes_the_same_queries_for_any_length(
    qian: Desk, path: str, django_assert_max_num_queries: Any
) -> None:
    for month in range(1, 13):
        at = "/administrator/calendar/2027/day"
        qian.post(at, day=f"2027-{month:02d}-01", works="off", source=SOURCE)
    qian.get(path)
    with django_assert_max_num_queries(4):
        qian.get(path)


# --- the clock of a demonstration --------------------------------------------------------------


def test_outside_a_demo_there_is_no_clock_to_move(qian: Desk) -> None:
    assert "演示时钟" not in qian.get("/administrator/")
    qian.post("/administrator/clock", status=404, day="2030-01-01")
    assert clock.ahead() == timedelta(0)


def test_in_a_demo_it_is_moved_and_what_is_due_is_done(
    settings: Any, story: Story, jobs: Callable[[], int]
) -> None:
    settings.ANZHU_DEMO = True
    today = clock.day(clock.machine())
    case = story.submitted(clock.machine())
    qian = Desk(story.world.staff["钱安"], clock.machine())
    assert "现在按真实时间" in qian.get("/administrator/")
    day = today + timedelta(days=30)
    assert qian.post("/administrator/clock", day=day.isoformat()) == "/administrator/"
    assert clock.today() == day
    jobs()
    assert story.fresh(case).accepted_on == today
    assert Entry.objects.filter(event="demo.clock").count() == 1
    assert "最多可偏离" in qian.post("/administrator/clock", status=422, day="2126-01-01")
    qian.post("/administrator/clock", reset="1")
    assert clock.today() == today
    assert demo_clock.shown_day(clock.now()) is None
