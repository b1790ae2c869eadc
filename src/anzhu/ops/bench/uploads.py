"""`make bench-uploads`: every hostile class and mutated good files against the bounded child.

Each class is judged in a process of its own, so that it is known by how much whoever has files
judged grows. Prints seed, numbers, classes, failures, time, and the worst of each class.
"""

import argparse
import platform
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from anzhu.ops.bench.hostile import CLASSES, good, judge
from anzhu.ops.bench.hostile.mutations import mutations

MEMORY_KIB, CPU_SECONDS = 256 * 1024, 10.0
GROWTH_KIB = 20 * 1024
#: Mutations that one process judges before it says what the worst was.
_PORTION = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """One class: how many files, what became of them, and the worst of their children.

    ``growth_kib`` is by how much whoever started the children grew meanwhile.
    """

    name: str
    files: int
    outcomes: str
    failures: tuple[str, ...]
    peak_kib: int
    cpu: float
    growth_kib: int


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--at-once", type=int, default=2, help="children at a time")
    return parser.parse_args()


def main() -> int:
    """Judge everything, print the table; 1 if any promise was broken."""
    arguments = _asked()
    began = time.monotonic()
    with _processes(arguments.at_once) as pool:
        rows = list(pool.map(judge_class, CLASSES))
    with _processes(arguments.at_once) as pool:
        rows += _mutated(arguments, pool)
        rows.append(pool.submit(judge_honest).result())
    seconds = time.monotonic() - began
    growth = max(row.growth_kib for row in rows)
    failures = [f"{row.name}: {why}" for row in rows for why in row.failures]
    if growth > GROWTH_KIB:
        failures.append(f"whoever starts the children grew by {growth // 1024} MiB")
    _print(rows, failures, arguments, seconds, growth)
    return 1 if failures else 0


def _processes(at_once: int) -> ProcessPoolExecutor:
    """One task to a process: what is asked of it is about this class alone."""
    how = get_context("spawn")
    return ProcessPoolExecutor(at_once, mp_context=how, max_tasks_per_child=1)


def judge_class(name: str) -> Row:
    """One hostile class, in a process of its own."""
    content = CLASSES[name]()
    before = _own_kib()
    return _row(name, [judge.judged(content)], before)


def judge_portion(task: tuple[int, int]) -> list[Row]:
    """Some mutations, by the kind of file they were made of."""
    seed, count = task
    files = list(mutations(count, seed))
    before, by_kind = _own_kib(), defaultdict(list)
    for kind, content in files:
        by_kind[f"mutated {kind}"].append(judge.judged(content))
    return [_row(name, verdicts, before) for name, verdicts in by_kind.items()]


def judge_honest() -> Row:
    """Good files: all must be taken."""
    files = [make() for make in good.KINDS]
    before = _own_kib()
    verdicts = [judge.judged(content) for content in files]
    row = _row("honest files", verdicts, before)
    turned_away = [one.outcome for one in verdicts if one.outcome != judge.CLEANED]
    return replace(row, failures=(*row.failures, *turned_away))


def _mutated(arguments: argparse.Namespace, pool: ProcessPoolExecutor) -> list[Row]:
    tasks = [
        (arguments.seed + first, min(_PORTION, arguments.mutations - first))
        for first in range(0, arguments.mutations, _PORTION)
    ]
    found = list(pool.map(judge_portion, tasks))
    return [_together(f"mutated {kind.__name__}", found) for kind in good.KINDS]


def _row(name: str, verdicts: list[judge.Verdict], before: int) -> Row:
    peak = max(one.peak_kib for one in verdicts)
    cpu = max(one.cpu for one in verdicts)
    return Row(
        name=name,
        files=len(verdicts),
        outcomes=_said(Counter(one.outcome for one in verdicts)),
        failures=tuple(_failures(verdicts, peak, cpu)),
        peak_kib=peak,
        cpu=cpu,
        growth_kib=_own_kib() - before,
    )


def _said(outcomes: Counter[str]) -> str:
    return ", ".join(f"{code} {count}" for code, count in outcomes.most_common())


def _failures(verdicts: list[judge.Verdict], peak: int, cpu: float) -> Iterator[str]:
    for one in verdicts:
        if one.outcome == judge.OUR_FAULT:
            yield "the child failed for a reason of ours"
        if one.dirty:
            yield f"a clean copy has {one.dirty}"
    if peak > MEMORY_KIB:
        yield f"{peak // 1024} MiB"
    # A child is stopped at its limit; the second that the kernel may be late is not its own.
    if cpu > CPU_SECONDS + 1:
        yield f"{cpu:.1f} s"


def _together(name: str, portions: list[list[Row]]) -> Row:
    rows = [row for portion in portions for row in portion if row.name == name]
    said: Counter[str] = Counter()
    for row in rows:
        for part in row.outcomes.split(", "):
            code, _, count = part.rpartition(" ")
            said[code] += int(count)
    return Row(
        name=name,
        files=sum(row.files for row in rows),
        outcomes=_said(said),
        failures=tuple(why for row in rows for why in row.failures),
        peak_kib=max((row.peak_kib for row in rows), default=0),
        cpu=max((row.cpu for row in rows), default=0.0),
        growth_kib=max((row.growth_kib for row in rows), default=0),
    )


def _own_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _print(
    rows: list[Row],
    failures: list[str],
    arguments: argparse.Namespace,
    seconds: float,
    growth: int,
) -> None:
    print("| class | files | outcome | memory, MiB | processor, s |")
    print("|---|---:|---|---:|---:|")
    for row in rows:
        name, memory = row.name.replace("_", " "), row.peak_kib // 1024
        print(f"| {name} | {row.files} | {row.outcomes} | {memory} | {row.cpu:.1f} |")
    print()
    files = sum(row.files for row in rows)
    print(f"seed {arguments.seed}, {files} files, {len(CLASSES)} classes and mutations")
    print(f"failures {len(failures)}, {seconds:.0f} s, {platform.machine()}")
    worst = max(rows, key=lambda row: row.peak_kib)
    slowest = max(rows, key=lambda row: row.cpu)
    print(f"most memory of a child: {worst.peak_kib // 1024} MiB ({worst.name})")
    print(f"most processor time of a child: {slowest.cpu:.1f} s ({slowest.name})")
    print(f"growth of whoever starts the children: {growth // 1024} MiB")
    for why in failures:
        print(f"FAILED {why}")


if __name__ == "__main__":
    sys.exit(main())
