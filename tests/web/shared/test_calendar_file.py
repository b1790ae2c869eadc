"""Days as a file for calendars (RFC 5545)."""

from datetime import UTC, date, datetime

import pytest

from anzhu import words
from anzhu.rules.outlook import Ahead
from anzhu.web.shared.calendar_file import ics
from tests.web.calendars import events

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LAST = Ahead(date(2028, 2, 29), "last_valid_day", "R3")
OPENS = Ahead(date(2027, 2, 28), "renewal_opens", "1.3")


def read(*ahead: Ahead, owner: str = "lin") -> list[dict[str, str]]:
    return list(events(ics(ahead, owner=owner, at=NOW).encode()))


def test_an_event_is_a_whole_day_with_its_words() -> None:
    (event,) = read(LAST)

    assert event["DTSTART;VALUE=DATE"] == "20280229"
    assert event["DTEND;VALUE=DATE"] == "20280301"
    assert event["DTSTAMP"] == "20261123T040000Z"
    assert event["SUMMARY"] == words.text("outlook.ahead.last_valid_day.title")
    assert event["DESCRIPTION"] == words.text("outlook.ahead.last_valid_day.note")


def test_a_day_keeps_its_name_and_no_two_share_one() -> None:
    first, second = (event["UID"] for event in read(LAST, OPENS))
    (later,) = (event["UID"] for event in read(LAST))
    (of_another,) = (event["UID"] for event in read(LAST, owner="wang"))

    assert first == later
    assert len({first, second, of_another}) == 3


@pytest.mark.parametrize(
    "text", ["a,b;c\\d", "first\nsecond", "注" * 200, "é" * 74 + "字", "x" * 75]
)
def test_whatever_is_said_comes_out_as_it_went_in(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "text", lambda key, **_: text)

    (event,) = read(LAST)

    assert (event["SUMMARY"], event["DESCRIPTION"]) == (text, text)


def test_a_file_without_days_is_whole() -> None:
    assert read() == []


def test_every_day_that_can_lie_ahead_has_its_words() -> None:
    codes = {key.split(".")[2] for key in words.keys("outlook.ahead")}
    for code in codes:
        assert words.text(f"outlook.ahead.{code}.title")
        assert words.text(f"outlook.ahead.{code}.note")
