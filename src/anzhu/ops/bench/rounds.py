"""Interleaved rounds: ours and the limit take turns, so that a busy moment hits both."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median

#: Below this a clock of processor time says nothing (milliseconds).
_LEAST = 0.001


@dataclass(frozen=True)
class Plan:
    """How long to measure: rounds, and requests in each."""

    rounds: int = 5
    requests: int = 60
    warm_up: int = 20


QUICK = Plan(rounds=3, requests=20, warm_up=5)


@dataclass(frozen=True)
class Compared:
    """Ours beside the limit, in milliseconds, and their ratio with its range."""

    ours: float
    limit: float
    ratio: float
    lowest: float
    highest: float
    at_most: float | None

    @property
    def met(self) -> bool | None:
        return None if self.at_most is None else self.highest <= self.at_most


def timed(act: Callable[[], object]) -> float:
    """How many milliseconds it takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def own_processor() -> float:
    """The processor time of this process so far."""
    return time.process_time() * 1000


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The value that so many do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@dataclass(frozen=True)
class Act:
    """Something to measure, and the clock of the processor time it takes (in milliseconds)."""

    do: Callable[[], object]
    processor: Callable[[], float] = own_processor


@dataclass
class Taken:
    """What each round of one act took: the 95th percentile, and processor time for each time."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def interleaved(plan: Plan, acts: Mapping[str, Act]) -> dict[str, Taken]:
    """Every act in every round, their order turned from round to round."""
    names = list(acts)
    for act in acts.values():
        for _ in range(plan.warm_up):
            act.do()
    found = {name: Taken() for name in names}
    for turn in range(plan.rounds):
        at = turn % len(names)
        for name in names[at:] + names[:at]:
            act, before = acts[name], acts[name].processor()
            found[name].wall.append(percentile([timed(act.do) for _ in range(plan.requests)]))
            found[name].processor.append((act.processor() - before) / plan.requests)
    return found


def both(ours: Taken, limit: Taken, *, at_most: float | None) -> dict[str, object]:
    """Compared by the clock on the wall, and by what the processor was kept busy with.

    On a machine that is busy with other things only the second says something.
    """
    return compared(ours.wall, limit.wall, at_most=at_most) | {
        "processor": compared(ours.processor, limit.processor, at_most=at_most)
    }


def compared(
    ours: Sequence[float], limit: Sequence[float], *, at_most: float | None
) -> dict[str, object]:
    """Ratio of the medians; its range is that of the extremes, as a goal must hold for it."""
    limit = [max(one, _LEAST) for one in limit]
    found = Compared(
        ours=round(median(ours), 3),
        limit=round(median(limit), 3),
        ratio=round(median(ours) / median(limit), 3),
        lowest=round(min(ours) / max(limit), 3),
        highest=round(max(ours) / min(limit), 3),
        at_most=at_most,
    )
    return asdict(found) | {"met": found.met}
