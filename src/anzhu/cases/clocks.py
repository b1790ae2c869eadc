"""The statutory clocks of applications, beside the steps that set them (R12)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Count

from anzhu.cases.models import Case, Revision
from anzhu.cases.rule_sets import by_its_rules
from anzhu.kernel import clock
from anzhu.law import queries as law
from anzhu.rules import deadlines
from anzhu.rules.facts import Kind, Status

#: Where a clock of an authority runs; an applicant's own runs in calendar days.
IN_WORKING_DAYS = (
    Status.FIRST_REVIEW,
    Status.PASSED,
    Status.FINAL_REVIEW,
    Status.APPROVAL,
    Status.APPROVED,
)


@by_its_rules
def promised(case: Case, revision: Revision) -> Sequence[tuple[str, date]]:
    """What the receipt of a submission says: which clock (``clocks.name``), until when.

    By the calendar as it was known on that day: a receipt does not change afterwards.
    """
    received = clock.day(revision.submitted_at)
    calendar = law.calendar_at(revision.submitted_at)
    if case.kind == Kind.OTHER_MATTERS:
        return [("answer_by", deadlines.final_review_by(received, calendar).day)]
    return [
        ("accept_by", deadlines.accept_by(received, calendar).day),
        ("first_review_by", deadlines.first_review_by(received, calendar).day),
    ]


@by_its_rules
def correct_by(case: Case, now: datetime) -> date:
    """The last day for the correction if the case were returned now."""
    return deadlines.correct_by(clock.day(now), law.calendar())


def crossing_unknown_years(now: datetime) -> Mapping[int, int]:
    """By year whose holidays are not known: how many running clocks reach it (``Due.certain``)."""
    today, calendar = clock.day(now), law.calendar()
    rows = Case.objects.filter(status__in=IN_WORKING_DAYS, due_on__gte=today)
    found: Counter[int] = Counter()
    for until, count in rows.values_list("due_on__year").annotate(Count("pk")).order_by():
        for year in range(today.year, until + 1):
            if year not in calendar.years:
                found[year] += count
    return dict(sorted(found.items()))
