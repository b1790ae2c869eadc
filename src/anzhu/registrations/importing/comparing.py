"""A list beside itself and beside the register: who is known, what contradicts what."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from anzhu.audit.chain import canonical
from anzhu.kernel import secrets
from anzhu.people import queries as people
from anzhu.registrations.importing.judging import Compared, Judged, against, masked
from anzhu.registrations.importing.qualifying import judge_qualifications
from anzhu.registrations.importing.reading import Read
from anzhu.registrations.models import FormerNumber, HolderNumber, Registration, Sheet
from anzhu.rules.existing import Existing, overlap

_AT_ONCE = 2000


def compare(rows: Sequence[Read]) -> Compared:
    """Judge every row by itself, beside the others, and beside the register. Writes nothing."""
    unread = {one.line: one.wrong for one in rows if one.row is None}
    indexes = {one.line: secrets.blind_index(one.row.id_number) for one in rows if one.row}
    # A list may still have the number that was corrected here: it means the same person.
    present = people.present_indexes(indexes.values())
    judged = [
        Judged(
            one.line,
            one.row,
            present.get(indexes[one.line], indexes[one.line]),
            fingerprint(one.row),
            wrong=list(one.wrong),
        )
        for one in rows
        if one.row is not None
    ]
    _beside_each_other(judged)
    for start in range(0, len(judged), _AT_ONCE):
        _beside_the_register(judged[start : start + _AT_ONCE])
    judge_qualifications(judged)
    return Compared(judged, unread)


def fingerprint(row: Existing) -> str:
    """What a row says of a registration, as one value.

    The person, how to reach it and the qualification aside: a list may name that later.
    """
    said = [
        row.number,
        row.former_number,
        row.category,
        row.employer,
        row.uscc,
        row.valid_from,
        row.valid_until,
        row.ended_on,
        row.ended_as,
        row.serial,
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


# --- in the list -------------------------------------------------------------------------------


def _beside_each_other(judged: Sequence[Judged]) -> None:
    of_person: dict[str, list[Judged]] = defaultdict(list)
    numbers: dict[str, Judged] = {}
    serials: dict[str, Judged] = {}
    for one in judged:
        of_person[one.index].append(one)
        for number in _numbers(one.row):
            first = numbers.setdefault(number, one)
            if first.index != one.index:
                against(one, "number", "number_of_two", line=first.line)
        first = serials.setdefault(one.row.serial, one)
        if one.row.serial and (first.listed, first.index) != (one.listed, one.index):
            against(one, "serial", "serial_twice", line=first.line)
    for rows in of_person.values():
        if len(rows) > 1:
            _of_one_person(rows)


def _numbers(row: Existing) -> Iterator[str]:
    yield row.number
    if row.former_number:
        yield row.former_number


def _of_one_person(rows: Sequence[Judged]) -> None:
    seen: dict[str, Judged] = {}
    widest = rows[0]
    for one in sorted(rows, key=lambda one: (one.row.valid_from, one.line)):
        twin = seen.setdefault(one.listed, one)
        if one.row.name != rows[0].row.name:
            against(one, "name", "name_differs_in_list", line=rows[0].line)
        elif twin is not one:
            against(one, "", "twice", line=twin.line)
        elif len(seen) > 1 and overlap(widest.row, one.row):
            against(one, "valid_from", "both_in_force", line=widest.line)
        if len(seen) == 1 or one.row.stands_until > widest.row.stands_until:
            widest = one


# --- in the register ---------------------------------------------------------------------------


def _beside_the_register(part: Sequence[Judged]) -> None:
    names = people.known_as([one.index for one in part])
    asked = {number for one in part for number in _numbers(one.row)}
    taken = _owners_of(asked)
    held = _numbers_of(names)
    there = _registrations_of(names)
    serials = set(
        Sheet.objects.filter(serial__in={one.row.serial for one in part} - {""}).values_list(
            "serial", flat=True
        )
    )
    for one in part:
        known = names.get(one.index)
        if known and one.row.name not in known.names:
            against(one, "name", "name_differs", known=masked(known.names))
        if any(taken.get(number, one.index) != one.index for number in _numbers(one.row)):
            against(one, "number", "number_of_another")
        _beside_own(one, held.get(one.index), there.get(one.index, ()), serials)


def _beside_own(
    one: Judged, number: str | None, rows: Sequence[Registration], serials: set[str]
) -> None:
    if any(row.as_listed == one.listed for row in rows):
        one.same = True
        return
    if rows:
        latest = rows[-1]
        against(one, "", "known_already", number=latest.number, until=latest.valid_until)
    elif number is not None and number != one.row.number:
        against(one, "number", "other_number", number=number)
    if one.row.serial in serials:
        against(one, "serial", "serial_of_another")


def _owners_of(numbers: set[str]) -> dict[str, str]:
    """By number: the blind index of whom it belongs to."""
    found: dict[str, str] = {}
    for model in (FormerNumber, HolderNumber):
        rows = model.objects.filter(number__in=numbers)
        found.update(rows.values_list("number", "person__id_index"))
    return found


def _numbers_of(known: Mapping[str, object]) -> dict[str, str]:
    rows = HolderNumber.objects.filter(person__id_index__in=known.keys())
    return dict(rows.values_list("person__id_index", "number"))


def _registrations_of(known: Mapping[str, object]) -> dict[str, list[Registration]]:
    found: dict[str, list[Registration]] = defaultdict(list)
    rows = Registration.objects.filter(person__id_index__in=known.keys())
    for row in rows.select_related("person").order_by("pk"):
        found[row.person.id_index].append(row)
    return found
