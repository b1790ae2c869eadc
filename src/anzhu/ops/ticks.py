"""Everything that happens by the clock alone, for the commands that run it by hand."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from anzhu import words
from anzhu.cases import ticking as cases
from anzhu.production import ticking as production


def tick(now: datetime) -> Counter[str]:
    """Do what is due at this moment; how often each thing was done."""
    return Counter({**cases.tick(now), **production.tick(now)})


def report(done: Mapping[str, int]) -> str:
    """The counts in words, one line."""
    return "，".join(
        words.text(f"ops.clock.done.{name}", count=count) for name, count in done.items()
    )
