"""Lists of training institutions (part of G8): 5,000 rows looked at, sent in, taken in, given back.

What it is compared with is what was promised to whoever waits: twenty seconds and five.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import cycle, islice

import xlsxwriter
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from anzhu.education import actions, queries, workbook
from anzhu.education.sheet import COLUMNS, header
from anzhu.kernel import clock
from anzhu.ops.bench import world
from anzhu.ops.bench.rounds import compared, timed
from anzhu.ops.bench.world import Bench
from anzhu.ops.demo import cast
from anzhu.rules.facts import Role

CLERK = "he@qlpx.example.org"
ROWS = 5_000
#: Promised, in milliseconds.
_DRY_RUN, _FILE_BACK = 20_000, 5_000
#: One row in so many has an error, and one the wrong name.
_WRONG, _MISNAMED = 25, 40


def g8(bench: Bench) -> dict[str, object]:
    """Each round a list of its own, half of it about people of the world; rolled back whole."""
    taken: dict[str, list[float]] = {
        "dry run": [], "file back": [], "commit": [], "taken in": [],
    }  # fmt: skip
    counts = (0, 0, 0)
    for turn in range(bench.plan.rounds):
        content = _list(turn)
        with transaction.atomic():
            counts = _round(content, f"bench {turn}", taken)
            transaction.set_rollback(True)
    return {
        "rows": ROWS,
        "importable, repeated, faulty": list(counts),
        "dry run": compared(taken["dry run"], [_DRY_RUN], at_most=1),
        "commit": compared(taken["commit"], [_DRY_RUN], at_most=None),
        "taken in": compared(taken["taken in"], [_DRY_RUN], at_most=None),
        "file back": compared(taken["file back"], [_FILE_BACK], at_most=1),
    }


def _round(content: bytes, key: str, taken: dict[str, list[float]]) -> tuple[int, int, int]:
    now, clerk = clock.now(), world.who(CLERK)
    file = SimpleUploadedFile("list.xlsx", content)
    batch = actions.upload(file, key=key, actor=clerk, now=now)

    def read_back() -> None:
        kept = queries.kept_rows(clerk, batch.number)
        rows = [
            (row.cells, str(row.fate), "".join(t.reason for t in row.told)) for row in kept.rows
        ]
        workbook.given_back(kept.titles, rows)

    acts: dict[str, Callable[[], object]] = {
        "dry run": lambda: actions.check(batch_id=batch.pk),
        "file back": read_back,
        "commit": lambda: actions.commit(batch_id=batch.pk, key=key, actor=clerk, now=now),
        "taken in": lambda: actions.take(batch_id=batch.pk),
    }
    for name, act in acts.items():
        taken[name].append(timed(act))
    found = queries.batch(clerk, batch.number)
    return found.importable, found.repeated, found.faulty


def _list(seed: int) -> bytes:
    """A workbook as an institution sends it: known people and strangers, some rows wrong."""
    accounts = get_user_model()._default_manager.filter(role=Role.APPLICANT)
    known = [
        (one.person.name, one.person.id_number)
        for one in accounts.select_related("person").order_by("pk")[: ROWS // 2]
    ]
    born = date(1980, 1, 1)
    strangers = [
        ("张学员", cast.id_number(born + timedelta(days=place), seed, woman=False))
        for place in range(ROWS - len(known))
    ]
    courses = cycle(name for name, _ in cast.FILED_COURSES)
    day = clock.today() - timedelta(days=30 + seed)
    rows = [
        _row(place, person, course, day)
        for place, (person, course) in enumerate(
            zip([*known, *strangers], islice(courses, ROWS), strict=True)
        )
    ]
    return _workbook([[header(name) for name in COLUMNS], *rows])


def _row(place: int, person: tuple[str, str], course: str, day: date) -> list[object]:
    name, number = person
    hours = 60 if place % _WRONG == 0 else 8
    return [f"{name}某" if place % _MISNAMED == 0 else name, number, course, str(day), hours]


def _workbook(rows: Sequence[Sequence[object]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return out.getvalue()
