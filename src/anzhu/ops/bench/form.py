"""The application form (G5): warm, first of a process, and with many rows.

Every value is different every time, the portrait too; what a typesetter remembers of one form is
no help with the next.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from anzhu.ops.bench.bare import KEY, another, bare, pictures, text
from anzhu.ops.bench.rounds import Act, Plan, Taken, both, interleaved
from anzhu.ops.demo import drawing
from anzhu.papers.forms import ApplicationForm, Hours, Job, application_form

if TYPE_CHECKING:
    from anzhu.ops.bench.world import Bench

_FIELDS, _ROWS, _MANY_ROWS = 20, 4, 20
# What a typesetter alone needs for the same content: two A4 pages, 20 fields, two tables with as
# many cells as ours, portrait and code.
_BARE_FORM = """
#let said = json("data.json")
#set page("a4")
#set text(font: "Noto Sans SC", size: 10pt)
#image("portrait.svg", width: 25mm)
#image("qr.svg", width: 26mm)
#table(columns: 4, ..said.fields.map(value => ([字段], value)).flatten())
#pagebreak()
#table(columns: 4, ..said.jobs)
#table(columns: 5, ..said.hours)"""


def acts(seed: int = 5) -> dict[str, Callable[[], None]]:
    """Our form and the limit, and our form with one row of work experience and with twenty."""
    chance, numbers = Random(seed), count(1)  # noqa: S311 - a drawing, not a secret
    drawn = drawing.portrait(3, woman=True)

    def ours(rows: int = _ROWS) -> None:
        number = next(numbers)
        application_form(_form(chance, number, another(drawn, number), rows), key=KEY)

    def limit() -> None:
        texts = {"fields": _FIELDS, "jobs": 4 * _ROWS, "hours": 5 * _ROWS}
        said = {name: [text(chance) for _ in range(cells)] for name, cells in texts.items()}
        bare(_BARE_FORM, said, pictures(drawn, next(numbers)))

    return {
        "ours": ours,
        "limit": limit,
        "one row": lambda: ours(1),
        "twenty rows": lambda: ours(_MANY_ROWS),
    }


def printed(seed: int) -> bytes:
    """A form of two pages with invented answers, as PDF."""
    chance = Random(seed)  # noqa: S311 - a drawing, not a secret
    return application_form(_form(chance, seed, drawing.portrait(seed, woman=True)), key=KEY)


def g5(bench: "Bench") -> dict[str, object]:
    """Warm against a warm typesetter, first of a process against that of a new one, rows."""
    plan = Plan(rounds=bench.plan.rounds, requests=5, warm_up=2)
    taken = interleaved(plan, {name: Act(act) for name, act in acts().items()})
    first = _first_of_a_process(bench.plan.rounds)
    return {
        "form": both(taken["ours"], taken["limit"], at_most=1.7),
        "first after a restart": both(first["ours"], first["limit"], at_most=1.5),
        "  without warming up": both(first["cold"], first["limit"], at_most=None),
        "20 rows against 1": both(taken["twenty rows"], taken["one row"], at_most=2),
    }


def _first_of_a_process(rounds: int) -> dict[str, Taken]:
    """What the first paper of a new process took, our process warmed up as a web server's is."""
    names = ["ours", "limit", "cold"]
    found = {name: Taken() for name in names}
    for turn in range(rounds):
        at = turn % len(names)
        for name in names[at:] + names[:at]:
            command = [sys.executable, "-m", "anzhu.ops.bench.first", name, str(turn)]
            said = subprocess.run(command, check=True, capture_output=True).stdout
            wall, processor = json.loads(said)
            found[name].wall.append(wall)
            found[name].processor.append(processor)
    return found


def _form(chance: Random, number: int, portrait: bytes, rows: int = _ROWS) -> ApplicationForm:
    fields = {
        name: text(chance)
        for name in (
            "kind", "agency", "name", "sex", "ethnicity", "id_kind", "degree", "title", "school",
            "major", "address", "qualification_category", "category", "employer", "employer_kind",
            "industry", "region", "employer_address", "contact", "department", "post",
        )
    }  # fmt: skip
    since = date(2010, 1, 1) + timedelta(days=number)
    jobs = [Job(since, None, *(text(chance) for _ in range(3))) for _ in range(rows)]
    hours = [Hours(since, text(chance), text(chance), 8, text(chance, 4)) for _ in range(_ROWS)]
    return ApplicationForm(
        ref=f"26{number:08d}",
        version=1,
        printed_on=since,
        portrait=portrait,
        born=since,
        id_number=f"{chance.randrange(10**18):018d}",
        phone=f"{chance.randrange(10**11):011d}",
        email=f"p{number}@example.org",
        postcode=f"{number:06d}",
        qualification_number=f"Q{number:08d}",
        obtained=since,
        credit_code=f"{chance.randrange(10**18):018d}",
        contact_phone=f"{chance.randrange(10**11):011d}",
        jobs=tuple(jobs),
        hours=tuple(hours),
        **fields,  # type: ignore[arg-type]
    )
