"""The calendar that an administrator keeps, and what it does to deadlines."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from anzhu.audit import verify
from anzhu.audit.models import Entry
from anzhu.cases import clocks, facts, ticking
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import Refused
from anzhu.kernel.models import Counter
from anzhu.law import actions, memory, queries
from anzhu.law.actions import Days
from anzhu.law.models import CalendarDay, CalendarYear
from anzhu.rules.calendar import state_council
from anzhu.rules.facts import Role
from tests.world import Story

pytestmark = pytest.mark.django_db
QIAN = Actor(role=Role.ADMINISTRATOR, account_id=1, name="钱安")
NOW = clock.noon(date(2026, 11, 20))
SOURCE = "国办发明电〔2026〕8号"
#: As it might be announced: New Year's Day to the 3rd, with Sunday the 10th worked for it.
NEW_YEAR = {date(2027, 1, 1): False, date(2027, 1, 4): False, date(2027, 1, 10): True}
DAY = timedelta(days=1)


def enter(
    days: Mapping[date, bool] = NEW_YEAR,
    key: str = "k",
    source: str = SOURCE,
    now: datetime = NOW,
) -> int:
    asked = Days(year=2027, days=days, source=source)
    return actions.set_days(asked=asked, key=key, actor=QIAN, now=now)


def declare(*, complete: bool = True, year: int = 2027, key: str = "d") -> None:
    actions.declare_year(year=year, complete=complete, source=SOURCE, key=key, actor=QIAN, now=NOW)


def everything() -> tuple[object, ...]:
    return (
        CalendarDay.objects.count(),
        CalendarYear.objects.count(),
        Entry.objects.count(),
        list(Counter.objects.values_list("series", "last")),
    )


def test_the_package_fills_the_years_it_knows_and_nothing_twice() -> None:
    known = sorted(state_council().years)
    assert actions.fill_known_years(now=NOW) == known
    before = everything()
    assert actions.fill_known_years(now=NOW) == []
    assert everything() == before
    memory.look()
    for year in known:
        for offset in range(365):
            day = date(year, 1, 1) + offset * DAY
            assert queries.calendar().is_working(day) == state_council().is_working(day)
    assert queries.year(2026).complete
    assert queries.year(2026).days[date(2026, 2, 14)] is True


def test_a_year_that_was_entered_by_hand_is_not_filled_over() -> None:
    asked = Days(year=2026, days={date(2026, 2, 14): False}, source="更正")
    actions.set_days(asked=asked, key="k", actor=QIAN, now=NOW)
    actions.fill_known_years(now=NOW)
    memory.look()
    assert not queries.calendar().is_working(date(2026, 2, 14))
    assert queries.calendar().is_working(date(2026, 2, 28))


def test_days_that_were_entered_count_at_the_next_look() -> None:
    assert queries.calendar().is_working(date(2027, 1, 4))
    assert enter() == 3
    memory.look()
    calendar = queries.calendar()
    assert [calendar.is_working(day) for day in NEW_YEAR] == [False, False, True]
    assert not calendar.is_known(date(2027, 5, 1))
    declare()
    memory.look()
    assert queries.calendar().is_known(date(2027, 5, 1))


def test_a_later_entry_takes_the_place_of_an_earlier_one_and_both_stay_readable() -> None:
    enter()
    assert enter({date(2027, 1, 10): False}, key="again") == 1
    memory.look()
    assert not queries.calendar().is_working(date(2027, 1, 10))
    said = [(line.day, line.said, line.by) for line in queries.year(2027).history]
    assert (date(2027, 1, 10), False, "钱安") in said
    assert (date(2027, 1, 10), True, "钱安") in said
    for row in CalendarDay.objects.all():
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            row.delete()


def test_the_record_says_who_entered_what() -> None:
    enter()
    declare()
    entries = Entry.objects.filter(event__startswith="calendar.").order_by("seq")
    events = list(entries.values_list("event", "data"))
    assert events == [
        (
            "calendar.set",
            {
                "year": 2027,
                "off": ["2027-01-01", "2027-01-04"],
                "worked": ["2027-01-10"],
                "source": SOURCE,
            },
        ),
        ("calendar.declare", {"year": 2027, "complete": True, "source": SOURCE}),
    ]
    assert list(verify.faults()) == []


def test_the_same_click_twice_enters_once_and_no_news_is_no_change() -> None:
    assert (enter(), enter()) == (3, 3)
    before = everything()[0]
    assert enter(key="other") == 0
    assert everything()[0] == before == 3
    assert Entry.objects.filter(event="calendar.set").count() == 1


@pytest.mark.parametrize(
    ("days", "source", "codes"),
    [
        ({}, SOURCE, ["calendar.no_days"]),
        ({date(2026, 1, 1): False}, " ", ["calendar.other_year", "calendar.no_source"]),
        (NEW_YEAR, "x" * 201, ["calendar.source_too_long"]),
    ],
)
def test_what_cannot_be_right_is_not_entered(
    days: dict[date, bool], source: str, codes: list[str]
) -> None:
    before = everything()
    with pytest.raises(Refused) as refused:
        enter(days, source=source)
    assert refused.value.codes == codes
    assert everything() == before


def test_a_year_is_declared_when_something_was_entered_and_once() -> None:
    with pytest.raises(Refused) as refused, transaction.atomic():
        declare()
    assert refused.value.codes == ["calendar.no_days_off"]
    enter()
    declare()
    with pytest.raises(Refused) as refused, transaction.atomic():
        declare(key="again")
    assert refused.value.codes == ["calendar.already_complete"]
    declare(complete=False, key="back")
    memory.look()
    assert not queries.calendar().is_known(date(2027, 5, 1))
    with pytest.raises(Refused) as refused, transaction.atomic():
        declare(year=1999, key="x")
    assert "calendar.no_such_year" in refused.value.codes


# --- deadlines ---------------------------------------------------------------------------------

LATE = clock.noon(date(2026, 12, 29))  # a Tuesday: the fifth working day is in January


def test_a_deadline_that_was_announced_stays_when_the_calendar_changes(story: Story) -> None:
    case = story.submitted(LATE)
    announced = case.due_on
    assert announced == date(2027, 1, 5)
    promised = clocks.promised(case, case.revisions.get())
    enter(now=LATE + DAY)
    declare()
    memory.look()
    assert story.fresh(case).due_on == announced
    assert clocks.promised(case, case.revisions.get()) == promised


def test_but_silence_accepts_only_after_five_days_that_were_worked(story: Story) -> None:
    """Two of the five turned out to be holidays: the agency has until the 7th."""
    case = story.submitted(LATE)
    enter()
    memory.look()
    assert facts.facts_of(case, LATE).accept_by == date(2027, 1, 7)
    ticking.tick(clock.noon(date(2027, 1, 7)))
    assert story.fresh(case).accepted_on is None
    ticking.tick(clock.noon(date(2027, 1, 8)))
    assert story.fresh(case).accepted_on == date(2026, 12, 29)


def test_nor_does_a_day_more_at_work_shorten_what_was_announced(story: Story) -> None:
    case = story.submitted(LATE)
    enter({date(2027, 1, 1): False, date(2027, 1, 2): True, date(2027, 1, 3): True})
    memory.look()
    assert facts.facts_of(case, LATE).accept_by == case.due_on


def test_whoever_files_afterwards_is_told_the_right_day(story: Story) -> None:
    enter()
    memory.look()
    assert story.submitted(LATE).due_on == date(2027, 1, 7)


def test_looking_costs_one_query_and_asking_none(django_assert_num_queries: object) -> None:
    enter()
    memory.look()
    with django_assert_num_queries(1):  # type: ignore[operator]
        memory.look()
    with django_assert_num_queries(0):  # type: ignore[operator]
        queries.calendar().is_working(date(2027, 1, 4))
