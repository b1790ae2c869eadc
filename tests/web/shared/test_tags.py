"""How dates, numbers and names are shown."""

from datetime import UTC, date, datetime

import pytest

from anzhu.kernel import clock
from anzhu.web.shared.templatetags import anzhu as tags


def test_an_instant_is_shown_on_its_day_and_hour_in_shanghai() -> None:
    late = datetime(2026, 2, 28, 16, 5, tzinfo=UTC)

    assert tags.zh_date(late) == "2026年3月1日"
    assert tags.zh_datetime(late) == "2026年3月1日 00:05"
    assert tags.zh_date(date(2026, 3, 1)) == "2026年3月1日"
    assert tags.zh_date(None) == ""


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2026, 3, 4), "还有 3 天"),
        (date(2026, 3, 1), "今天截止"),
        (date(2026, 2, 27), "已过 2 天"),
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "今天截止"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "还有 1 天"),
    ],
)
def test_days_are_counted_by_the_calendar_of_shanghai(until: date, said: str) -> None:
    with clock.at(date(2026, 3, 1)):
        assert tags.days_left_words(until) == said


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (tags.mask_id, "370202199001010017", "3702**********0017"),
        (tags.mask_id, "1234", "****"),
        (tags.mask_id, None, ""),
        (tags.mask_phone, "13900001234", "139****1234"),
        (tags.mask_email, "lin@example.test", "l***@example.test"),
        (tags.mask_name, "欧阳小华", "欧**华"),
        (tags.mask_name, "林小满", "林*满"),
        (tags.mask_name, "王强", "王*"),
    ],
)
def test_what_must_not_be_read_is_masked(mask: object, value: str | None, shown: str) -> None:
    assert mask(value) == shown


def test_a_one_time_key_is_fresh_in_every_form() -> None:
    assert tags.once() != tags.once()
