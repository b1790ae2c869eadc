"""`make bench-paper`: how well and how fast photographed forms are read, over the generated corpus.

Every page goes through the same two children as an upload: it is cleaned and its code read, then
found, straightened and compared. Half of the forms are forged: their code says one thing, some of
their rows another; of these every other one by characters that look alike. Half of the forms have
every other blank left empty and bear no seal.
"""

import argparse
import os
import platform
import resource
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import Any

from anzhu import words
from anzhu.files import sandbox
from anzhu.files.bounds import LONG_SIDE, PAGES_TRADE
from anzhu.kernel import clock
from anzhu.materials import forms as sheets
from anzhu.materials.checks import form_page
from anzhu.materials.checks.interface import About, Wanted
from anzhu.ops.bench import corpus, markers
from anzhu.ops.bench.bare import text as some_text
from anzhu.ops.demo.drawing import Filled, portrait
from anzhu.papers.forms import ApplicationForm, Hours, Job, application_form
from anzhu.papers.kept import Printed
from anzhu.rules import uploads

_ROWS = ("name", "id_number", "phone", "employer", "address", "credit_code", "school", "obtained")
#: The first form that is measured: on those before it settings were chosen.
FIRST = 60
_MOST_ROWS = 7
#: Of four forms: each filled in and stamped, or not, once as it was printed and once forged.
_FILLED = (0, 3)
_ALIKE = dict(
    zip(
        "工师册注金全技化管请理山备设测检援急救资安矿冶交运术应建培0123456789",
        "土帅朋往全金枝代官清埋出奋没侧捡缓意教贡女扩治文远木庆健陪8738168138",
        strict=True,
    )
)
_EMPLOYERS = ("山东齐鲁精细化工有限公司", "淄博恒信安全技术服务有限公司", "济南钢铁集团总公司")


@dataclass
class Tally:
    """What was found under one condition: right ones and all there were."""

    pages: int = 0
    placed: int = 0
    straight: int = 0
    planted: int = 0
    seen: int = 0
    rows: int = 0
    alarms: int = 0
    hidden: int = 0
    blanks: int = 0
    ink: int = 0
    seals: int = 0
    sealed: int = 0
    #: seconds of processor of both children
    cpu: list[float] = field(default_factory=list)
    peak: int = 0

    def add(self, other: "Tally") -> None:
        """What was found under another condition, too."""
        for name, value in vars(other).items():
            grown = max(self.peak, value) if name == "peak" else getattr(self, name) + value
            setattr(self, name, grown)


def configure(parser: argparse.ArgumentParser) -> None:
    """How many forms, under which conditions, and whether the document is written."""
    parser.add_argument("--forms", type=int, default=4, help=words.text("bench.paper.forms"))
    parser.add_argument("--condition", action="append", choices=[*corpus.CONDITIONS])
    parser.add_argument("--write", action="store_true", help=words.text("bench.paper.write"))


def run(arguments: argparse.Namespace) -> int:
    """Measure, and print the table row by row; with ``--write`` put it into the document too."""
    names = arguments.condition or list(corpus.CONDITIONS)
    said = []
    for line in _table(names, arguments.forms):
        print(line, flush=True)
        said.append(line)
    if arguments.write:
        markers.write(markers.PAPER, {"measured": "\n".join(said)})
    return 0


def measured(name: str, forms: int) -> Tally:
    """Both pages of so many forms, taken under one condition."""
    tally = Tally()
    for number in range(FIRST, FIRST + forms):
        said = some_form(number)
        forged = forgery(said, number) if number % 2 else {}
        pdf = application_form(replace(said, **forged), key=None)
        for page in (1, 2):
            _count(tally, said, _planted(said, forged, page), pdf, page, name, number)
    return tally


def some_form(number: int) -> ApplicationForm:
    """A form with made-up data; the same number gives the same form."""
    chance = Random(number)  # noqa: S311 - a drawing, not a secret
    since = date(2008, 1, 1) + timedelta(days=chance.randrange(3000))
    fields = {
        name: some_text(chance)
        for name in (
            "agency", "sex", "ethnicity", "id_kind", "degree", "title", "school", "major",
            "address", "qualification_category", "category", "employer_kind", "industry", "region",
            "employer_address", "contact", "department", "post",
        )
    }  # fmt: skip
    rows = number % _MOST_ROWS
    jobs = [Job(since, None, *(some_text(chance) for _ in range(3))) for _ in range(2 + rows)]
    hours = [Hours(since, some_text(chance), some_text(chance), 8, "机构") for _ in range(rows)]
    return ApplicationForm(
        ref=f"26{number:08d}",
        version=1 + number,
        printed_on=clock.today(),
        kind="初始注册",
        portrait=portrait(number % 8),
        name=some_text(chance, 3),
        born=since - timedelta(days=9000),
        id_number=f"{chance.randrange(10**17, 10**18)}",
        phone=f"13{chance.randrange(10**9):09d}",
        email=f"p{chance.randrange(10**6)}@example.org",
        postcode=f"{chance.randrange(10**5, 10**6)}",
        qualification_number=f"2022{chance.randrange(10**14):014d}",
        obtained=since,
        employer=_EMPLOYERS[number % len(_EMPLOYERS)],
        credit_code=f"91{chance.randrange(10**16):016d}",
        contact_phone=f"0531-{chance.randrange(10**8):08d}",
        jobs=tuple(jobs),
        hours=tuple(hours),
        **fields,  # type: ignore[arg-type]
    )


