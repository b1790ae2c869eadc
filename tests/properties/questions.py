"""Random questions to the rules, thick with boundaries: ``python -m tests.properties.questions 9``.

Every question is drawn around one day ``on``: the other days lie on, just before or just after
what the tables count from it. With ``--hostile`` one line in a hundred is no question at all.
"""

import argparse
import calendar
import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from tests.properties.oracle import KINDS, SEVEN, months_later, years_later

CATEGORIES = sorted(SEVEN)
FORMER = ["former_coal_mine", "former_hazardous", "former_other"]
SPECIAL = (
    date(2019, 2, 28), date(2019, 3, 1), date(2019, 3, 2), date(2024, 2, 29), date(2024, 3, 1),
    date(2024, 3, 2), date(2020, 2, 29), date(2028, 2, 29), date(2027, 2, 28), date(2025, 3, 1),
)  # fmt: skip
HOSTILE = (
    "", "   ", "{", "[]", "null", "7", '"x"', "[" * 5000, '{"a":' * 5000, "\ufeff{}", "{}\x00",
    '{"id": 1e999999999999999999999}', '{"id": 1e400}', '{"id": "\\ud800"}', '{"id": NaN}',
    '{"id": "a", "id": "b"}', '{"id": ' + "9" * 5000 + "}", '{"id": -Infinity, "on": 1}',
)  # fmt: skip
SPOILS: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, 1e308, "", "x", "2026-02-30", "9999-12-31", "0001-01-01",
    [], [None], {}, {"x": 1}, "２０２６-01-01", "2026-1-1", "\u0000", "2026-01-01T00:00",
)  # fmt: skip


class Dice(random.Random):
    """The chance behind the questions; the same seed asks the same questions."""

    def hit(self, chance: float) -> bool:
        return self.random() < chance

    def any_day(self) -> date:
        """A day of 2018 to 2034; every other one a month's end, a leap day or a special day."""
        if self.hit(0.2):
            return self.choice(SPECIAL)
        found = date(2018, 1, 1) + timedelta(days=self.randrange(6200))
        if self.hit(0.3):
            last = calendar.monthrange(found.year, found.month)[1]
            return found.replace(day=last)
        return found

    def near(self, on: date) -> date:
        """This very day, mostly, or one or two beside it."""
        return on + timedelta(days=self.choice([0, 0, 0, -1, 1, -2, 2, 3, -30, 400]))


def question(dice: Dice, name: object) -> dict[str, Any]:
    """One readable question."""
    on = dice.any_day()
    asked: dict[str, Any] = {
        "id": name,
        "on": on.isoformat(),
        "person": {"born": born(dice, on).isoformat()},
        "qualification": qualification(dice, on),
    }
    if dice.hit(0.8):
        asked["registration"] = registration(dice, on)
    held = asked.get("registration")
    optional: list[tuple[str, float, Callable[[], Any]]] = [
        ("approved_on", 0.4, lambda: approved_on(dice, on)),
        ("pending", 0.25, lambda: pending(dice, on, held)),
        ("restrictions", 0.25, lambda: [restriction(dice, on) for _ in range(dice.randrange(3))]),
        ("education", 0.8, lambda: education(dice, on, held)),
        ("change", 0.7, lambda: change(dice, held)),
        ("employment", 0.6, lambda: employment(dice)),
    ]
    for key, chance, draw in optional:
        if dice.hit(chance):
            asked[key] = draw()
        elif dice.hit(0.3):
            asked[key] = None
    return asked


def approved_on(dice: Dice, on: date) -> str:
    return dice.near(on + timedelta(days=dice.randrange(200))).isoformat()


def born(dice: Dice, on: date) -> date:
    if dice.hit(0.3):
        return dice.near(years_later(on, -70))
    return date(1945, 1, 1) + timedelta(days=dice.randrange(20_000))


def qualification(dice: Dice, on: date) -> dict[str, Any]:
    obtained = dice.near(years_later(on, -5)) if dice.hit(0.4) else dice.any_day()
    if dice.hit(0.3):
        obtained = date(2004, 9, 1) + timedelta(days=dice.randrange(5300))
    found: dict[str, Any] = {"obtained": obtained.isoformat()}
    if obtained >= date(2019, 3, 1) or dice.hit(0.1):
        found["category"] = dice.choice([*CATEGORIES, None])
    if dice.hit(0.5):
        found["extra_categories"] = dice.choice(
            [None, [], [dice.choice(CATEGORIES)], dice.sample(CATEGORIES, 2)]
        )
    return found


