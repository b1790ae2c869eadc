"""What an application of one of the later kinds is about: from what to what (R3 to R6).

Read from the registrations themselves, in two queries for any number of applications.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.fields.json import KeyTransform

from anzhu import words
from anzhu.cases.facts import change_of
from anzhu.cases.models import Case, Revision
from anzhu.registrations.models import Registration
from anzhu.rules import grants
from anzhu.rules.deadlines import Period
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change

#: Kinds that say something about a registration that was there before.
LATER = frozenset({Kind.RENEWAL, Kind.CHANGE, Kind.RE_REGISTRATION})


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What one application is about. ``asks`` are the parts of a change, by code.

    Of pairs the first is what was registered before, the second what is asked for or was granted;
    equal ones stay as they are. ``period`` is None as long as it depends on the day of approval.
    """

    kind: Kind
    number: str
    asks: tuple[str, ...]
    employer: tuple[str, str]
    category: tuple[str, str]
    until: date
    period: Period | None
    granted: bool


def matters_of(cases: Sequence[Case]) -> dict[int, Matter]:
    """By application; of initial registrations, short tracks and strangers there is none."""
    later = [case for case in cases if case.kind in LATER]
    held: dict[int, list[Registration]] = defaultdict(list)
    people = {case.person_id for case in later}
    for row in Registration.objects.filter(person_id__in=people).order_by("id"):
        held[row.person_id].append(row)
    changes = _changes([case for case in later if case.kind == Kind.CHANGE])
    found = {}
    for case in later:
        matter = _matter(case, held[case.person_id], changes.get(case.pk, Change()))
        if matter is not None:
            found[case.pk] = matter
    return found


def lines(matter: Matter) -> list[tuple[str, str]]:
    """The matter in words: what it concerns, and what becomes of it."""
    found = [(_word("number"), words.text("matters.number", number=matter.number))]
    if matter.asks:
        parts = "、".join(words.text(f"matters.ask.{code}") for code in matter.asks)
        found.append((_word("asks"), parts))
    for name, (old, new) in (
        ("employer", matter.employer),
        ("category", (_category(matter.category[0]), _category(matter.category[1]))),
    ):
        if old != new:
            found.append((_word(name), words.text("matters.from_to", old=old, new=new)))
    return [*found, (_word("validity"), _validity(matter))]


def summary(matter: Matter) -> str:
    """The same in one line, for lists."""
    said = [f"{name}：{text}" for name, text in lines(matter)]
    return words.text("matters.joined").join(said)


def frozen(matter: Matter) -> dict[str, str]:
    """The matter as a list keeps it: codes, names and days, whatever words are used for them."""
    start, until = (matter.period.start, matter.period.until) if matter.period else ("", "")
    return {
        "number": matter.number,
        "asks": " ".join(matter.asks),
        "employer_before": matter.employer[0],
        "employer_after": matter.employer[1],
        "category_before": matter.category[0],
        "category_after": matter.category[1],
        "until": str(matter.until),
        "period_start": str(start),
        "period_until": str(until),
    }


def thawed(kind: str, row: Mapping[str, str]) -> Matter | None:
    """What ``frozen`` kept in a row of a list; None where the row says nothing of the sort."""
    if "until" not in row:
        return None
    start, until = row["period_start"], row["period_until"]
    return Matter(
        kind=Kind(kind),
        number=row["number"],
        asks=tuple(row["asks"].split()),
        employer=(row["employer_before"], row["employer_after"]),
        category=(row["category_before"], row["category_after"]),
        until=date.fromisoformat(row["until"]),
        period=Period(date.fromisoformat(start), date.fromisoformat(until)) if start else None,
        granted=False,
    )


def _matter(case: Case, rows: Sequence[Registration], change: Change) -> Matter | None:
    """Against the latest registration, or, once it was granted, against the one before it."""
    new = next((row for row in rows if row.case_ref == case.ref), None)
    before = [row for row in rows if new is None or row.pk < new.pk]
    if not before:
        return None
    old, kind = before[-1], Kind(case.kind)
    another = kind is Kind.RE_REGISTRATION or change.employer or change.renamed
    afresh = kind is Kind.RE_REGISTRATION or change.category is not None
    return Matter(
        kind=kind,
        number=old.number,
        asks=_asks(change),
        employer=(
            old.employer_name,
            new.employer_name if new else case.employer_name if another else old.employer_name,
        ),
        category=(old.category, new.category if new else case.category if afresh else old.category),
        until=old.valid_until,
        period=Period(new.valid_from, new.valid_until) if new else _period(kind, old, change),
        granted=new is not None,
    )


def _period(kind: Kind, old: Registration, change: Change) -> Period | None:
    if kind in grants.FROM_THE_APPROVAL:
        return None
    held = Period(old.valid_from, old.valid_until)
    return grants.period_of(kind, held, change, old.valid_until)


def _asks(change: Change) -> tuple[str, ...]:
    asked = {
        "employer": change.employer,
        "renamed": change.renamed,
        "category": change.category is not None,
        "renew": change.renew,
    }
    return tuple(code for code, yes in asked.items() if yes)


def _changes(cases: Sequence[Case]) -> Mapping[int, Change]:
    """What each of these changes asked for when it was last submitted."""
    category = {case.pk: case.category for case in cases}
    rows = (
        Revision.objects.filter(case__in=cases)
        .order_by("case_id", "-number")
        .distinct("case_id")
        .values_list("case_id", KeyTransform("change", "answers"))
    )
    return {
        case: change_of({"change": said or {}, "category": {"category": category[case]}})
        for case, said in rows
    }


def _validity(matter: Matter) -> str:
    period = matter.period
    if period is None:
        return words.text("matters.from_approval", until=matter.until)
    if period.until == matter.until:
        return words.text("matters.kept", until=matter.until)
    return words.text(
        "matters.next", until=matter.until, start=period.start, new_until=period.until
    )


def _category(code: str) -> str:
    key = f"categories.{code}"
    return words.text(key) if words.exists(key) else code


def _word(name: str) -> str:
    return words.text(f"matters.name.{name}")