def forgery(said: ApplicationForm, number: int) -> dict[str, Any]:
    """What a forged form says instead: one other character in some rows, one other job.

    Of every other forged form it is a character that looks alike.
    """
    chance = Random(100 + number)  # noqa: S311 - a drawing, not a secret
    alike = number % 4 == 1
    forged: dict[str, Any] = {}
    for row in chance.sample(_ROWS, 3):
        was = getattr(said, row)
        forged[row] = (
            was + timedelta(days=1) if isinstance(was, date) else _other(was, chance, alike=alike)
        )
    first = said.jobs[0]
    other = _other(first.employer, chance, alike=alike)
    forged["jobs"] = (replace(first, employer=other), *said.jobs[1:])
    return forged


def _other(text: str, chance: Random, *, alike: bool) -> str:
    """The same text with one other character, which may look much like the one that was there."""
    known = [place for place, old in enumerate(text) if old in _ALIKE] if alike else []
    at = chance.choice(known or range(len(text)))
    old = text[at]
    if known:
        return text[:at] + _ALIKE[old] + text[at + 1 :]
    others = "0123456789" if old.isdigit() else some_text(chance, 9)
    new = next(one for one in chance.sample(others, len(others)) if one != old)
    return text[:at] + new + text[at + 1 :]


def _planted(said: ApplicationForm, forged: Mapping[str, Any], page: int) -> set[str]:
    if page == 2:
        return {"jobs.1"} if "jobs" in forged else set()
    return {row for row in forged if row != "jobs" and getattr(said, row) != forged[row]}


def _count(
    tally: Tally,
    said: ApplicationForm,
    planted: set[str],
    pdf: bytes,
    page: int,
    name: str,
    number: int,
) -> None:
    day = date(2026, 11, 20)
    empty = frozenset(blank for index, blank in enumerate(corpus.WRITTEN[page]) if index % 2)
    by = corpus.Filling(
        Filled("林晓岚", said.employer, day, since=day, until=day.replace(year=2029)),
        stamped=number % 4 in _FILLED,
        without=frozenset() if number % 4 in _FILLED else empty,
    )
    sample = corpus.taken(pdf, page, by, name, seed=number)
    read = _read(sample.content, said, page)
    tally.cpu.append(read["cpu"])
    tally.pages += 1
    tally.peak = max(tally.peak, read["peak_kib"])
    if not read.get("placed"):
        return
    tally.placed += 1
    tally.straight += read.get("by") in ("marks", "three_marks")
    differing = set(read.get("differing", ()))
    rows, hidden = set(read.get("rows", ())), set(read.get("hidden", ()))
    tally.hidden += len(hidden)
    tally.planted += len(planted - hidden)
    tally.seen += len(planted & differing)
    tally.rows += len(rows - planted - hidden)
    tally.alarms += len(differing - planted)
    for blank, ink in sample.ink.items():
        tally.blanks += 1
        tally.ink += read.get("ink", {}).get(blank) is ink
    if page == 2:
        tally.seals += 1
        tally.sealed += bool(read.get("seal")) is sample.stamped


def _read(content: bytes, said: ApplicationForm, page: int) -> dict[str, Any]:
    """What the two children say; empty where the code was not read or named another page."""
    on = clock.today()
    limits = {"pixels": uploads.MAX_PIXELS.on(on), "pages": 1, "long_side": LONG_SIDE}
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.flush()
        with sandbox.run(PAGES_TRADE, source, limits) as cleaned:
            (seen,) = cleaned.done["pages"]
            full, peak, cpu = cleaned.read("page-1-full.jpg"), cleaned.peak_kib, cleaned.cpu
    code = sheets.form_code(one["text"] for one in seen["codes"])
    if code is None or (code.ref, code.page, code.version) != (said.ref, page, said.version):
        return {"peak_kib": peak, "cpu": cpu}
    about = About(material="application_form", on=on, form_page=page, form_version=code.version)
    asked = form_page.ask(about, Wanted(printed=lambda _version: Printed(said, "")))
    with tempfile.TemporaryFile() as source:
        source.write(full)
        source.flush()
        trade = form_page.CHECK.trade
        with sandbox.run(trade, source, {**limits, **asked}, form_page.CHECK.bounds) as outcome:
            peak = max(peak, outcome.peak_kib)
            cost = {"peak_kib": peak, "cpu": cpu + outcome.cpu}
            return {**outcome.done, **cost, "placed": True}


def _spent() -> float:
    """Seconds of processor of all children so far, and of the stems that they were forked from."""
    sandbox.end_all()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _table(names: Sequence[str], forms: int) -> Iterator[str]:
    """A row as soon as its condition is measured; all of them together, and how, at the end."""
    yield words.text("bench.paper.head")
    yield "|" + "---|" * 10
    total, before = Tally(), _spent()
    for name in names:
        tally = measured(name, forms)
        total.add(tally)
        yield _line(words.text(f"bench.paper.condition.{name}"), tally)
    yield _line(words.text("bench.paper.all"), total)
    yield ""
    yield words.text(
        "bench.paper.about",
        pages=total.pages,
        day=clock.today().isoformat(),
        python=platform.python_version(),
        load=f"{os.getloadavg()[0]:.1f}",
        stems=f"{(_spent() - before - sum(total.cpu)) / total.pages:.3f}",
    )


def _line(name: str, tally: Tally) -> str:
    cells = (
        name,
        f"{tally.placed}/{tally.pages}",
        f"{tally.straight}/{tally.placed}",
        f"{tally.seen}/{tally.planted}",
        f"{tally.alarms}/{tally.rows}",
        f"{tally.hidden}/{tally.hidden + tally.planted + tally.rows}",
        f"{tally.ink}/{tally.blanks}",
        f"{tally.sealed}/{tally.seals}",
        f"{median(tally.cpu):.2f}",
        f"{tally.peak // 1024}",
    )
    return "| " + " | ".join(cells) + " |"
