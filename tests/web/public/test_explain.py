"""The explainer for anybody: two days in, every kind open or shut and why; nothing personal."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from django.test import Client

from anzhu.kernel import clock
from anzhu.ops.assess import read_filing
from anzhu.rules.eligibility import assess_all
from tests.properties.oracle import answer as second_reading
from tests.web.calendars import events

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


def ask(**days: str) -> str:
    answer = Client().get("/explain", days)
    assert answer.status_code == 200, answer.content.decode()
    return unescape(answer.content.decode())


def possible(page: str) -> list[str]:
    return re.findall(r'id="may-(\w+)"', page)


def impossible(page: str) -> dict[str, str]:
    found = re.findall(r'<span class="closed-title">([^<]+)</span>(.*?)</details>', page, re.S)
    return {title: re.sub(r"<[^>]+>|\s+", "", rest) for title, rest in found}


def test_the_question_stands_alone_until_it_is_asked() -> None:
    page = ask()

    assert "取得资格证书的日期" in page
    assert "现在可以办理" not in page
    assert "现在没有" not in page


@pytest.mark.parametrize(
    ("asked", "cards", "says"),
    [
        ({"obtained": "2024-05-18"}, ["initial"], "2029年5月18日前（含当日）申请为按期"),
        ({"obtained": "2018-10-28"}, ["initial"], "应在2024年3月1日前申请。现按逾期初始注册办理"),
        ({"obtained": "2018-10-28", "hours": "32"}, ["initial"], "继续教育还差 16 学时"),
        ({"until": "2027-06-14"}, ["renewal", "change", "reissue", "cancellation"],
         "也可以等到2027年3月14日以后办理"),
        ({"until": "2026-11-22"}, ["re_registration"], "注册有效期已于2026年11月22日届满"),
        ({"until": "2026-11-22", "on": "2026-11-22"},
         ["renewal", "change", "reissue", "cancellation"], "请在2026年11月22日前（含当日）提交"),
        ({"until": "2029-06-14", "ended": "2026-05-20"}, ["re_registration"],
         "注册已于2026年5月20日终止"),
        ({"obtained": "2018-10-28", "until": "2029-06-14"},
         ["change", "reissue", "cancellation"], "2028年6月14日起可以办理"),
    ],
)  # fmt: skip
def test_every_kind_is_open_with_its_deadline_or_shut_with_its_reason(
    asked: dict[str, str], cards: list[str], says: str
) -> None:
    page = ask(**asked)

    assert possible(page) == cards
    assert says in page
    assert len(possible(page)) + len(impossible(page)) == 6
    assert all("依据：" in said for said in impossible(page).values())


def test_materials_and_validity_are_told() -> None:
    page = ask(until="2027-02-28", hours="48")

    assert "获批后有效期为2027年3月1日至2032年2月29日，与何时批准无关" in page
    assert "执业期间履职情况书面陈述" in page
    assert "2022年3月1日（按有效期 5 年推算）" in page


@pytest.mark.parametrize("obtained", ["2018-10-28", "2020-02-29", "2021-11-23", None])
@pytest.mark.parametrize("until", [None, "2026-11-22", "2027-02-28", "2028-02-29"])
@pytest.mark.parametrize("on", ["2026-11-23", "2027-02-28", "2028-03-01"])
def test_it_says_what_the_command_says_and_the_second_reading(
    obtained: str | None, until: str | None, on: str
) -> None:
    if obtained is None and until is None:
        return
    since = {"2026-11-22": "2021-11-23", "2027-02-28": "2022-03-01", "2028-02-29": "2023-03-01"}
    question = {
        "id": 1,
        "on": on,
        "person": {"born": "1990-01-01"},
        "qualification": {"obtained": obtained or since[str(until)]},
        "registration": until and {"valid_from": since[until], "valid_until": until},
    }
    days = {"obtained": obtained, "until": until, "on": on}
    page = ask(**{name: day for name, day in days.items() if day})

    may_start = {str(one.kind) for one in assess_all(read_filing(question)) if one.may_start}
    assert set(possible(page)) == may_start
    answered = second_reading(question)
    assert may_start == {kind for kind, found in answered.items() if found["may_start"]}


# --- what is asked wrongly ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"on": "2026-11-23"}, "请至少填写一个日期"),
        ({"obtained": "gestern"}, "请填写日期，例如 2026-03-01"),
        ({"obtained": "2021-02-29"}, "请填写日期，例如 2026-03-01"),
        ({"obtained": "0001-01-01"}, "请填写 1990年1月1日至2099年12月31日之间的日期"),
        ({"until": "9999-12-31"}, "请填写 1990年1月1日至2099年12月31日之间的日期"),
        ({"obtained": "2027-01-01", "on": "2026-01-01"},
         "取得证书的日期晚于打算提交的日期（2026年1月1日）"),
        ({"until": "2027-01-01", "since": "2027-01-02"}, "有效期起不能晚于有效期至"),
        ({"until": "2027-01-01", "since": "2026-01-02", "ended": "2025-01-01"},
         "有效期起不能晚于注册终止的日期"),
        ({"obtained": "2020-01-01", "ended": "2025-01-01"}, "请填写注册有效期至"),
        ({"obtained": "2020-01-01", "hours": "-1"}, "学时请填 0 到 1000 之间的数"),
        ({"obtained": "2020-01-01", "hours": "NaN"}, "学时请填 0 到 1000 之间的数"),
        ({"obtained": "2020-01-01", "hours": "1e9"}, "学时请填 0 到 1000 之间的数"),
        ({"obtained": "2020-01-01", "hours": "1.25"}, "学时请填 0 到 1000 之间的数"),
        ({"obtained": "<script>alert(1)</script>"}, "请填写日期"),
        ({"obtained": "2020-01-01\x00"}, "请填写日期"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named_and_nothing_is_answered(
    asked: dict[str, str], says: str
) -> None:
    answer = Client().get("/explain", asked, follow=True)

    assert answer.status_code in (400, 422)
    page = answer.content.decode()
    assert "现在可以办理" not in page
    assert "<script>" not in page.replace('<script src="', "")
    if answer.status_code == 422:
        assert says in unescape(page)


@pytest.mark.parametrize(
    ("query", "clean"),
    [
        ("?obtained=2020-01-01&until=&on=&hours=&since=&ended=", "?obtained=2020-01-01"),
        ("?until=2027-01-01&obtained=2020-01-01", "?obtained=2020-01-01&until=2027-01-01"),
        ("?obtained=2020-01-01&name=%E5%BC%A0%E4%B8%89&id=370202199001010012",
         "?obtained=2020-01-01"),
        ("?obtained=2020-01-01&born=1980-01-01", "?obtained=2020-01-01"),
        ("?obtained=2019-01-01&obtained=2020-01-01", "?obtained=2020-01-01"),
        ("?from=singlemessage", ""),
        ("?obtained=" + "9" * 500, "?obtained=" + "9" * 20),
    ],
)  # fmt: skip
def test_an_address_is_led_to_one_with_known_names_alone(query: str, clean: str) -> None:
    """Nothing personal stays in an address that is shown, kept or sent on."""
    answer = Client().get(f"/explain{query}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/explain{clean}"
    assert Client().get(answer.headers["Location"]).status_code in (200, 422)


def test_the_link_that_is_shared_leads_to_the_same_answer() -> None:
    page = ask(obtained="2018-10-28", until="2027-02-28", on="2026-12-01", hours="32.5")

    (link,) = re.findall(r'<a href="(/explain\?[^"]+)">本次答案的链接', page)
    assert link == "/explain?obtained=2018-10-28&until=2027-02-28&on=2026-12-01&hours=32.5"
    again = unescape(Client().get(link).content.decode())
    assert again == page


def test_the_days_can_be_taken_along_without_those_of_a_person() -> None:
    page = ask(until="2027-12-31")
    (link,) = re.findall(r'href="(/explain/dates\.ics\?[^"]+)"', page)

    found = [
        (one["DTSTART;VALUE=DATE"], one["SUMMARY"]) for one in events(Client().get(link).content)
    ]

    assert [day for day, _ in found] == ["20261231", "20270930", "20271231", "20280101"]
    assert "年龄" not in "".join(title for _, title in found)


@pytest.mark.parametrize("query", ["", "?until=x", "?on=2026-01-01"])
def test_without_a_question_there_is_no_calendar(query: str) -> None:
    assert Client().get(f"/explain/dates.ics{query}").status_code == 404


def test_it_writes_nothing_and_asks_nothing_of_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/explain", {"obtained": "2018-10-28", "until": "2027-02-28"})
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_everybody_finds_it() -> None:
    page = Client().get("/").content.decode()

    assert page.count('href="/explain"') == 2  # in the menu, and where one begins
