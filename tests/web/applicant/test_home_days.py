"""Another day at home, the calendar, and how a registration is begun from there."""

from datetime import date

import pytest

from anzhu.cases.models import Case
from anzhu.people.models import Qualification
from tests.web.applicant.at_home import BESIDE, home, possible, registered
from tests.web.applicant.filling import Engineer, engineer
from tests.web.calendars import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def lin() -> Engineer:
    return engineer()


def test_another_day_is_answered_by_the_same_rules(lin: Engineer) -> None:
    registered(lin, date(2027, 12, 31))
    assert possible(home(lin)) == ["change", *BESIDE]

    page = lin.client.get("/apply/", {"on": "2027-01-05", "move": "2028-01-01"}).content.decode()

    filing, moving = page.split("如果在2027年1月5日提交")[1].split("如果在2028年1月1日换单位")
    assert "可以办延续注册" in filing
    assert "可以办变更注册" in filing
    assert "不能办变更注册" in moving
    assert "可以办重新注册" in moving
    assert "初始注册" not in moving
    assert possible(page) == ["change", *BESIDE]  # today stays today


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"on": "gestern"}, "请填写日期，例如 2026-03-01"),
        ({"on": "2026-11-22"}, "请填写今天（2026年11月23日）或以后的日期"),
        ({"move": "9999-12-31"}, "之间的日期"),
    ],
)
def test_a_day_that_is_none_is_named(lin: Engineer, query: dict[str, str], says: str) -> None:
    answer = lin.client.get("/apply/", query)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "如果在" not in answer.content.decode()


def test_the_next_three_days_stand_on_the_page_and_all_of_them_in_the_calendar(
    lin: Engineer,
) -> None:
    registered(lin, date(2027, 12, 31))

    page = home(lin)
    assert page.count('<time datetime="2026-12-31">') == 1
    assert "延续注册开始受理" in page
    assert "注册过期，改办重新注册" not in page

    answer = lin.client.get("/apply/dates.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    days = [(one["DTSTART;VALUE=DATE"], one["SUMMARY"]) for one in events(answer.content)]
    assert days == [
        ("20261231", "延续注册开始受理"),
        ("20270930", "建议从今天起办理延续注册"),
        ("20271231", "注册有效期的最后一天"),
        ("20280101", "注册过期，改办重新注册"),
    ]


def test_a_calendar_of_nobody_known_is_empty_and_whole(lin: Engineer) -> None:
    Qualification.objects.all().delete()

    assert list(events(lin.client.get("/apply/dates.ics").content)) == []


def test_starting_shows_what_to_have_at_hand_then_opens_a_prefilled_draft(lin: Engineer) -> None:
    before = lin.client.get("/apply/start/initial").content.decode()
    assert "准备清单" in before
    assert "约 15 分钟" in before

    lin.starts()

    assert lin.said("person") == {"phone": "13900000020", "email": "lin20@example.test"}
    assert lin.said("category") == {"category": "chemical"}
    page = home(lin)
    assert "继续填写" in page
    assert "已完成 2/9 步" in page
    assert "开始初始注册" not in page


def test_a_double_click_opens_one_draft(lin: Engineer) -> None:
    lin.starts()

    again = lin.client.post("/apply/start/initial")

    assert again.headers["Location"] == lin.url("")
    assert Case.objects.count() == 1


def test_a_withdrawn_application_lends_its_answers_to_the_next(lin: Engineer) -> None:
    lin.starts().saves("person", "address", "历下区一号")
    Case.objects.update(status="withdrawn")

    lin.starts()

    assert Case.objects.count() == 2
    assert lin.said("person")["address"] == "历下区一号"
    assert "以往申请" in home(lin)


def test_what_is_no_kind_cannot_be_started(lin: Engineer) -> None:
    assert lin.client.post("/apply/start/nonsense").status_code == 404
    assert not Case.objects.exists()


@pytest.mark.parametrize("kind", ["renewal", "change", "re_registration"])
def test_a_kind_that_is_not_open_says_why_and_what_is(lin: Engineer, kind: str) -> None:
    shown = lin.client.get(f"/apply/start/{kind}").content.decode()
    assert "现在不能开始" in shown
    assert "/apply/start/initial" in shown
    assert lin.client.post(f"/apply/start/{kind}").status_code == 409
    assert not Case.objects.exists()
