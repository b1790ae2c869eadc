"""The rows of a list against what is known already: which can come in, which are there, which not.

The same question is asked by the dry run and by the commit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q

from anzhu.education.models import Record
from anzhu.education.sheet import Row, Wrong
from anzhu.kernel import secrets
from anzhu.organisations import queries as organisations
from anzhu.organisations.models import Institution
from anzhu.people import queries as people
from anzhu.rules import education
from anzhu.rules.education import FiledCourse
from anzhu.rules.filing import Source
from anzhu.rules.objections import objection

_AT_ONCE = 2000

#: Whose hours (a person's key, else the index of the number), which course, which day.
Key = tuple[int | str, str, date]


class Fate(StrEnum):
    """What becomes of a row."""

    IMPORTABLE = "importable"
    REPEATED = "repeated"
    FAULTY = "faulty"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A row and its fate; ``index`` is the blind index of its ID number."""

    row: Row
    fate: Fate
    index: str
    person_id: int | None = None
    wrong: tuple[Wrong, ...] = ()


def judge(rows: Sequence[Row], *, institution: Institution) -> list[Judged]:
    """The fate of every row, in the order of the list."""
    indexes = [secrets.blind_index(row.id_number) if row.id_number else "" for row in rows]
    known = people.known_as(indexes)
    there = _there(indexes, known, institution)
    filed = [course.facts for course in organisations.courses_of(institution)]
    seen: dict[Key, tuple[int, Decimal]] = {}
    return [
        _judged(row, index, known.get(index), there, seen, filed)
        for row, index in zip(rows, indexes, strict=True)
    ]


def _judged(
    row: Row,
    index: str,
    known: people.KnownAs | None,
    there: Mapping[Key, Decimal],
    seen: dict[Key, tuple[int, Decimal]],
    filed: Sequence[FiledCourse],
) -> Judged:
    wrong = [*row.wrong, *_wrong_name(row, known), *_wrong_course(row, filed)]
    fate = Fate.FAULTY if wrong else Fate.IMPORTABLE
    if not wrong and row.completed is not None and row.hours is not None:
        key = (_whose(index, known), row.course, row.completed)
        first = seen.setdefault(key, (row.line, row.hours))
        if first[0] != row.line:
            fate, wrong = _again(row, first[1], "education.twice_in_list", line=first[0])
        elif key in there:
            fate, wrong = _again(row, there[key], "education.already_imported")
    person = known.person_id if known else None
    return Judged(row=row, fate=fate, index=index, person_id=person, wrong=tuple(wrong))


def _again(row: Row, hours: Decimal, code: str, **params: object) -> tuple[Fate, list[Wrong]]:
    """The same course of the same day: nothing new, or a contradiction in the hours."""
    if hours == row.hours:
        return Fate.REPEATED, [Wrong("", objection(code, "R7", **params))]
    found = objection("education.other_hours", "R7", have=float(hours))
    return Fate.FAULTY, [Wrong("hours", found)]


def _wrong_name(row: Row, known: people.KnownAs | None) -> Iterator[Wrong]:
    if known is not None and row.name and row.name not in known.names:
        name = next(iter(sorted(known.names)))
        masked = name[:1] + "*" * max(1, len(name) - 1)
        yield Wrong("name", objection("education.name_differs", "4.5", known=masked))


#: In which column an objection to what was filed is shown.
_AT = {"education.course_not_filed_then": "completed", "education.more_than_filed": "hours"}


def _wrong_course(row: Row, filed: Sequence[FiledCourse]) -> Iterator[Wrong]:
    """Said of a cell that is otherwise right: one reason is enough to look at it again."""
    if row.course and row.completed is not None and row.hours is not None:
        said = {one.column for one in row.wrong}
        for found in education.objections_to_course(row.course, row.completed, row.hours, filed):
            if (column := _AT.get(found.code, "course")) not in said:
                yield Wrong(column, found)


def _whose(index: str, known: people.KnownAs | None) -> int | str:
    return (known and known.person_id) or index


def _there(
    indexes: Sequence[str], known: Mapping[str, people.KnownAs], institution: Institution
) -> dict[Key, Decimal]:
    """What the institution has imported already for these people, as it stands.

    Also under another number of the same person: one of the two was corrected.
    """
    found: dict[Key, Decimal] = {}
    wanted = sorted(set(indexes))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        persons = {known[index].person_id for index in part if index in known} - {None}
        rows = Record.objects.standing().filter(
            Q(id_index__in=part) | Q(person__in=persons),
            source=Source.INSTITUTION,
            batch__institution=institution,
        )
        found.update(
            ((person or _whose(index, known.get(index)), course, day), hours)
            for person, index, course, day, hours in rows.values_list(
                "person", "id_index", "course", "completed", "hours"
            )
        )
    return found
