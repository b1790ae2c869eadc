"""The law as pages a lawyer can read: numbers, days and materials, worked out by the rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any

from anzhu.rules import deadlines, history, parameters, photos, readability, statement, uploads
from anzhu.rules.calendar import ONE_DAY, add_months, add_years, state_council
from anzhu.rules.categories import Category
from anzhu.rules.dated import Dated
from anzhu.rules.facts import Kind
from anzhu.rules.filing import (
    Change,
    EducationRecord,
    Employment,
    EmploymentStatus,
    Filing,
    Qualification,
    Registration,
    Source,
)
from anzhu.rules.markdown import Say, listed, page, section, table
from anzhu.rules.materials import Material, Need, Needs, materials_for

MODULES: tuple[ModuleType, ...] = (
    parameters,
    history,
    photos,
    readability,
    statement,
    uploads,
)

_SAMPLE = Filing(
    on=date(2026, 6, 1),
    born=date(1985, 6, 15),
    qualification=Qualification(obtained=date(2020, 10, 28), category=Category.CHEMICAL),
    registration=Registration(
        category="chemical", valid_from=date(2022, 1, 10), valid_until=date(2027, 1, 9)
    ),
    education=(
        EducationRecord(
            provider="p",
            course="c",
            completed=date(2025, 1, 1),
            hours=Decimal(8),
            source=Source.SELF,
        ),
    ),
)
#: The columns of R9 for a change, by the name of what is asked for.
_CHANGES = (
    ("employer", Change(employer=True)),
    ("renamed", Change(renamed=True)),
    ("category", Change(category=Category.MINE)),
    ("employer_renewing", Change(employer=True, renew=True)),
)
# Days worth working out: month ends, leap days, and the day on which the scheme began.
_OBTAINED = ("2018-10-28", "2019-02-28", "2019-03-01", "2019-03-02", "2020-02-29", "2024-02-29")
_APPROVED = ("2020-06-15", "2023-03-01", "2024-02-29", "2024-03-01")
_LAST_DAYS = ("2026-05-31", "2026-12-31", "2027-02-28", "2028-02-29")
_BIRTHDAYS = ("1956-02-29", "1956-06-01", "1957-03-01")
_BANS = (("2024-02-29", 3), ("2021-06-01", 5))
_RECEIVED = ("2026-02-10", "2026-04-30", "2026-09-28")


def materials_page(say: Say) -> str:
    """Material by kind, then why each is asked for and where that stands."""
    columns = {say(f"law.columns.{name}"): needs for name, needs in _columns()}
    rows = [
        (say(f"materials.{material}.name"), *marks)
        for material in Material
        if any(marks := [_mark(material, usual, former) for usual, former in columns.values()])
    ]
    reasons = [
        (say(f"materials.{need.material}.name"), clause(say, need.clause), _says(say, need.clause))
        for need in _each_need()
    ]
    return page(
        say("law.title.materials"),
        say("law.about.materials"),
        "",
        table((say("law.head.material"), *columns), rows),
        section(
            say("law.section.why"),
            table([say(f"law.head.{one}") for one in ("material", "clause", "says")], reasons),
        ),
    )


def parameters_page(say: Say) -> str:
    """Every dated value: what holds from which day, the clause it stands in, and its source."""
    rows = [
        (
            say(f"law.parameter.{name}"),
            valued(say, held, value),
            _zh(start),
            held.clause.number,
            held.clause.source,
            f"`{name}`",
        )
        for name, held in dated_values()
        for start, value in held.history()
    ]
    head = ("name", "value", "from", "number", "source", "code")
    return page(
        say("law.title.parameters"),
        say("law.about.parameters"),
        "",
        table([say(f"law.head.{one}") for one in head], rows),
    )


def deadlines_page(say: Say) -> str:
    """Every day the law counts, as a sentence with its numbers and as a table of worked days."""
    parts = (
        ("initial", "obtained last overdue", _initial()),
        ("validity", "approved until renewed", _validity()),
        ("renewal", "valid_until opens advised closes again", _renewal()),
        ("change", "", ()),
        ("education", "filing hours window clause", _education(say)),
        ("person", "born last_day", _ages()),
        ("restriction", "ban ban_until", _bans(say)),
        ("clocks", "received accept_by first_review final_review issue", _clocks()),
        ("correction", "returned correct_by reminded", _corrections()),
        ("remedies", "served reconsideration lawsuit", _remedies()),
    )
    return page(
        say("law.title.deadlines"),
        say("law.about.deadlines"),
        "",
        *(_chapter(say, name, head, rows) for name, head, rows in parts),
    )


def clause(say: Say, number: str) -> str:
    """The clause as a page cites it."""
    return say(f"clauses.{number}.place")


def dated_values() -> Iterator[tuple[str, Dated[object]]]:
    """Each dated value once, under the name of the module that holds it."""
    seen: set[int] = set()
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Dated) and id(value) not in seen:
                seen.add(id(value))
                yield name, value


# --- days -------------------------------------------------------------------------------------


def _chapter(say: Say, name: str, head: str, rows: Iterable[tuple[str, ...]]) -> str:
    text = say(f"law.rule.{name}", **_numbers())
    worked = [table([say(f"law.head.{one}") for one in head.split()], rows)] if head else []
    return section(say(f"law.section.{name}"), text, "", *worked)


def _numbers() -> dict[str, object]:
    """The newest of each number, for the sentences."""
    found: dict[str, object] = {"scheme_start": parameters.SCHEME_START}
    for name, held in dated_values():
        value = held.history()[-1][1]
        if isinstance(value, Decimal):
            value = float(value)
        found[name.lower()] = listed(value) if isinstance(value, tuple) else value
    return found


def _initial() -> Iterator[tuple[str, ...]]:
    for obtained in map(date.fromisoformat, _OBTAINED):
        last = deadlines.initial_last_day(obtained, obtained)
        yield _zh(obtained), _zh(last), _zh(last + ONE_DAY)


def _validity() -> Iterator[tuple[str, ...]]:
    for approved in map(date.fromisoformat, _APPROVED):
        until = deadlines.validity_from(approved).until
        again = deadlines.renewed(until)
        yield _zh(approved), _zh(until), _span(again.start, again.until)


def _renewal() -> Iterator[tuple[str, ...]]:
    for until in map(date.fromisoformat, _LAST_DAYS):
        window = deadlines.renewal_window(until, until)
        days = (until, window.opens, window.advised_from, window.closes, until + ONE_DAY)
        yield tuple(map(_zh, days))


def _education(say: Say) -> Iterator[tuple[str, ...]]:
    hours = f"{float(parameters.EDUCATION_HOURS.history()[-1][1]):g}"
    for name, asked, number in (
        ("none", "0", "R7"),
        ("overdue", hours, "4.1.4"),
        ("renewal", hours, "4.2.4"),
        ("change_renewing", hours, "4.3.4"),
        ("re_registration", hours, "4.4"),
    ):
        window = say(f"law.hours.{name}.window", **_numbers())
        yield say(f"law.hours.{name}.filing"), asked, window, clause(say, number)


def _ages() -> Iterator[tuple[str, ...]]:
    years = parameters.AGE_LIMIT_YEARS.history()[-1][1]
    for born in map(date.fromisoformat, _BIRTHDAYS):
        yield _zh(born), _zh(add_years(born, years))


def _bans(say: Say) -> Iterator[tuple[str, ...]]:
    for start, years in _BANS:
        since = date.fromisoformat(start)
        yield say("law.ban", start=since, years=years), _zh(add_years(since, years))


def _clocks() -> Iterator[tuple[str, ...]]:
    known = state_council()
    for received in map(date.fromisoformat, _RECEIVED):
        accepted = deadlines.accept_by(received, known).day
        reviewed = deadlines.first_review_by(accepted, known).day
        approved = deadlines.final_review_by(reviewed, known).day
        issued = deadlines.issue_by(approved, known).day
        yield tuple(map(_zh, (received, accepted, reviewed, approved, issued)))


def _corrections() -> Iterator[tuple[str, ...]]:
    for returned in map(date.fromisoformat, _RECEIVED):
        last = deadlines.correct_by(returned, state_council())
        reminded = listed(map(_zh, deadlines.correction_reminders(last)))
        yield _zh(returned), _zh(last), reminded


def _remedies() -> Iterator[tuple[str, ...]]:
    days = parameters.RECONSIDERATION_DAYS.history()[-1][1]
    months = parameters.LAWSUIT_MONTHS.history()[-1][1]
    for served in map(date.fromisoformat, _RECEIVED):
        yield _zh(served), _zh(served + days * ONE_DAY), _zh(add_months(served, months))


# --- materials --------------------------------------------------------------------------------


def _columns() -> Iterator[tuple[str, tuple[Needs, Needs]]]:
    """Each column of R9 twice: with the contract in the present and in the former name."""
    for kind in Kind:
        if kind is Kind.CHANGE:
            for name, change in _CHANGES:
                yield f"change_{name}", _needs(kind, change)
        else:
            yield str(kind), _needs(kind, _CHANGES[0][1])


def _needs(kind: Kind, change: Change) -> tuple[Needs, Needs]:
    return _of_any_employee(kind, change, former=False), _of_any_employee(kind, change, former=True)


def _of_any_employee(kind: Kind, change: Change, *, former: bool) -> Needs:
    """What an enterprise's employee must hand in, and what anybody may."""
    found = [
        materials_for(
            kind,
            replace(
                _SAMPLE,
                change=change,
                employment=Employment(status=status, contract_bears_former_name=former),
            ),
        )
        for status in EmploymentStatus
    ]
    return Needs(
        (*found[0].required, *(need for needs in found[1:] for need in needs.required)),
        tuple(need for needs in found for need in needs.optional),
    )


