"""Paper: the form (G5) and a batch of certificates (G6), against a warm typesetter alone."""

import json
from datetime import date, timedelta
from itertools import count
from random import Random

import typst

from anzhu.ops.bench.rounds import Act, Plan, both, interleaved
from anzhu.ops.bench.world import Bench
from anzhu.ops.demo import drawing
from anzhu.papers import codes, defaults, typeset
from anzhu.papers.certificates import SHEETS_PER_DOCUMENT, Certificate, certificates
from anzhu.papers.forms import ApplicationForm, Hours, Job, application_form

_FIELDS, _ROWS, _SHEETS = 20, 4, SHEETS_PER_DOCUMENT
_KEY = b"only for the bench".ljust(32, b".")
_SIGNS = "安全工程师注册申请化工矿山建筑冶金交通运输管理技术设备检测评价应急救援监督培训资格"
# What a typesetter alone needs for the same content: two A4 pages, 20 fields, two tables with as
# many cells as ours, portrait and code; of certificates eight texts, portrait and code.
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
_BARE_SHEET = """
#let said = json("data.json")
#set page("a4", flipped: true)
#set text(font: "Noto Sans SC", size: 12pt)
#for (place, sheet) in said.sheets.enumerate() [
  #if place > 0 { pagebreak() }
  #image("portrait" + str(place) + ".svg", width: 25mm)
  #image("qr" + str(place) + ".svg", width: 27mm)
  #for line in sheet [ #line \\ ]
]"""

_BARE_TEXTS = "\n".join(line for line in _BARE_SHEET.splitlines() if "#image" not in line)


def g5(bench: Bench) -> dict[str, object]:
    """The two-page form with every value different, the portrait too."""
    chance, numbers = Random(5), count(1)  # noqa: S311 - a drawing, not a secret
    drawn = drawing.portrait(3, woman=True)

    def ours() -> None:
        number = next(numbers)
        application_form(_form(chance, number, _another(drawn, number)), key=_KEY)

    def limit() -> None:
        number = next(numbers)
        texts = {"fields": _FIELDS, "jobs": 4 * _ROWS, "hours": 5 * _ROWS}
        said = {name: [_text(chance) for _ in range(cells)] for name, cells in texts.items()}
        _bare(_BARE_FORM, said, _pictures(drawn, number, ""))

    plan = Plan(rounds=bench.plan.rounds, requests=5, warm_up=2)
    taken = interleaved(plan, {"ours": Act(ours), "limit": Act(limit)})
    return {"form": both(taken["ours"], taken["limit"], at_most=1.7)}


def g6(bench: Bench) -> dict[str, object]:
    """A hundred certificates in one document, each with a code and a portrait of its own."""
    chance, numbers = Random(6), count(1)  # noqa: S311 - a drawing, not a secret
    drawn = drawing.portrait(5, woman=False)

    def ours() -> None:
        some = [next(numbers) for _ in range(_SHEETS)]
        sheets = [_certificate(chance, number, _another(drawn, number)) for number in some]
        certificates(sheets, key=_KEY, base_url="http://localhost")

    def limit() -> None:
        sheets = [[_text(chance) for _ in range(8)] for _ in range(_SHEETS)]
        pictures: dict[str, bytes] = {}
        for place in range(_SHEETS):
            pictures |= _pictures(drawn, next(numbers), str(place))
        _bare(_BARE_SHEET, {"sheets": sheets}, pictures)

    def texts() -> None:
        sheets = [[_text(chance) for _ in range(8)] for _ in range(_SHEETS)]
        _bare(_BARE_TEXTS, {"sheets": sheets}, {})

    plan = Plan(rounds=bench.plan.rounds, requests=1, warm_up=1)
    acts = {"ours": Act(ours), "limit": Act(limit), "texts": Act(texts)}
    taken = interleaved(plan, acts)
    return {
        "hundred certificates": both(taken["ours"], taken["limit"], at_most=5),
        "against texts alone": both(taken["ours"], taken["texts"], at_most=None),
        "ms each": round(min(taken["ours"].wall) / _SHEETS, 3),
    }


def _another(portrait: bytes, number: int) -> bytes:
    """The same picture in other bytes (a JPEG comment), so that nothing is remembered of it."""
    said = f"{number:08d}".encode()
    return portrait[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + portrait[2:]


def _pictures(portrait: bytes, number: int, place: str) -> dict[str, bytes]:
    return {
        f"portrait{place}.svg": typeset.picture(_another(portrait, number)),
        f"qr{place}.svg": codes.qr_svg(f"http://localhost/v/{number:040d}"),
    }


_COMPILER: list[typst.Compiler] = []


def _bare(template: str, said: object, pictures: dict[str, bytes]) -> None:
    if not _COMPILER:
        fonts = [str(defaults.fonts())]
        _COMPILER.append(typst.Compiler(font_paths=fonts, ignore_system_fonts=True))
    files = {"main.typ": template.encode(), "data.json": json.dumps(said).encode(), **pictures}
    _COMPILER[0].compile(input=files, format="pdf")  # type: ignore[type-var]


def _text(chance: Random, length: int = 8) -> str:
    return "".join(chance.choices(_SIGNS, k=length))


def _form(chance: Random, number: int, portrait: bytes) -> ApplicationForm:
    fields = {
        name: _text(chance)
        for name in (
            "kind", "agency", "name", "sex", "ethnicity", "id_kind", "degree", "title", "school",
            "major", "address", "qualification_category", "category", "employer", "employer_kind",
            "industry", "region", "employer_address", "contact", "department", "post",
        )
    }  # fmt: skip
    since = date(2010, 1, 1) + timedelta(days=number)
    jobs = [Job(since, None, *(_text(chance) for _ in range(3))) for _ in range(_ROWS)]
    hours = [Hours(since, _text(chance), _text(chance), 8, _text(chance, 4)) for _ in range(_ROWS)]
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


def _certificate(chance: Random, number: int, portrait: bytes) -> Certificate:
    day = date(2026, 1, 1) + timedelta(days=number % 300)
    return Certificate(
        number=f"2026{number:07d}",
        serial=f"ZS26{number:07d}0",
        name=_text(chance, 3),
        sex="女",
        id_number=f"{chance.randrange(10**18):018d}",
        category="化工安全",
        employer=_text(chance, 14),
        valid_from=day,
        valid_until=day + timedelta(days=1825),
        approved_on=day,
        portrait=portrait,
    )
