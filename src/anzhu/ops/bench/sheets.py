"""A batch of certificates (G6), against a warm typesetter alone."""

from datetime import date, timedelta
from itertools import count
from random import Random

from anzhu.ops.bench.bare import KEY, another, bare, pictures, text
from anzhu.ops.bench.rounds import Act, Plan, both, interleaved
from anzhu.ops.bench.world import Bench
from anzhu.ops.demo import drawing
from anzhu.papers.certificates import SHEETS_PER_DOCUMENT, Certificate, certificates

_SHEETS = SHEETS_PER_DOCUMENT
# What a typesetter alone needs for the same content: eight texts, portrait and code.
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


def g6(bench: Bench) -> dict[str, object]:
    """A hundred certificates in one document, each with a code and a portrait of its own."""
    chance, numbers = Random(6), count(1)  # noqa: S311 - a drawing, not a secret
    drawn = drawing.portrait(5, woman=False)

    def ours() -> None:
        some = [next(numbers) for _ in range(_SHEETS)]
        sheets = [_certificate(chance, number, another(drawn, number)) for number in some]
        certificates(sheets, key=KEY, base_url="http://localhost")

    def limit() -> None:
        sheets = [[text(chance) for _ in range(8)] for _ in range(_SHEETS)]
        needed: dict[str, bytes] = {}
        for place in range(_SHEETS):
            needed |= pictures(drawn, next(numbers), str(place))
        bare(_BARE_SHEET, {"sheets": sheets}, needed)

    def texts() -> None:
        sheets = [[text(chance) for _ in range(8)] for _ in range(_SHEETS)]
        bare(_BARE_TEXTS, {"sheets": sheets}, {})

    plan = Plan(rounds=bench.plan.rounds, requests=1, warm_up=1)
    acts = {"ours": Act(ours), "limit": Act(limit), "texts": Act(texts)}
    taken = interleaved(plan, acts)
    return {
        "hundred certificates": both(taken["ours"], taken["limit"], at_most=5),
        "against texts alone": both(taken["ours"], taken["texts"], at_most=None),
        "ms each": round(min(taken["ours"].wall) / _SHEETS, 3),
    }


def _certificate(chance: Random, number: int, portrait: bytes) -> Certificate:
    day = date(2026, 1, 1) + timedelta(days=number % 300)
    return Certificate(
        number=f"2026{number:07d}",
        serial=f"ZS26{number:07d}0",
        name=text(chance, 3),
        sex="女",
        id_number=f"{chance.randrange(10**18):018d}",
        category="化工安全",
        employer=text(chance, 14),
        valid_from=day,
        valid_until=day + timedelta(days=1825),
        approved_on=day,
        portrait=portrait,
    )
