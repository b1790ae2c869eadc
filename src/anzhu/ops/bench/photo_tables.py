"""What was said of a corpus of portraits, counted and laid out as Markdown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Where nothing is expected, or nothing is said.
NOTHING = "–"


@dataclass(frozen=True)
class Seen:
    """One picture: under which condition, of a real person or a drawn one, the code that should
    be said (None: nothing), and the codes that were."""

    condition: str
    real: bool
    expected: str | None
    codes: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Is what should be said among what was, or nothing where nothing should be?"""
        return self.expected in self.codes if self.expected else not self.codes


CONDITIONS_HEAD = (
    "| condition | expected | drawn: told | real: told | also said |\n|---|---|---|---|---|"
)


def condition_row(seen: Sequence[Seen]) -> str:
    """One condition: how often it was told of drawn and real people, and what else was said."""
    first = seen[0]
    told = [
        f"{sum(one.right for one in seen if one.real == real)} / "
        f"{sum(one.real == real for one in seen)}"
        for real in (False, True)
    ]
    others = Counter(code for one in seen for code in one.codes if code != first.expected)
    also = ", ".join(f"`{code}` {number}" for code, number in sorted(others.items()))
    expected = f"`{first.expected}`" if first.expected else NOTHING
    return f"| {first.condition} | {expected} | {told[0]} | {told[1]} | {also} |"


def detection(seen: Sequence[Seen]) -> str:
    """How many faces were found where nobody, one person or several are."""
    lines = [
        "| in the picture | pictures | no face | one face | several faces |",
        "|---|---|---|---|---|",
    ]
    for label, code in (("nobody", "face.none"), ("one", None), ("several", "face.several")):
        faces = {"face.none", "face.several"}
        these = [one for one in seen if (one.expected if one.expected in faces else None) == code]
        none, several = (sum(said in one.codes for one in these) for said in sorted(faces))
        lines.append(
            f"| {label} | {len(these)} | {none} | {len(these) - none - several} | {several} |"
        )
    return "\n".join(lines)


def confusion(seen: Sequence[Seen]) -> str:
    """Expected by found. A picture counts once in every column of what was said of it."""
    said = {code for one in seen for code in one.codes} | {one.expected for one in seen}
    codes = [NOTHING, *sorted(code for code in said if code)]
    numbers = [NOTHING, *(str(at) for at in range(1, len(codes)))]
    lines = [
        f"| expected | pictures | {' | '.join(numbers)} |",
        f"|---|---|{'---|' * len(codes)}",
        *_confusion_rows(seen, codes, numbers),
    ]
    return "\n".join(lines)


def _confusion_rows(
    seen: Sequence[Seen], codes: Sequence[str], numbers: Sequence[str]
) -> Iterator[str]:
    for code, number in zip(codes, numbers, strict=True):
        these = [one for one in seen if (one.expected or NOTHING) == code]
        found = Counter(said for one in these for said in one.codes or (NOTHING,))
        cells = " | ".join(str(found[other] or "") for other in codes)
        label = code if code == NOTHING else f"{number} `{code}`"
        yield f"| {label} | {len(these)} | {cells} |"


@dataclass(frozen=True)
class Run:
    """What one run of the child took: seconds of wall clock and of processor, MiB at its peak."""

    wall: float
    processor: float
    memory: float


COST_HEAD = "| picture | runs | median s | p95 s | processor s | MiB |\n|---|---|---|---|---|---|"


def cost_row(name: str, runs: Sequence[Run]) -> str:
    """Median and 95th percentile of the wall clock, median of the processor, most memory."""
    walls = sorted(run.wall for run in runs)
    processor = sorted(run.processor for run in runs)[len(runs) // 2]
    p95 = walls[-(-len(walls) * 95 // 100) - 1]
    return (
        f"| {name} | {len(runs)} | {walls[len(walls) // 2]:.2f} | {p95:.2f} | {processor:.2f} "
        f"| {max(run.memory for run in runs):.0f} |"
    )
