"""Continuing education: which hours are asked for, in which days, and which count (R7)."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from anzhu.rules import parameters
from anzhu.rules.calendar import ONE_DAY, add_years
from anzhu.rules.deadlines import is_overdue
from anzhu.rules.facts import Kind
from anzhu.rules.filing import EducationRecord, Filing, Source
from anzhu.rules.objections import Objection, objection

NONE = Decimal(0)
_HALF_HOURS = Decimal("0.5")


@dataclass(frozen=True)
class Education:
    """Hours required and counted, with the days in which they had to be completed.

    Without a requirement there is no window. ``records`` are the ones that counted.
    """

    required: Decimal = NONE
    counted: Decimal = NONE
    start: date | None = None
    until: date | None = None
    records: tuple[EducationRecord, ...] = ()

    @property
    def short(self) -> Decimal:
        """Hours still missing."""
        return max(NONE, self.required - self.counted)

    @property
    def own_entries(self) -> tuple[EducationRecord, ...]:
        """Counted records that the person entered; the reviewer must accept each (R7)."""
        return tuple(record for record in self.records if record.source is Source.SELF)


@dataclass(frozen=True)
class FiledCourse:
    """A course that a training institution has filed (备案), and in which days it may be taught.

    ``hours`` are the most that one completion is worth; without ``valid_until`` it has no end yet.
    """

    name: str
    hours: Decimal
    valid_from: date
    valid_until: date | None = None

    def is_valid_on(self, on: date) -> bool:
        """May it be completed on this day?"""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


NOTHING_REQUIRED = Education()
#: Where the notice asks for hours; the other kinds need none.
_CLAUSE = MappingProxyType(
    {
        Kind.INITIAL: "4.1.4",
        Kind.RENEWAL: "4.2.4",
        Kind.CHANGE: "4.3.4",
        Kind.RE_REGISTRATION: "4.4",
    }
)
_FREE = frozenset({Kind.REISSUE, Kind.CANCELLATION, Kind.OTHER_MATTERS})


def education_for(kind: Kind, filing: Filing) -> Education | None:
    """What this filing needs and has; None where the window cannot be known."""
    if kind in _FREE:
        return NOTHING_REQUIRED
    if kind is Kind.INITIAL and not is_overdue(filing.qualification.obtained, filing.on):
        return NOTHING_REQUIRED
    if kind in (Kind.INITIAL, Kind.RE_REGISTRATION):
        return _counted(filing, _recent_years(filing.on))
    if filing.registration is None:
        return None
    if kind is Kind.CHANGE and not filing.change.renew:
        return NOTHING_REQUIRED
    return _counted(filing, _start_of_period(filing))


def counting(
    records: Iterable[EducationRecord], start: date, until: date
) -> tuple[EducationRecord, ...]:
    """The records completed in these days; a course of one day counts once, the first listed."""
    seen: set[tuple[str, str, date]] = set()
    found = []
    for record in records:
        same = (record.provider, record.course, record.completed)
        if same in seen:
            continue
        seen.add(same)
        if not record.used and start <= record.completed <= until:
            found.append(record)
    return tuple(found)


class Standing(StrEnum):
    """Whether a record counts, and if not, why."""

    COUNTS = "counts"
    OUTSIDE = "outside"
    USED = "used"
    TWICE = "twice"


def standings(
    records: Iterable[EducationRecord], education: Education
) -> Iterator[tuple[EducationRecord, Standing]]:
    """Every record with its standing in the window of an assessment, in the order given.

    Without a window nothing lies outside of it.
    """
    counted = set(education.records)
    seen: set[tuple[str, str, date]] = set()
    for record in records:
        same = (record.provider, record.course, record.completed)
        if same in seen:
            yield record, Standing.TWICE
        elif record.used:
            yield record, Standing.USED
        elif education.start is None or record in counted:
            yield record, Standing.COUNTS
        else:
            yield record, Standing.OUTSIDE
        seen.add(same)


def used_up(education: Education) -> tuple[EducationRecord, ...]:
    """The counted records that a grant uses: the earliest ones, until the hours are reached."""
    found: list[EducationRecord] = []
    have = NONE
    for record in sorted(education.records, key=lambda one: one.completed):
        if have >= education.required:
            break
        found.append(record)
        have += record.hours
    return tuple(found)


def tidy(text: str) -> str:
    """One spelling of a provider or a course: compatible forms, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def objections_to_education(kind: Kind, education: Education) -> Iterator[Objection]:
    """Hours are short (4.1.4, 4.2.4, 4.3.4, 4.4)."""
    if education.counted < education.required:
        yield objection(
            "education.hours_short",
            _CLAUSE[kind],
            have=float(education.counted),
            need=float(education.required),
            short=float(education.short),
        )


def objections_to_record(record: EducationRecord, on: date) -> Iterator[Objection]:
    """Why this record cannot be entered or imported on this day."""
    if record.completed > on:
        yield objection("education.in_future", "R7", completed=record.completed)
    yield from _objections_to_hours(record.hours, on)
    if not record.provider.strip() or not record.course.strip():
        yield objection("education.incomplete", "2.5")


def _objections_to_hours(hours: Decimal, on: date) -> Iterator[Objection]:
    most = parameters.EDUCATION_HOURS.on(on)
    if not _HALF_HOURS <= hours <= most or hours != round(hours, 1):
        yield objection(
            "education.hours_out_of_range", "R7", least=float(_HALF_HOURS), most=float(most)
        )


def objections_to_filed_course(course: FiledCourse, on: date) -> Iterator[Objection]:
    """Why a course cannot stand like this in an institution's register (5-screens 2.16)."""
    yield from _objections_to_hours(course.hours, on)
    if course.valid_until is not None and course.valid_until < course.valid_from:
        yield objection("education.filed_until_before_from", "4.5", start=course.valid_from)


def objections_to_course(
    course: str, completed: date, hours: Decimal, filed: Iterable[FiledCourse]
) -> Iterator[Objection]:
    """An institution imports hours only of courses it has filed, up to the filed hours (4.5)."""
    named = [one for one in filed if one.name == course]
    then = [one for one in named if one.is_valid_on(completed)]
    if not named:
        yield objection("education.course_not_filed", "4.5", course=course)
    elif not then:
        yield objection("education.course_not_filed_then", "4.5", completed=completed)
    elif hours > max(one.hours for one in then):
        most = max(one.hours for one in then)
        yield objection("education.more_than_filed", "4.5", most=float(most))


def _counted(filing: Filing, start: date) -> Education:
    records = counting(filing.education, start, filing.on)
    return Education(
        required=parameters.EDUCATION_HOURS.on(filing.on),
        counted=sum((record.hours for record in records), NONE),
        start=start,
        until=filing.on,
        records=records,
    )


def _recent_years(on: date) -> date:
    return add_years(on, -parameters.EDUCATION_WINDOW_YEARS.on(on)) + ONE_DAY


def _start_of_period(filing: Filing) -> date:
    """The current period's first day, or the day after the renewal that brought it was filed.

    Hours that were counted for that renewal cannot be counted for the next one.
    """
    registration = filing.registration
    assert registration is not None  # noqa: S101 - asked by the only caller
    before = registration.previous_renewal_submitted
    if before is None:
        return registration.valid_from
    return max(registration.valid_from, before + ONE_DAY)
