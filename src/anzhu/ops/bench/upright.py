"""How surely a sheet on its head is told, over pages without our code whose truth is known.

``python -m anzhu.ops.bench.upright`` prints the table, with ``--write`` also into docs/paper.md.
Contracts of the corpus are looked at as they were taken and turned by half, through the trade of
the check itself, of the clean copy: the figures promise nothing about the field.
"""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image

from anzhu.files.bounds import LONG_SIDE
from anzhu.materials.checks import direction
from anzhu.materials.checks.interface import About, Seen, Wanted
from anzhu.materials.trades import direction as trade
from anzhu.ops import chosen
from anzhu.ops.bench import corpus, markers
from anzhu.ops.bench.readable import contracts
from anzhu.rules.materials import Material

_TODAY = date(2026, 11, 23)
_SEEDS = range(11, 13)
_QUALITY = 88


@dataclass(frozen=True)
class Look:
    """One picture: does it stand on its head (None: on its side), and what was said of it?"""

    on_its_head: bool | None
    lines: int
    turned: float
    told: bool


def look(content: bytes, *, half: bool) -> tuple[int, float, bool]:
    """Lines, how surely they are turned, and whether it is told; of a picture or its half turn."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    kept = io.BytesIO()
    (image.rotate(180) if half else image).save(kept, "JPEG", quality=_QUALITY)
    kept.seek(0)
    done = trade.work(kept, {})
    about = About(material=Material.CONTRACT, on=_TODAY)
    told = list(direction.judge(Seen(about=about, wanted=Wanted(), done=done)))
    return done["lines"], done["turned"], bool(told)


def looks(name: str, seeds: Sequence[int]) -> Iterator[Look]:
    """Every page of a condition, as it was taken and turned by half."""
    quarters = corpus.CONDITIONS[name].turn
    for seed in seeds:
        for content in contracts(seed, name):
            for half in (False, True):
                on_its_head = None if quarters % 2 else (quarters % 4 == 2) is not half
                yield Look(on_its_head, *look(content, half=half))


def row(name: str, found: Sequence[Look]) -> str:
    """A condition as a row: told of all, with the value that comes nearest to the other side."""
    upright = [one for one in found if one.on_its_head is False]
    headlong = [one for one in found if one.on_its_head is True]
    cells = [
        name,
        _told(upright, max((one.turned for one in upright), default=None)),
        _told(headlong, min((one.turned for one in headlong), default=None)),
        _told([one for one in found if one.on_its_head is None], None),
        str(min(one.lines for one in found)),
    ]
    return f"| {' | '.join(cells)} |"


def _told(found: Sequence[Look], nearest: float | None) -> str:
    if not found:
        return "–"
    value = "" if nearest is None else f", {nearest:.3f}"
    return f"{sum(one.told for one in found)} of {len(found)}{value}"


def table(found: Mapping[str, Sequence[Look]]) -> str:
    """All conditions as Markdown."""
    head = (
        "taken",
        "right way up: told, highest value",
        "on its head: told, lowest value",
        "on its side: told",
        "fewest lines",
    )
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return "\n".join([*lines, *(row(name, seen) for name, seen in found.items())])


def main() -> None:
    """Print the table, with ``--write`` also into the document."""
    chosen.use_settings()
    said = table({name: list(looks(name, _SEEDS)) for name in corpus.CONDITIONS})
    print(said)
    if "--write" in sys.argv[1:]:
        markers.write(markers.PAPER, {"direction": said})


if __name__ == "__main__":
    main()
