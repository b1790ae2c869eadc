"""What was found, as a table for the terminal; ratios first, since machines differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from anzhu import words


def table(found: Mapping[str, Any]) -> str:
    """One line for each comparison of each size, then the growth from the smallest to the last."""
    about = "，".join(f"{name} {value}" for name, value in found["about"].items())
    lines = [about, words.text("bench.table.head")]
    for run in found["runs"]:
        lines.extend(_lines(run))
    lines.extend(_growth(found["runs"]))
    return "\n".join(lines)


def _lines(run: Mapping[str, Any]) -> Iterator[str]:
    for goal, compared in run.items():
        if not isinstance(compared, Mapping):
            continue
        beside = [f"{name} {value}" for name, value in compared.items() if not _is_ratio(value)]
        for name, value in compared.items():
            if _is_ratio(value):
                yield _line(run["cases"], goal, name, value, "，".join(beside))
                if "processor" in value:
                    label = words.text("bench.table.processor")
                    yield _line(run["cases"], goal, f"  {label}", value["processor"], "")


def _line(cases: int, goal: str, name: str, value: Mapping[str, Any], beside: str) -> str:
    at_most = value["at_most"]
    verdict = "" if at_most is None else words.text(f"bench.met.{'yes' if value['met'] else 'no'}")
    asked = "" if at_most is None else f"≤ {at_most}"
    return (
        f"{cases:>8}  {goal:<7}{name:<22}{value['ours']:>10.2f}{value['limit']:>10.2f}"
        f"{value['ratio']:>8.2f}  [{value['lowest']:.2f}–{value['highest']:.2f}]  "
        f"{asked:<7}{verdict}  {beside}"
    )


def _growth(runs: list[Mapping[str, Any]]) -> Iterator[str]:
    if len(runs) < 2:
        return
    first, last = runs[0], runs[-1]
    for goal in ("G1", "G2", "G3", "G9"):
        for name, value in last.get(goal, {}).items():
            if _is_ratio(value) and name in first.get(goal, {}):
                grown = value["ratio"] / first[goal][name]["ratio"]
                yield words.text(
                    "bench.table.growth",
                    goal=goal,
                    name=name,
                    small=first["cases"],
                    large=last["cases"],
                    ratio=f"{grown:.2f}",
                )


def _is_ratio(value: object) -> bool:
    return isinstance(value, Mapping) and "ratio" in value
