"""The tables as text for ``docs/generated``: Mermaid and Markdown, made from the data itself."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from anzhu.rules.categories import Category
from anzhu.rules.checklist import ALL_ITEMS, ALL_REFUSALS
from anzhu.rules.facts import ENDED, REGISTRATION_KINDS, SHORT_KINDS, Kind, Role, Status
from anzhu.rules.lawbook import deadlines_page, materials_page, parameters_page
from anzhu.rules.markdown import Say, listed, page, section, table
from anzhu.rules.permissions import STEP_NAMES, who_may
from anzhu.rules.production import (
    BATCH_STEPS,
    ITEM_STEPS,
    PARCEL_STEPS,
    BatchStatus,
    ItemStatus,
    ParcelStatus,
)
from anzhu.rules.workflow import STEPS_OF_KIND, TABLE


def state_diagram(say: Say, kind: Kind = Kind.INITIAL) -> str:
    """The steps of an application of this kind as a Mermaid state diagram."""
    arrows = [
        (origin, step.enters, say(f"steps.{step.name}"))
        for step in STEPS_OF_KIND[kind].values()
        if step.enters is not None
        for origin in Status
        if origin in step.leaves
    ]
    names = {str(status): say(f"statuses.{status}.staff") for status in Status}
    return _mermaid(Status.DRAFT, arrows, ENDED, names)


def item_diagram(say: Say) -> str:
    """The steps of a certificate or label as a Mermaid state diagram."""
    arrows = [
        (origin, step.enters, say(f"steps.item.{step.name}"))
        for step in ITEM_STEPS.values()
        for origin in ItemStatus
        if origin in step.leaves
    ]
    names = {str(status): say(f"statuses.item.{status}.staff") for status in ItemStatus}
    return _mermaid(ItemStatus.TO_MAKE, arrows, {ItemStatus.COLLECTED, ItemStatus.VOID}, names)


def steps_table(say: Say) -> str:
    """Every step of an application: who, from where, to where, on what terms, whom it tells."""
    rows = [
        (
            say(f"steps.{step.name}"),
            _kinds(say, step.kinds),
            _statuses(say, (status for status in Status if status in step.leaves)),
            _statuses(say, [step.enters]) if step.enters else "–",
            listed(say(f"kinds.role.{role}") for role in Role if role in step.by),
            "<br>".join(say(f"law.guard.{guard.__name__}") for guard in step.needs) or "–",
            listed(f"`{name}`" for name in step.tells) or "–",
            step.clause,
            f"`{step.name}`",
        )
        for step in TABLE
    ]
    return table(_heads(say, "step kinds from_status to_status by needs tells number code"), rows)


def _kinds(say: Say, kinds: frozenset[Kind]) -> str:
    """The kinds of a row; the four kinds of registration under one name."""
    short = [say(f"kinds.{kind}") for kind in SHORT_KINDS if kind in kinds]
    return listed([say("law.registrations"), *short] if kinds & set(REGISTRATION_KINDS) else short)


def permissions_table(say: Say) -> str:
    """Role by step: which steps an account of each role may ever take."""
    steps = [
        *((say(f"steps.{name}"), who_may(name)) for name in STEP_NAMES),
        *((say(f"steps.item.{name}"), step.by) for name, step in ITEM_STEPS.items()),
        *((say(f"steps.parcel.{name}"), step.by) for name, step in PARCEL_STEPS.items()),
        *((say(f"steps.batch.{name}"), step.by) for name, step in BATCH_STEPS.items()),
    ]
    rows = [(name, *("●" if role in by else "" for role in Role)) for name, by in steps]
    return table((say("law.head.step"), *(say(f"kinds.role.{role}") for role in Role)), rows)


def checklist_table(say: Say) -> str:
    """Every item a reviewer judges, its material, the page it opens and its reasons."""
    rows = [
        (
            say(f"checklist.{item.code}.title"),
            say(f"materials.{item.material}.name") if item.material else "–",
            say(f"kinds.page.{item.opens}"),
            "<br>".join(say(f"reasons.{reason}.label") for reason in item.reasons),
            item.clause,
            f"`{item.code}`",
        )
        for item in ALL_ITEMS
    ]
    refusals = [
        (say(f"reasons.{code}.label"), source, f"`{code}`") for code, source in ALL_REFUSALS.items()
    ]
    items = table(_heads(say, "item material opens_page reasons number code"), rows)
    return f"{items}\n{table(_heads(say, 'refusal source code'), refusals)}"


def words_table(say: Say) -> str:
    """The vocabulary: code, and what applicant, staff and public read."""
    statuses = [
        *map(str, Status),
        *(f"item.{status}" for status in ItemStatus),
        *(f"parcel.{status}" for status in ParcelStatus),
        *(f"batch.{status}" for status in BatchStatus),
    ]
    rows = [
        (*(say(f"statuses.{code}.{who}") for who in ("applicant", "staff", "public")), f"`{code}`")
        for code in statuses
    ]
    names = [
        *((say(f"kinds.{kind}"), f"`{kind}`") for kind in Kind),
        *((say(f"categories.{category}"), f"`{category}`") for category in Category),
        *((say(f"kinds.role.{role}"), f"`{role}`") for role in Role),
    ]
    spoken = table(_heads(say, "applicant staff public code"), rows)
    return f"{spoken}\n{table(_heads(say, 'words code'), names)}"


def documents(say: Say) -> Mapping[str, str]:
    """Every generated page by its file name, complete with its title."""
    items = f"```mermaid\n{item_diagram(say)}```\n"
    return MappingProxyType(
        {
            "steps.md": page(
                say("law.title.steps"),
                f"```mermaid\n{state_diagram(say)}```\n",
                *(
                    section(say(f"kinds.{kind}"), f"```mermaid\n{state_diagram(say, kind)}```\n")
                    for kind in SHORT_KINDS
                ),
                steps_table(say),
                section(say("law.section.items"), items),
            ),
            "permissions.md": page(say("law.title.permissions"), permissions_table(say)),
            "materials.md": materials_page(say),
            "deadlines.md": deadlines_page(say),
            "parameters.md": parameters_page(say),
            "checklist.md": page(say("law.title.checklist"), checklist_table(say)),
            "words.md": page(say("law.title.words"), words_table(say)),
        }
    )


def _mermaid(
    start: str,
    arrows: Iterable[tuple[str, str, str]],
    ends: Iterable[str],
    names: Mapping[str, str],
) -> str:
    lines = ["stateDiagram-v2", *(f"    {code}: {name}" for code, name in names.items())]
    lines += [f"    [*] --> {start}"]
    lines += [f"    {origin} --> {target}: {name}" for origin, target, name in arrows]
    lines += [f"    {end} --> [*]" for end in sorted(ends)]
    return "\n".join(lines) + "\n"


def _heads(say: Say, names: str) -> list[str]:
    return [say(f"law.head.{name}") for name in names.split()]


def _statuses(say: Say, codes: Iterable[object]) -> str:
    return listed(say(f"statuses.{code}.staff") for code in codes)
