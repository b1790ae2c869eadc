"""The lists that a system starts with: agencies, employers, institutions, courses, the roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from anzhu import words
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.ops.imports import values
from anzhu.ops.imports.reading import Rows, Table, Trouble, read
from anzhu.organisations import actions as organisations
from anzhu.organisations import courses, queries
from anzhu.organisations.importing import Imported
from anzhu.people import roster
from anzhu.rules import education

KINDS = ("agencies", "employers", "institutions", "courses", "roster")


@dataclass(frozen=True)
class Outcome:
    """What an import did or, when there are troubles or on a dry run, would do."""

    counts: Imported
    troubles: Sequence[Trouble]
    #: what else is to be known before or after it, in words
    notes: Sequence[str] = ()


def table_of(kind: str) -> Table:
    """The columns of one of the lists, in their order."""
    needing_others = {"employers": _employers, "courses": _courses}
    if kind in needing_others:
        return needing_others[kind]()
    return {"agencies": _AGENCIES, "institutions": _INSTITUTIONS, "roster": _ROSTER}[kind]


def take_over(kind: str, file: Path, *, dry_run: bool, actor: Actor, now: datetime) -> Outcome:
    """Read the file and import it whole, if nothing at all is wrong with it.

    Raises ``UnreadableList`` when it is no list of this kind.
    """
    rows = read(file, table_of(kind), on=clock.day(now))
    does = {
        "agencies": _take_agencies,
        "employers": _take_employers,
        "institutions": _take_institutions,
        "courses": _take_courses,
        "roster": _take_roster,
    }[kind]
    return does(rows, dry_run or bool(rows.troubles), actor, now)


def _take_agencies(rows: Rows, dry: bool, actor: Actor, now: datetime) -> Outcome:  # noqa: FBT001
    made = [organisations.AgencyRow(**row) for row in rows.rows]
    if dry:
        return Outcome(organisations.compare_agencies(made), rows.troubles)
    return Outcome(
        organisations.import_agencies(made, source=rows.digest, actor=actor, now=now), ()
    )


def _take_employers(rows: Rows, dry: bool, actor: Actor, now: datetime) -> Outcome:  # noqa: FBT001
    made = [organisations.EmployerRow(**row) for row in rows.rows]
    if dry:
        return Outcome(organisations.compare_employers(made), rows.troubles)
    return Outcome(
        organisations.import_employers(made, source=rows.digest, actor=actor, now=now), ()
    )


def _take_institutions(rows: Rows, dry: bool, actor: Actor, now: datetime) -> Outcome:  # noqa: FBT001
    made = [organisations.InstitutionRow(**row) for row in rows.rows]
    if dry:
        return Outcome(organisations.compare_institutions(made), rows.troubles)
    return Outcome(
        organisations.import_institutions(made, source=rows.digest, actor=actor, now=now), ()
    )


def _take_courses(rows: Rows, dry: bool, actor: Actor, now: datetime) -> Outcome:  # noqa: FBT001
    made = [courses.CourseRow(**row) for row in rows.rows]
    wrong = [
        Trouble(line, _COURSE_CODE, row.code, words.objection(found))
        for line, row in zip(rows.lines, made, strict=True)
        for found in education.objections_to_filed_course(row.facts, clock.day(now))
    ]
    if dry or wrong:
        return Outcome(courses.compare(made), [*rows.troubles, *wrong])
    return Outcome(courses.take_over(made, source=rows.digest, actor=actor, now=now), ())


def _take_roster(rows: Rows, dry: bool, actor: Actor, now: datetime) -> Outcome:  # noqa: FBT001
    made = [roster.RosterRow(**row) for row in rows.rows]
    others = roster.belonging_to_others(made)
    reason = words.text("ops.imports.wrong.other_person")
    taken = [
        Trouble(line, _ROSTER.header("number"), row.number, reason)
        for line, row in zip(rows.lines, made, strict=True)
        if row.number in others
    ]
    if dry or taken:
        mine = [row for row in made if row.number not in others]
        return Outcome(roster.compare_roster(mine), [*rows.troubles, *taken])
    return Outcome(roster.import_roster(made, source=rows.digest, actor=actor, now=now), ())


_AGENCIES = Table(
    {
        "code": values.code,
        "name": values.text(80, required=True),
        "kind": values.kind,
        "province": values.province_or_none,
        "categories": values.categories,
        "open_from": values.day,
        "open_until": values.day_or_none,
        "phone": values.text(40),
        "address": values.text(200),
        "pick_up": values.text(200),
        "by_courier": values.flag,
    },
    key="code",
)
_INSTITUTIONS = Table(
    {
        "code": values.code,
        "name": values.text(80, required=True),
        "province": values.province_or_none,
        "open_from": values.day,
        "open_until": values.day_or_none,
        "phone": values.text(40),
    },
    key="code",
    called={"open_from": "trains_from", "open_until": "trains_until"},
)
_ROSTER = Table(
    {
        "number": values.text(40, required=True),
        "name": values.text(60, required=True),
        "id_number": values.id_number,
        "obtained": values.past_day,
        "category": values.category_or_none,
        "added": values.flag,
    },
    key="number",
    called={"name": "person"},
)


def _employers() -> Table:
    known: date = clock.today()
    codes = frozenset(agency.code for agency in queries.existing_agencies(known))
    return Table(
        {
            "uscc": values.credit_code,
            "name": values.text(120, required=True),
            "sort": values.employer_kind,
            "province": values.province,
            "address": values.text(200),
            "group": values.group(codes),
            "former_name": values.text(120),
        },
        key="uscc",
    )


_COURSE_CODE = words.text("ops.imports.columns.filing")


def _courses() -> Table:
    schools = frozenset(one.code for one in queries.institutions_with_courses())
    return Table(
        {
            "code": values.code,
            "institution": values.institution(schools),
            "name": values.course,
            "hours": values.hours,
            "valid_from": values.day,
            "valid_until": values.day_or_none,
            "source": values.text(200, required=True),
        },
        key="code",
        called={"code": "filing", "name": "course"},
    )
