"""The qualifications that a list of registrations names, beside each other and the roster."""

from collections.abc import Mapping, Sequence

from anzhu.people import roster
from anzhu.people.roster import Entered
from anzhu.registrations.importing.judging import Judged, against, masked
from anzhu.rules.existing import Existing

_AT_ONCE = 2000
#: So much of a number is enough to find it in one's own papers.
_TAIL = 4


def judge_qualifications(judged: Sequence[Judged]) -> None:
    """Hold what contradicts against the rows; mark who comes onto the roster, and who lacks it.

    The roster is never overwritten: what it has already must be what the list says.
    """
    _beside_each_other(judged)
    on_the_roster: set[str] = set()
    for start in range(0, len(judged), _AT_ONCE):
        on_the_roster |= _beside_the_roster(judged[start : start + _AT_ONCE])
    named: set[str] = set()
    for one in judged:
        if one.row.qualification and one.index not in on_the_roster | named:
            one.qualifies = True
            named.add(one.index)
    for one in judged:
        one.lacks = one.index not in on_the_roster and one.index not in named


def entries(judged: Sequence[Judged]) -> list[Entered]:
    """The rows of the roster that a list without errors makes."""
    return [
        Entered(
            index=one.index,
            name=one.row.name,
            number=one.row.qualification,
            obtained=one.row.qualified_on,
            category=one.row.opened,
        )
        for one in judged
        if one.qualifies and one.row.qualified_on is not None
    ]


def _beside_each_other(judged: Sequence[Judged]) -> None:
    of_person: dict[str, Judged] = {}
    of_number: dict[str, Judged] = {}
    for one in judged:
        if not one.row.qualification:
            continue
        first = of_person.setdefault(one.index, one)
        if _said(first.row) != _said(one.row):
            against(one, "qualification", "qualification_differs_in_list", line=first.line)
        first = of_number.setdefault(one.row.qualification, one)
        if first.index != one.index:
            against(one, "qualification", "qualification_of_two", line=first.line)


def _said(row: Existing) -> tuple[object, ...]:
    return row.qualification, row.qualified_on, row.opened


def _beside_the_roster(part: Sequence[Judged]) -> set[str]:
    """Judge these rows; the blind indexes of whom the roster has, by ID number and name."""
    there = roster.entered({one.index for one in part})
    owners = roster.owners_of({one.row.qualification for one in part} - {""})
    found = set()
    for one in part:
        own = there.get(one.index, ())
        if one.row.qualification:
            _compare(one, own, owners)
        if any(row.name == one.row.name and not row.added for row in own):
            found.add(one.index)
    return found


def _compare(one: Judged, own: Sequence[Entered], owners: Mapping[str, str]) -> None:
    said = one.row
    same = next((row for row in own if row.number == said.qualification), None)
    full = [row for row in own if not row.added]
    if same is not None:
        _compare_row(one, same)
    elif said.qualification in owners:
        against(one, "qualification", "qualification_of_another")
    elif full:
        tail = "、".join(row.number[-_TAIL:] for row in full)
        against(one, "qualification", "other_qualification", tail=tail)


def _compare_row(one: Judged, same: Entered) -> None:
    said = one.row
    if same.name != said.name:
        known = masked(frozenset({same.name}))
        against(one, "name", "qualification_name_differs", known=known)
    if said.qualified_on is not None and same.obtained != said.qualified_on:
        against(one, "qualified_on", "qualified_on_differs", known=same.obtained)
    if said.opened and same.category and same.category != said.opened:
        against(one, "qualified_for", "qualified_for_differs", category=same.category)
