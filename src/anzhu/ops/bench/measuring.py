"""Stands the two servers up and goes through the goals."""

import argparse
import importlib
import os
from collections.abc import Sequence

from anzhu.ops import assets
from anzhu.ops.bench import world
from anzhu.ops.bench.goals import GOALS
from anzhu.ops.bench.rounds import Plan
from anzhu.ops.bench.served import serving
from anzhu.ops.commands import migrate


def measured(plan: Plan, size: int, goals: Sequence[str]) -> dict[str, object]:
    """What was found for each goal, on a world of this size."""
    migrate.run(argparse.Namespace(quiet=True))
    assets.collect_if_needed()
    world.lay(size)
    with serving("bench_settings") as ours, serving("lean_settings") as lean:
        bench = world.Bench(
            plan=plan,
            size=size,
            ours=ours,
            lean=lean,
            reviewer=world.signed_in(ours, world.REVIEWER),
            bare=world.signed_in_barely(lean, world.REVIEWER),
        )
        found: dict[str, object] = {"cases": size, "load": os.getloadavg()[0]}
        for goal in goals:
            module = importlib.import_module(f"anzhu.ops.bench.{GOALS[goal]}")
            found[goal] = getattr(module, goal.lower())(bench)
    return found
