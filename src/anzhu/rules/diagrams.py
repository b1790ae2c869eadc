"""The tables as text for ``docs/generated``: Mermaid and Markdown, made from the data itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType, ModuleType

from anzhu.rules import history, parameters, photos, readability, uploads
from anzhu.rules.categories import Category
from anzhu.rules.checklist import ALL_ITEMS, REFUSALS
from anzhu.rules.dated import Dated
from anzhu.rules.facts import ENDED, Kind, Role, Status
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
from anzhu.rules.materials import Material, Needs, materials_for
from anzhu.rules.production import (
    BATCH_STEPS,
    ITEM_STEPS,
    PARCEL_STEPS,
    BatchStatus,
    ItemStatus,
    ParcelStatus,
)
from anzhu.rules.workflow import STEPS

#: How a key of the words is read; given in, because the law knows no words.
Say = Callable[[str], str]

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
_CHANGES = (
    ("employer", Change(employer=True)),
    ("renamed", Change(renamed=True)),
    ("category", Change(category=Category.MINE)),
    ("employer, renewing", Change(employer=True, renew=True)),
)
_MODULES: tuple[ModuleType, ...] = (parameters, history, photos, readability, uploads)


def state_diagram() -> str:
    """The steps of an application as a Mermaid state diagram."""
    arrows = [
        (origin, step.enters, step.name)
        for step in STEPS.values()
        if step.enters is not None
        for origin in Status
        if origin in step.leaves
    ]
    return _mermaid(Status.DRAFT, arrows, ENDED)


def item_diagram() -> str:
    """The steps of a certificate or label as a Mermaid state diagram."""
    arrows = [
        (origin, step.enters, step.name)
        for step in ITEM_STEPS.values()
        for origin in ItemStatus
        if origin in step.leaves
    ]
    return _mermaid(ItemStatus.TO_MAKE, arrows, {ItemStatus.COLLECTED, ItemStatus.VOID})


def steps_table(say: Say) -> str:
    """Every step of an application: who, from where, to where, on what terms, whom it tells."""
    rows = [
        (
            f"`{step.name}`",
            say(f"steps.{step.name}"),
            _listed(status for status in Status if status in step.leaves),
            str(step.enters or "–"),
            _listed(role for role in Role if role in step.by),
            "<br>".join(guard.__name__.replace("_", " ") for guard in step.needs) or "–",
            _listed(step.tells) or "–",
            step.clause,
        )
        for step in STEPS.values()
    ]
    head = ("step", "words", "from", "to", "by", "needs", "tells", "clause")
    return _table(head, rows)


def permissions_table() -> str:
    """Role by step: which steps an account of each role may ever take."""
    steps = [
        *((step.name, step.by) for step in STEPS.values()),
        *((f"item: {step.name}", step.by) for step in ITEM_STEPS.values()),
        *((f"parcel: {step.name}", step.by) for step in PARCEL_STEPS.values()),
        *((f"batch: {step.name}", step.by) for step in BATCH_STEPS.values()),
    ]
    rows = [(name, *("●" if role in by else "" for role in Role)) for name, by in steps]
    return _table(("step", *map(str, Role)), rows)


def materials_table(say: Say) -> str:
    """Material by kind: ● required, ○ optional, (●) only with a contract in the former name."""
    columns = dict(_columns())
    rows = [
        (f"`{material}`", say(f"materials.{material}.name"), *marks)
        for material in Material
        if any(marks := [_mark(material, usual, former) for usual, former in columns.values()])
    ]
    return _table(("material", "words", *columns), rows)


def parameters_table() -> str:
    """Every dated value: what holds from which day, and the clause it stands in."""
    rows = [
        (f"`{name}`", _valued(value), held.unit, str(start), held.clause.number, held.clause.source)
        for name, held in _dated_values()
        for start, value in held.history()
    ]
    return _table(("name", "value", "unit", "from", "clause", "source"), rows)


def checklist_table(say: Say) -> str:
    """Every item a reviewer judges, its material, the page it opens and its reasons."""
    rows = [
        (
            f"`{item.code}`",
            say(f"checklist.{item.code}.title"),
            str(item.material or "–"),
            item.opens,
            "<br>".join(say(f"reasons.{reason}.label") for reason in item.reasons),
            item.clause,
        )
        for item in ALL_ITEMS
    ]
    refusals = [
        (f"`{code}`", say(f"reasons.{code}.label"), source) for code, source in REFUSALS.items()
    ]
    items = _table(("item", "words", "material", "opens", "reasons", "clause"), rows)
    return f"{items}\n{_table(('refusal', 'words', 'source'), refusals)}"


def words_table(say: Say) -> str:
    """The vocabulary: code, and what applicant, staff and public read."""
    statuses = [
        *map(str, Status),
        *(f"item.{status}" for status in ItemStatus),
        *(f"parcel.{status}" for status in ParcelStatus),
        *(f"batch.{status}" for status in BatchStatus),
    ]
    rows = [
        (f"`{code}`", *(say(f"statuses.{code}.{who}") for who in ("applicant", "staff", "public")))
        for code in statuses
    ]
    names = [
        *((f"`{kind}`", say(f"kinds.{kind}")) for kind in Kind),
        *((f"`{category}`", say(f"categories.{category}")) for category in Category),
        *((f"`{role}`", say(f"kinds.role.{role}")) for role in Role),
    ]
    spoken = _table(("status", "applicant", "staff", "public"), rows)
    return f"{spoken}\n{_table(('code', 'words'), names)}"


def documents(say: Say) -> Mapping[str, str]:
    """Every generated page by its file name, complete with its title."""
    return MappingProxyType(
        {
            "steps.md": _page(
                "Steps",
                f"```mermaid\n{state_diagram()}```\n",
                steps_table(say),
                f"## Certificates and labels\n\n```mermaid\n{item_diagram()}```\n",
            ),
            "permissions.md": _page("Permissions", permissions_table()),
            "materials.md": _page("Materials", materials_table(say)),
            "deadlines.md": _page("Numbers of the law", parameters_table()),
            "checklist.md": _page("Checklist and reasons", checklist_table(say)),
            "words.md": _page("Words", words_table(say)),
        }
    )


def _mermaid(start: str, arrows: Iterable[tuple[str, str, str]], ends: Iterable[str]) -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {origin} --> {target}: {name}" for origin, target, name in arrows]
    lines += [f"    {end} --> [*]" for end in sorted(ends)]
    return "\n".join(lines) + "\n"


def _columns() -> Iterator[tuple[str, tuple[Needs, Needs]]]:
    """Each column of R9 twice: with the contract in the present and in the former name."""
    for kind in Kind:
        if kind is Kind.CHANGE:
            for name, change in _CHANGES:
                yield f"change: {name}", _needs(kind, change)
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
    return Needs(found[0].required, tuple(need for needs in found for need in needs.optional))


def _mark(material: Material, usual: Needs, former: Needs) -> str:
    if material in usual.names_required:
        return "●"
    if material in usual.names_optional:
        return "○"
    return "(●)" if material in former.names_required else ""


def _dated_values() -> Iterator[tuple[str, Dated[object]]]:
    """Each once, under the name of the module that holds it."""
    seen: set[int] = set()
    for module in _MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Dated) and id(value) not in seen:
                seen.add(id(value))
                yield name, value


def _valued(value: object) -> str:
    if is_dataclass(value):
        return "<br>".join(f"{one.name}: {getattr(value, one.name)}" for one in fields(value))
    if isinstance(value, Mapping):
        return "<br>".join(f"{key}: {entry}" for key, entry in value.items())
    return _listed(value) if isinstance(value, tuple) else str(value)


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _page(title: str, *parts: str) -> str:
    note = "<!-- Written by `make docs` from the tables in src/anzhu/rules; do not edit. -->"
    return "\n".join([f"# {title}", "", note, "", *parts])
