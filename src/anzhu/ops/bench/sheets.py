"""Paper: the form (G5) and a batch of certificates (G6), against a warm typesetter alone."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

import typst

from anzhu.ops.bench.rounds import Act, Plan, both, interleaved
from anzhu.ops.bench.world import Bench
from anzhu.ops.demo import drawing
from anzhu.papers import defaults, typeset
from anzhu.papers.certificates import SHEETS_PER_DOCUMENT, Certificate, certificates
from anzhu.papers.forms import ApplicationForm, Job, application_form

_FIELDS, _SHEETS = 20, SHEETS_PER_DOCUMENT
_KEY = b"only for the bench".ljust(32, b".")
_SIGNS = "安全工程师注册申请化工矿山建筑冶金交通运输管理技术设备检测评价应急救援监督培训资格"
_BARE_FORM = """
#let said = json("data.json")
#set page("a4")
#set text(font: "Noto Sans SC", size: 10pt)
#for part in range(2) [
  #image("portrait.svg", width: 25mm)
  #table(columns: 2, ..said.fields.slice(part * 10, part * 10 + 10))
  #table(columns: 4, ..said.rows)
  #if part == 0 { pagebreak() }
]"""
_BARE_SHEET = """
#let said = json("data.json")
#set page("a4", flipped: true)
#set text(font: "Noto Sans SC", size: 12pt)
#for (place, sheet) in said.sheets.enumerate() [
  #if place > 0 { pagebreak() }
  #image("portrait.svg", width: 25mm)
  #for line in sheet [ #line \\ ]
]"""


def g5(bench: Bench) -> dict[str, object]:
    """The two-page form with every value different."""
    chance, numbers = Random(5), count(1)  # noqa: S311 - a drawing, not a secret
    portrait = drawing.portrait(3, woman=True)
    picture = {"portrait.svg": typeset.picture(portrait)}

    def ours() -> None:
        application_form(_form(chance, next(numbers), portrait), key=_KEY)

    def limit() -> None:
        fields = [_text(chance) for _ in range(_FIELDS)]
        _bare(_BARE_FORM, {"fields": fields, "rows": [_text(chance) for _ in range(32)]}, picture)

    plan = Plan(rounds=bench.plan.rounds, requests=5, warm_up=2)
    taken = interleaved(plan, {"ours": Act(ours), "limit": Act(limit)})
    return {"form": both(taken["ours"], taken["limit"], at_most=1.7)}


def g6(bench: Bench) -> dict[str, object]:
    """A hundred certificates in one document: QR codes and portraits included."""
    chance, numbers = Random(6), count(1)  # noqa: S311 - a drawing, not a secret
    portrait = drawing.portrait(5, woman=False)
    picture = {"portrait.svg": typeset.picture(portrait)}

    def ours() -> None:
        sheets = [_certificate(chance, next(numbers), portrait) for _ in range(_SHEETS)]
        certificates(sheets, key=_KEY, base_url="http://localhost")

    def limit() -> None:
        sheets = [[_text(chance) for _ in range(8)] for _ in range(_SHEETS)]
        _bare(_BARE_SHEET, {"sheets": sheets}, picture)

    plan = Plan(rounds=bench.plan.rounds, requests=1, warm_up=1)
    taken = interleaved(plan, {"ours": Act(ours), "limit": Act(limit)})
    return {
        "hundred certificates": both(taken["ours"], taken["limit"], at_most=5),
        "ms each": round(min(taken["ours"].wall) / _SHEETS, 3),
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
    job = Job(since, None, _text(chance), _text(chance), _text(chance))
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
        jobs=(job, replace(job, employer=_text(chance))),
        hours_note=_text(chance, 20),
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
