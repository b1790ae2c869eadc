"""The goals of 5-screens 3.1 and the numbers of docs/effort.md, for the tests that hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tests.keystrokes import SLOW, USUAL, Counted, minutes

DOCS = Path(__file__).parents[1] / "docs" / "effort.md"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One row of 5-screens 3.1: everything at most, but ``prefilled``, which is at least.

    ``steps`` and ``prefilled`` are 0 where the table has none; ``minutes`` are P50 and P90.
    """

    steps: int = 0
    typed: int
    prefilled: int = 0
    uploads: int
    minutes: tuple[float, float]
    clicks: int

    @property
    def share(self) -> Fraction:
        """How much of what a form says may have been typed; about forty fields in that table."""
        return Fraction(self.typed, self.typed + self.prefilled)


GOALS: Mapping[str, Goal] = MappingProxyType(
    {
        "初始": Goal(steps=9, typed=16, prefilled=24, uploads=4, minutes=(15, 30), clicks=60),
        "逾期初始": Goal(steps=9, typed=16, prefilled=24, uploads=5, minutes=(18, 35), clicks=70),
        "延续": Goal(steps=6, typed=6, prefilled=34, uploads=4, minutes=(10, 20), clicks=40),
        "变更·换单位": Goal(
            steps=7, typed=12, prefilled=28, uploads=3, minutes=(10, 20), clicks=45
        ),
        "变更·更名": Goal(steps=5, typed=4, prefilled=36, uploads=2, minutes=(6, 12), clicks=30),
        "变更·类别": Goal(steps=5, typed=4, prefilled=36, uploads=2, minutes=(6, 12), clicks=30),
        "重新": Goal(steps=8, typed=12, prefilled=28, uploads=3, minutes=(12, 25), clicks=50),
        "补正": Goal(typed=2, uploads=1, minutes=(3, 8), clicks=12),
        "补办 / 注销": Goal(typed=3, uploads=2, minutes=(4, 8), clicks=15),
        "公众核验": Goal(typed=2, uploads=0, minutes=(0.5, 1), clicks=3),
    }
)
#: The journeys that are walked in a browser, and the goal of each.
JOURNEYS: Mapping[str, str] = MappingProxyType(
    {
        "初始，第一次办理": "初始",
        "逾期初始，第一次办理": "逾期初始",
        "延续，从名单导入": "延续",
        "变更·换单位并延续，从名单导入": "变更·换单位",
        "延续一键改办变更": "变更·换单位",
        "变更·更名": "变更·更名",
        "变更·类别": "变更·类别",
        "重新，从名单导入": "重新",
        "补正一项": "补正",
        "补办": "补办 / 注销",
        "注销": "补办 / 注销",
        "公众核验": "公众核验",
    }
)
#: Typed on top of the goal: the fields of the performance statement ("+陈述 text").
STATEMENT = 5


@dataclass(frozen=True)
class Walked:
    """A journey as the document tells it; the minutes are those of the model."""

    clicks: int
    typed: int
    uploads: int
    usual: float
    slow: float


def known() -> dict[str, list[str]]:
    """The first table, by kind: what each asks of somebody the house knows."""
    return {row[0]: row[1:] for row in _tables()[0]}


def walked() -> dict[str, Walked]:
    """The second table, by journey: from home to the receipt in a browser."""
    return {
        row[0]: Walked(*(int(cell) for cell in row[1:4]), *_pair(row[4])) for row in _tables()[1]
    }


def goals_of_journeys() -> dict[str, tuple[int, int, int, float, float]]:
    """The second table, by journey: the goals it names (clicks, typed, uploads, minutes)."""
    found = {}
    for row in _tables()[1]:
        clicks, typed, uploads = (int(cell) for cell in row[5].split(","))
        found[row[0]] = (clicks, typed, uploads, *_pair(row[6]))
    return found


def hold(journey: str, counted: Counted, *, with_mouse: bool) -> None:
    """A journey keeps its goal and is as the document tells it.

    The minutes of the model are those ``with_mouse``: it has no operator for a finger on glass.
    """
    goal, told = GOALS[JOURNEYS[journey]], walked()[journey]
    besides = STATEMENT if goal is GOALS["延续"] else 0
    assert counted.clicks <= goal.clicks, (journey, counted)
    assert counted.typed <= goal.typed + besides, (journey, counted)
    assert counted.uploads <= goal.uploads, (journey, counted)
    found = (counted.clicks, counted.typed, counted.uploads)
    assert found == (told.clicks, told.typed, told.uploads), (journey, counted)
    if with_mouse:
        for hand, said in ((USUAL, told.usual), (SLOW, told.slow)):
            # Pictures differ by some kilobytes from one drawing library to another.
            found_minutes = minutes(counted, hand)
            assert abs(found_minutes - said) <= max(0.1, said / 10), (journey, found_minutes)


def _pair(cell: str) -> tuple[float, float]:
    first, second = cell.split("/")
    return float(first), float(second)


@cache
def _tables() -> list[list[list[str]]]:
    """The rows of every table, without their heads."""
    found: list[list[list[str]]] = []
    inside = False
    for line in DOCS.read_text("utf-8").splitlines():
        if line.startswith("|"):
            if not inside:
                found.append([])
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        inside = line.startswith("|")
    return [rows[2:] for rows in found]
