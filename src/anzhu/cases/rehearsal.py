"""Who would be treated differently if a draft of new numbers were published; nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from anzhu.cases import facts
from anzhu.cases.known import Known, known_of
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.errors import refuse_if
from anzhu.law import queries as law
from anzhu.registrations.models import Registration
from anzhu.rules import rehearsal
from anzhu.rules.drafts import Draft
from anzhu.rules.facts import IN_FLIGHT, Kind
from anzhu.rules.rehearsal import Difference

CHUNK = 500
Row = TypeVar("Row")
#: What a holder may ask for next.
_NEXT = (Kind.RENEWAL, Kind.CHANGE, Kind.RE_REGISTRATION)


@dataclass(frozen=True, kw_only=True)
class Affected:
    """One application, or one holder by number, and what would be otherwise.

    ``keeps`` is true of what was submitted already: it keeps its rules, and the differences are
    only what would be if it had been filed under the draft.
    """

    who: str
    kind: Kind
    status: str
    judged_on: date
    keeps: bool
    differences: Sequence[Difference]


@dataclass
class Report:
    """What was looked at, and everybody who differs."""

    drafts: int = 0
    submitted: int = 0
    holders: int = 0
    unknown: int = 0
    affected: list[Affected] = field(default_factory=list)

    @property
    def treated_differently(self) -> list[Affected]:
        """Those whom the draft would reach."""
        return [one for one in self.affected if not one.keeps]

    @property
    def keeping(self) -> list[Affected]:
        """Those who would differ, but keep the rules they were filed under."""
        return [one for one in self.affected if one.keeps]


def rehearse(draft: Draft, *, now: datetime, holders: bool = False) -> Report:
    """Judge every open application, and every holder if asked for, as it is and by the draft.

    What is not submitted yet is judged on the day the draft starts (or today, if that is later);
    what is submitted, on its filing day. Raises ``Refused`` if its name is taken.
    """
    refuse_if(law.objections_to_rehearsing(draft))
    day = max(clock.day(now), draft.starts)
    report = Report()
    for cases in _in_parts(_open_cases()):
        known = known_of([case.person for case in cases])
        for case in cases:
            _judge(case, known[case.person_id], draft, day, report)
    for rows in _in_parts(_holders() if holders else iter(())):
        known = known_of([row.person for row in rows])
        for row in rows:
            _judge_holder(row, known[row.person_id], draft, day, report)
    return report


def _in_parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """So many at a time that what is known of them is asked for at once."""
    while part := list(islice(rows, CHUNK)):
        yield part


def _open_cases() -> Iterator[Case]:
    rows = Case.objects.filter(status__in=sorted(IN_FLIGHT)).select_related("person", "dossier")
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def _judge(case: Case, known: Known, draft: Draft, day: date, report: Report) -> None:
    submitted = case.filed_on is not None
    on = case.filed_on or day
    report.submitted += submitted
    report.drafts += not submitted
    filed = facts.law_of(case, case.dossier, on, known)
    if filed is None:
        report.unknown += 1
        return
    # As if the draft had been in force on the day this one was filed.
    then = replace(draft, starts=on) if submitted else draft
    present, changed = law.beside(then, case.rule_set, on)
    kind = Kind(case.kind)
    found = rehearsal.differences(
        kind, filed, present=present, draft=changed, calendar=law.calendar()
    )
    if found:
        report.affected.append(
            Affected(
                who=case.ref,
                kind=kind,
                status=case.status,
                judged_on=on,
                keeps=submitted,
                differences=found,
            )
        )


def _holders() -> Iterator[Registration]:
    """The present registration of every holder, in force or not."""
    latest = Registration.objects.order_by("person_id", "-id").distinct("person_id")
    rows = Registration.objects.filter(pk__in=latest.values("pk")).select_related("person")
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def _judge_holder(row: Registration, known: Known, draft: Draft, day: date, report: Report) -> None:
    report.holders += 1
    filed = facts.filing_of(row.person, on=day, known=known)
    if filed is None:
        report.unknown += 1
        return
    present, changed = law.beside(draft, "", day)
    for kind in _NEXT:
        found = rehearsal.differences(kind, filed, present=present, draft=changed)
        if found:
            report.affected.append(
                Affected(
                    who=row.number,
                    kind=kind,
                    status="holder",
                    judged_on=day,
                    keeps=False,
                    differences=found,
                )
            )
