"""The clock of a demonstration, and what the clock does by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from anzhu.kernel import clock, demo_clock, fresh
from anzhu.kernel.errors import Refused
from anzhu.kernel.models import DemoClock
from anzhu.notices.models import Notice
from anzhu.ops import cli
from anzhu.ops.commands import clock as command
from anzhu.rules.facts import Role, Status
from tests.web.visitors import signed_in
from tests.world import Story

DAY = timedelta(days=1)
Says = Callable[..., tuple[int, str]]


@pytest.fixture
def says(db: None, capsys: pytest.CaptureFixture[str]) -> Says:
    """Run `anzhu clock …`; the exit code and what was said."""

    def run(*arguments: str) -> tuple[int, str]:
        parser = cli.argparse.ArgumentParser()
        command.configure(parser)
        code = command.run(parser.parse_args(arguments))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def demo(settings: Any) -> None:
    settings.ANZHU_DEMO = True


def real_day() -> date:
    return clock.day(clock.machine())


@pytest.mark.usefixtures("demo")
def test_the_clock_is_set_to_a_day_goes_on_and_is_reset(says: Says) -> None:
    day = real_day() + 40 * DAY
    code, said = says("set", day.isoformat())
    assert (code, clock.today()) == (0, day)
    assert f"演示时钟：{day}" in said
    assert says("advance", "2w")[0] == 0
    assert clock.today() == day + 14 * DAY
    assert says("advance", "24h")[0] == 0
    assert clock.today() == day + 15 * DAY
    assert says("set", real_day().isoformat())[0] == 0
    assert clock.ahead() == timedelta(0)
    says("set", (real_day() - 30 * DAY).isoformat())
    assert clock.today() == real_day() - 30 * DAY
    assert "系统时间" in says("reset")[1]
    assert clock.today() == real_day()
    assert DemoClock.objects.count() == 0


@pytest.mark.usefixtures("demo", "db")
def test_every_process_goes_by_it_at_its_next_look() -> None:
    demo_clock.lead_to(real_day() + 10 * DAY)
    clock.put_ahead(timedelta(0))  # another process
    assert clock.today() == real_day()
    fresh.look_now()
    assert clock.today() == real_day() + 10 * DAY


@pytest.mark.parametrize("verb", [("set", "2030-01-01"), ("advance", "1d"), ("reset",)])
def test_outside_a_demo_it_cannot_be_moved(says: Says, verb: tuple[str, ...]) -> None:
    code, said = says(*verb)
    assert (code, "只有演示环境" in said) == (1, True)
    assert (clock.ahead(), DemoClock.objects.count()) == (timedelta(0), 0)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("is_demo", "may_move"), [(True, False), (False, True)])
def test_a_row_that_was_left_behind_counts_for_nothing(
    settings: Any, is_demo: bool, may_move: bool
) -> None:
    """In production not even together with the flag of a demo."""
    DemoClock.objects.create(pk=1, seconds=86_400)
    settings.ANZHU_DEMO, settings.ANZHU_CLOCK_MAY_MOVE = is_demo, may_move
    fresh.look_now()
    assert clock.ahead() == timedelta(0)
    with pytest.raises(Refused):
        demo_clock.advance(DAY)


@pytest.mark.usefixtures("demo")
def test_it_is_not_led_further_than_a_life_at_work(says: Says) -> None:
    code, said = says("advance", "9999w")
    assert (code, "最多可偏离" in said) == (1, True)
    assert clock.ahead() == timedelta(0)


@pytest.mark.parametrize("span", ["3", "d", "-3d", "3y", "1.5d"])
def test_a_span_that_is_none_is_refused(says: Says, span: str) -> None:
    with pytest.raises(SystemExit):
        says("advance", span)


def test_by_hand_it_does_what_is_due_and_says_how_much(says: Says, story: Story) -> None:
    case = story.submitted(clock.machine() - 30 * DAY)
    code, said = says("run")
    assert (code, "视为受理 1 件" in said) == (0, True)
    assert story.fresh(case).accepted_on is not None
    assert "视为受理 0 件" in says("run")[1]


@pytest.mark.usefixtures("demo")
def test_the_days_in_between_are_played_one_by_one(says: Says, story: Story) -> None:
    """Each of the three reminders comes on its own day, then the application lapses."""
    case = story.returned(clock.machine() - DAY)
    code, said = says("advance", "40d")
    assert (code, "补正提醒 3 件" in said, "终止 1 件" in said) == (0, True, True)
    told = Notice.objects.filter(event="case.reminded").order_by("id")
    assert [row.params["count"] for row in told] == [14, 7, 2]
    assert story.fresh(case).status == Status.LAPSED


@pytest.mark.usefixtures("demo", "db")
def test_nobody_is_signed_out_and_second_factors_go_on_when_the_clock_moves() -> None:
    who = signed_in(Role.CENTRE_REVIEWER)
    demo_clock.advance(400 * DAY)
    assert who.client.get("/account/mine").status_code == 200
    who.client.post("/account/sign-out")
    again = signed_in(Role.CENTRE_REVIEWER, 2)  # a code by the machine's clock
    assert again.client.get("/account/mine").status_code == 200


@pytest.mark.usefixtures("demo", "db")
def test_every_page_says_the_day_of_a_clock_that_was_moved() -> None:
    assert "演示时钟" not in Client().get("/").content.decode()
    demo_clock.lead_to(date(2031, 3, 1))
    assert "演示时钟：2031年3月1日" in Client().get("/").content.decode()


@pytest.fixture
def story(db: None) -> Story:
    return Story()
