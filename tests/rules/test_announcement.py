"""The State Council's notice as it is pasted: which days are off, which are worked."""

import pytest

from anzhu.rules.announcement import read_announcement
from anzhu.rules.calendar import state_council
from tests.rules.samples import day

NOTICE_2026 = """
国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def test_the_notice_says_what_the_package_knows() -> None:
    found = read_announcement(NOTICE_2026, 2026)
    known = state_council()
    assert found.unread == ()
    rest = {one for one, works in found.days.items() if not works and one.weekday() < 5}
    work = {one for one, works in found.days.items() if works}
    assert rest == {one for one in known.rest if one.year == 2026}
    assert work == {one for one in known.work if one.year == 2026}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1月1日放假", {"2027-01-01": False}),
        ("2027年1月1日放假；1月3日上班", {"2027-01-01": False, "2027-01-03": True}),
        ("4月30日至5月2日放假", {"2027-04-30": False, "2027-05-01": False, "2027-05-02": False}),
        ("5月1日—2日休息", {"2027-05-01": False, "2027-05-02": False}),
        (
            "2026年12月31日至2027年1月2日放假",
            {"2027-01-01": False, "2027-01-02": False},
        ),
    ],
)
def test_spans_and_single_days(text: str, days: dict[str, bool]) -> None:
    found = read_announcement(text, 2027)
    assert found.unread == ()
    assert found.days == {day(one): works for one, works in days.items()}


@pytest.mark.parametrize(
    "sentence",
    [
        "1月1日",
        "2月29日放假",
        "13月1日放假",
        "1月5日至3日放假",
        "1月1日至6月1日放假",
        "1月1日放假，1月4日上班",
    ],
)
def test_what_cannot_be_understood_is_given_back(sentence: str) -> None:
    found = read_announcement(f"5月1日放假。{sentence}。", 2027)
    assert found.unread == (sentence,)
    assert found.days == {day("2027-05-01"): False}
