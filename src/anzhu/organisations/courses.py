"""The register of the courses that training institutions have filed (备案课程)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import clock, once
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused, refuse_if
from anzhu.organisations.importing import Imported, Sorted, sort_out
from anzhu.organisations.models import Course, Institution
from anzhu.rules import education
from anzhu.rules.education import FiledCourse

_AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class CourseRow:
    """One filed course; ``code`` tells which, everything else may change."""

    institution: str
    code: str
    name: str
    hours: Decimal
    valid_from: date
    valid_until: date | None = None
    source: str

    @property
    def facts(self) -> FiledCourse:
        """What the rules look at."""
        return FiledCourse(self.name, self.hours, self.valid_from, self.valid_until)


@transaction.atomic
def file(row: CourseRow, *, key: str, actor: Actor, now: datetime) -> Course:
    """Enter a course that an institution has filed; once for each ``key``.

    Raises ``Refused`` for hours or days that cannot be, and for a code that is there already.
    """
    with once.first(key, actor=actor, action="organisations.file_course", now=now) as turn:
        if turn.answer is not None:
            return Course.objects.get(pk=turn.answer["course"])
        refuse_if(education.objections_to_filed_course(row.facts, clock.day(now)))
        try:
            with transaction.atomic():
                made = Course.objects.create(**_columns(row, _schools()))
        except IntegrityError as twice:
            raise Refused.because("education.course_code_taken", "4.5") from twice
        _record("organisations.course_filed", row, actor, now)
        turn.keep({"course": made.pk})
        return made


@transaction.atomic
def amend(row: CourseRow, *, actor: Actor, now: datetime) -> Course:
    """Let a filed course say what ``row`` says: also how one is ended. Harmless to repeat.

    Records that came in already stay as they are. Raises ``Refused`` as ``file`` does.
    """
    refuse_if(education.objections_to_filed_course(row.facts, clock.day(now)))
    found = Course.objects.select_for_update().filter(code=row.code).first()
    if found is None:
        raise NotVisible
    wanted = _columns(row, _schools())
    before = {name: getattr(found, name) for name in wanted}
    if before != wanted:
        for name, value in wanted.items():
            setattr(found, name, value)
        found.save()
        changed = {name: before[name] for name in wanted if before[name] != wanted[name]}
        _record("organisations.course_amended", row, actor, now, before=changed)
    return found


def compare(rows: Sequence[CourseRow]) -> Imported:
    """What ``take_over`` would do; writes nothing."""
    return _sorted(rows).counts


@transaction.atomic
def take_over(rows: Sequence[CourseRow], *, source: str, actor: Actor, now: datetime) -> Imported:
    """Take over a list of filed courses, whole; ``source`` is the SHA-256 of the list.

    Every ``institution`` must be the code of one: KeyError otherwise.
    """
    found = _sorted(rows)
    Course.objects.bulk_create([Course(**row) for row in found.new], batch_size=_AT_ONCE)
    columns = ["institution", "name", "hours", "valid_from", "valid_until", "source"]
    Course.objects.bulk_update(found.changed, columns, batch_size=_AT_ONCE)
    data = {**asdict(found.counts), "source": source, "by": actor.name}
    record("organisations.courses_imported", chain=HOUSE, actor=actor, now=now, data=data)
    return found.counts


def _sorted(rows: Sequence[CourseRow]) -> Sorted[Course]:
    schools = _schools()
    there = {one.code: one for one in Course.objects.order_by("pk")}
    return sort_out([_columns(row, schools) for row in rows], there, key="code")


def _schools() -> Mapping[str, int]:
    return dict(Institution.objects.values_list("code", "pk"))


def _columns(row: CourseRow, schools: Mapping[str, int]) -> dict[str, Any]:
    """As the table keeps it; KeyError for an institution that is not there."""
    said = asdict(row)
    said["institution_id"] = schools[said.pop("institution")]
    return said


def _record(
    event: str, row: CourseRow, actor: Actor, now: datetime, **data: Mapping[str, object]
) -> None:
    record(event, chain=HOUSE, actor=actor, now=now, data={**asdict(row), **data})