def registration(dice: Dice, on: date) -> dict[str, Any]:
    ends = dice.choice(
        [on, on + timedelta(days=365), months_later(on, 12), months_later(on, 3), dice.any_day()]
    )
    until = dice.near(ends)
    since = years_later(until + timedelta(days=1), -dice.choice([3, 5, 5, 5]))
    found: dict[str, Any] = {
        "valid_from": since.isoformat(),
        "valid_until": until.isoformat(),
    }
    if dice.hit(0.95):
        found["category"] = dice.choice([*CATEGORIES, *FORMER])
    if dice.hit(0.3):
        found["ended_on"] = dice.choice([dice.near(on), dice.near(until), None])
    if dice.hit(0.4):
        found["previous_renewal_submitted"] = dice.choice(
            [dice.near(since), since + timedelta(days=dice.randrange(400)), None]
        )
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in found.items()
    }


def pending(dice: Dice, on: date, held: dict[str, Any] | None) -> dict[str, str]:
    kind = dice.choice(["renewal", *KINDS[:4]])
    until = date.fromisoformat(held["valid_until"]) if held else on
    return {"kind": kind, "submitted": dice.near(dice.choice([on, until])).isoformat()}


def restriction(dice: Dice, on: date) -> dict[str, Any]:
    years = dice.choice([0, 1, 2, 3, 5, 5, 5])
    since = dice.choice([on, years_later(on, -years), years_later(on, -years), dice.any_day()])
    return {"from": dice.near(since).isoformat(), "years": years}


def education(dice: Dice, on: date, held: dict[str, Any] | None) -> list[dict[str, Any]]:
    days = [on, years_later(on, -5), on - timedelta(days=dice.randrange(1800))]
    if held:
        days.append(date.fromisoformat(held["valid_from"]))
        if held.get("previous_renewal_submitted"):
            days.append(date.fromisoformat(held["previous_renewal_submitted"]))
    return [record(dice, days) for _ in range(dice.randrange(6))]


def record(dice: Dice, days: list[date]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "completed": dice.near(dice.choice(days)).isoformat(),
        "hours": dice.choice([24.0, 24.0, 8, 16.0, 48.0, 47.9, 0.1, 0.2, 23.5, 0.5, 12.5, 48]),
    }
    if dice.hit(0.9):
        found["provider"] = dice.choice("pq")
        found["course"] = dice.choice("ab")
    if dice.hit(0.9):
        found["source"] = dice.choice(["institution", "self"])
    if dice.hit(0.7):
        found["used"] = dice.hit(0.25)
    return found


def change(dice: Dice, held: dict[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in ("employer", "renamed", "renew"):
        if dice.hit(0.8):
            found[key] = dice.hit(0.5)
    if dice.hit(0.6):
        present = (held or {}).get("category")
        wanted = [present] if present in CATEGORIES else []
        found["category"] = dice.choice([None, dice.choice(CATEGORIES), *wanted])
    return found


def employment(dice: Dice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if dice.hit(0.9):
        found["status"] = dice.choice(["enterprise", "retired", "public_institution"])
    if dice.hit(0.8):
        found["contract_bears_former_name"] = dice.hit(0.5)
    return found


def spoiled(dice: Dice, asked: dict[str, Any]) -> str:
    """A question with something wrong in it, somewhere; it may still be readable."""
    place: Any = asked
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = dice.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and dice.hit(0.7):
            place = place[key]
            continue
        if isinstance(place, dict) and dice.hit(0.3):
            place["unheard of"] = 1
        elif dice.hit(0.2):
            del place[key]
        else:
            place[key] = dice.choice(SPOILS)
        line = json.dumps(asked, ensure_ascii=False)
        return line[: dice.randrange(len(line))] if dice.hit(0.1) else line


def lines(many: int, *, seed: int, hostile: bool = False) -> Iterator[str]:
    """So many questions as they stand on a line each."""
    dice = Dice(seed)
    for number in range(many):
        asked = question(dice, f"{seed}-{number}")
        if hostile and dice.hit(0.01):
            yield dice.choice([dice.choice(HOSTILE), spoiled(dice, asked)])
        else:
            yield json.dumps(asked, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("many", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hostile", action="store_true")
    asked = parser.parse_args()
    for line in lines(asked.many, seed=asked.seed, hostile=asked.hostile):
        sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")


if __name__ == "__main__":
    main()
