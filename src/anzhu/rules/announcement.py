"""Reading the State Council's notice of holidays: which days of a year are off, which are worked.

The notice says it in sentences: 2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）上班。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from anzhu.rules.calendar import ONE_DAY

_SENTENCE = re.compile(r"[^。；;\n]+")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_SPAN = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
    r"(?:\s*(?:至|到|—+|－|-|~|～)\s*(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?"
)
_ANY_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_LONGEST = timedelta(days=31)


@dataclass(frozen=True)
class Announcement:
    """The days that were found, off (False) or worked (True), and the sentences not understood."""

    days: dict[date, bool]
    unread: tuple[str, ...]


def read_announcement(text: str, year: int) -> Announcement:
    """Read a notice, or a list of dates each with 放假 or 上班 behind it, for this year.

    Days of other years are left out: they stand in those years' notices. A sentence with dates
    that says neither, or whose dates do not exist, is given back as not understood.
    """
    days: dict[date, bool] = {}
    unread: list[str] = []
    for sentence in _SENTENCE.findall(text):
        said = _BRACKETS.sub("", sentence)
        if not _ANY_DAY.search(said):
            continue
        works = _says(said)
        try:
            found = list(_days(said, year))
        except ValueError:
            works = None
        if works is None:
            unread.append(sentence.strip())
        else:
            days.update({day: works for day in found if day.year == year})
    return Announcement(days, tuple(unread))


def _says(sentence: str) -> bool | None:
    """Worked, off, or None where both or neither is said."""
    works, off = "上班" in sentence, "放假" in sentence or "休息" in sentence
    return works if works != off else None


def _days(sentence: str, year: int) -> Iterator[date]:
    for from_year, month, day, to_year, to_month, to_day in _SPAN.findall(sentence):
        first = date(int(from_year or year), int(month), int(day))
        if not to_day:
            yield first
            continue
        last = date(int(to_year or first.year), int(to_month or first.month), int(to_day))
        if not first <= last <= first + _LONGEST:
            raise ValueError("the span ends before it begins, or is no holiday")
        while first <= last:
            yield first
            first += ONE_DAY
