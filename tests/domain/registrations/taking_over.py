"""Lists taken over in one line, and all that they could change."""

from datetime import date

from anzhu import words
from anzhu.audit.models import Entry
from anzhu.kernel import clock
from anzhu.people.models import ContactOnRecord, Person, Qualification
from anzhu.registrations.importing import comparing, reading, writing
from anzhu.registrations.models import (
    FormerNumber,
    HolderNumber,
    Import,
    Registration,
    Sheet,
)
from tests.domain.registrations.lists import OPERATOR, lines

TODAY = date(2026, 11, 23)
NOW = clock.noon(TODAY)


def take(*rows: dict[str, str]) -> writing.TakenOver:
    sheet = reading.read(lines(*rows), on=TODAY)
    return writing.take_over(sheet.rows, source="f" * 64, actor=OPERATOR, now=NOW)


def troubles(*rows: dict[str, str]) -> list[tuple[int, str, str]]:
    """Line, column and code of everything that is wrong."""
    found = comparing.compare(reading.read(lines(*rows), on=TODAY).rows)
    for _, wrong in found.troubles():
        assert words.objection(wrong.why)
    return [(line, wrong.column, wrong.why.code) for line, wrong in found.troubles()]


def as_it_is() -> tuple[object, ...]:
    """All that a refused import must leave as it was."""
    models = (
        Person, HolderNumber, FormerNumber, Registration, Sheet, ContactOnRecord, Qualification,
        Import,
    )  # fmt: skip
    rows = tuple(list(model.objects.order_by("pk").values()) for model in models)
    return (*rows, Entry.objects.count())
