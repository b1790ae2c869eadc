"""The performance statement of a renewal (4.2.3): concrete work, not duties.

Each row must say when, where, for whom or what, and what was done; a row that lacks one of these
is missing something. Everything else is a hint: the words of a row that only lists duties, or days
outside the present period, are shown to the person and never block.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from anzhu.rules.dated import Clause, Dated
from anzhu.rules.deadlines import Period
from anzhu.rules.objections import Objection, objection
from anzhu.rules.parameters import SCHEME_START
from anzhu.rules.spans import Span, objections_to_days

#: Below so many signs a content can hardly be concrete.
FEW_SIGNS = Dated({SCHEME_START: 12}, clause=Clause("4.2.3", "ours"), unit="signs")
#: Words of a post's description rather than of work that was done.
DUTIES = (
    "负责", "岗位职责", "工作职责", "主要职责", "职责", "主管", "分管", "协助", "贯彻", "落实",
    "认真", "履行", "日常", "遵守", "完成领导交办", "领导交办", "全面工作", "管理工作",
)  # fmt: skip
#: Words of work that was really done; a number, a date or a title in 《》 says so, too.
_CONCRETE = re.compile(
    r"[0-9０-９〇一二三四五六七八九十百]+\s*[次项处个台套份条家人名期场座吨辆点米轮]"
    r"|《[^》]+》"
    r"|[12][0-9]{3}\s*年"
    r"|(?:编制|修订|起草|完成|组织|主持|开展|参加|参与|实施|排查|发现|整改|消除|评价|评估|验收|改造|演练|"
    r"培训|调查|审查|检查|辨识|论证|制定|建立|治理)(?:了|出|过|完)"
)


@dataclass(frozen=True, kw_only=True)
class Work(Span):
    """One piece of work; ``part`` and ``result`` may be left out."""

    place: str = ""
    subject: str = ""
    content: str = ""
    part: str = ""
    result: str = ""


def objections_to_statement(rows: Sequence[Work], on: date) -> Iterator[Objection]:
    """What is missing or cannot be; ``row`` in an objection counts from 1."""
    if not rows:
        yield objection("statement.missing", "4.2.3")
    for number, row in enumerate(rows, start=1):
        yield from _objections_to_row(row, number, on)


def hints_about_statement(
    rows: Sequence[Work], period: Period | None, on: date
) -> Iterator[Objection]:
    """What a reviewer may not accept; shown to the person, never in the way.

    ``period`` is that of the registration to be renewed, None where it is not known.
    """
    for number, row in enumerate(rows, start=1):
        if row.content.strip():
            yield from _hints_about_content(row, number, on)
        if period is not None and row.start is not None:
            yield from _hints_about_days(row.start, row.until, number, period)


def lists_only_duties(content: str) -> bool:
    """Does the text speak of duties and of nothing that was done?"""
    return any(word in content for word in DUTIES) and not _CONCRETE.search(content)


def _objections_to_row(row: Work, number: int, on: date) -> Iterator[Objection]:
    yield from objections_to_days(row, on, about="statement", clause="4.2.3", number=number)
    if not row.place.strip():
        yield objection("statement.no_place", "4.2.3", row=number)
    if not row.subject.strip():
        yield objection("statement.no_subject", "4.2.3", row=number)
    if not row.content.strip():
        yield objection("statement.no_content", "4.2.3", row=number)


def _hints_about_content(row: Work, number: int, on: date) -> Iterator[Objection]:
    if lists_only_duties(row.content):
        yield objection("statement.duties_only", "4.2.3", row=number)
    elif len(row.content.strip()) < FEW_SIGNS.on(on):
        yield objection("statement.too_short", "4.2.3", row=number)
    if not row.part.strip() and not row.result.strip():
        yield objection("statement.no_own_part", "4.2.3", row=number)


def _hints_about_days(
    start: date, until: date | None, number: int, period: Period
) -> Iterator[Objection]:
    if start < period.start or (until or start) > period.until:
        yield objection(
            "statement.outside_period",
            "4.2.3",
            row=number,
            start=period.start,
            until=period.until,
        )
