"""What a decision will mean, before it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anzhu import words
from anzhu.cases import clocks
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.organisations import queries as organisations
from anzhu.web.shared.review import ReviewPage, Row
from anzhu.web.shared.review_past import Told, told


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The notice of a return as the applicant will read it.

    ``without_reason`` are items that were found wanting and have no reason yet; ``raised_late``
    those that were visible at the last return and not raised then (R12).
    """

    reasons: Sequence[Told]
    until: date
    round: int
    unjudged: Sequence[Row]
    without_reason: Sequence[Row]
    raised_late: Sequence[Row]

    @property
    def can_be_sent(self) -> bool:
        """Is there nothing left to judge or to explain?"""
        return bool(self.reasons) and not self.unjudged and not self.without_reason


def notice(page: ReviewPage) -> Notice:
    """The notice from the marks as they are saved now."""
    marks = page.reading.marks
    explained = [row for row in page.unmet if marks[row.code].get("reason")]
    return Notice(
        reasons=[
            told({"item": row.code, "code": marks[row.code]["reason"], "note": row.note})
            for row in explained
        ],
        until=clocks.correct_by(page.reading.case, page.reading.now),
        round=page.reading.case.returns + 1,
        unjudged=page.unjudged,
        without_reason=[row for row in page.unmet if row not in explained],
        raised_late=[row for row in explained if row.seen_before],
    )


def other_agencies(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """Code and name of every other agency; suspended ones say so and are refused by the rules."""
    on = clock.day(now)
    return [
        (
            row.code,
            row.name
            if row.is_open_on(on)
            else words.text("agency.fields.closed_agency", name=row.name),
        )
        for row in organisations.existing_agencies(on)
        if row.pk != actor.agency_id
    ]