def _each_need() -> list[Need]:
    """Every material under every clause that asks for it, in the order of R9."""
    found = {
        (need.material, need.clause): need
        for _, both in _columns()
        for needs in both
        for need in needs.all
    }
    order = list(Material)
    return sorted(found.values(), key=lambda need: (order.index(need.material), need.clause))


def _mark(material: Material, usual: Needs, former: Needs) -> str:
    if material in usual.names_required:
        return "●"
    if material in usual.names_optional:
        return "○"
    return "（●）" if material in former.names_required else ""


def _says(say: Say, number: str) -> str:
    return say(f"clauses.{number}.says")


# --- values -----------------------------------------------------------------------------------


def valued(say: Say, held: Dated[Any], value: object) -> str:
    """A value with its unit, as a lawyer reads it."""
    if is_dataclass(value):
        parts = ((one.name, getattr(value, one.name)) for one in fields(value))
        return "<br>".join(say(f"law.profile.{name}", value=part) for name, part in parts)
    if isinstance(value, Mapping):
        return "<br>".join(
            f"{say(f'kinds.{kind}')}：{say(f'kinds.sheet.{made}')}" for kind, made in value.items()
        )
    if isinstance(value, bool | str):
        return say(f"law.value.{str(value).lower()}")
    shown = _zh(value) if isinstance(value, date) else _number(value)
    return say(f"law.unit.{_slug(held.unit)}", value=shown)


def _number(value: object) -> str:
    if isinstance(value, tuple):
        return listed(value)
    return f"{float(value):g}" if isinstance(value, Decimal | float) else f"{value:,}"


def _slug(unit: str) -> str:
    return "_".join("".join(one if one.isalnum() else " " for one in unit).split())


def _span(start: date, until: date) -> str:
    return f"{_zh(start)} – {_zh(until)}"


def _zh(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
