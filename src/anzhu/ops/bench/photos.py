"""`make bench-photo`: what the photo tool says of a corpus, and what a run of its child costs.

``python -m anzhu.ops.bench.photos [FOLDER] [--write]``: FOLDER holds real photographs, whose
subfolders are their labels; ``--write`` puts the tables into docs/photo.md.
"""

import argparse
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pillow_heif
from PIL import Image

from anzhu.files import sandbox
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock
from anzhu.ops import paths
from anzhu.ops.bench.portrait_corpus import CONDITIONS, before_a_wall, people
from anzhu.photos import judging

DOCUMENT = paths.CHECKOUT / "docs" / "photo.md"
_PICTURES = {".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif", ".tiff"}
_TIMES = 8


@dataclass(frozen=True)
class Run:
    """What one run of the child said and took: seconds of wall clock and processor, MiB."""

    codes: tuple[str, ...]
    wall: float
    processor: float
    memory: float


def look(source: BinaryIO, on: date) -> Run:
    """Run the child once on a file on disk."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), clock.ticks()
    peak, codes = 0.0, []
    try:
        asked = judging.asked(on) | {"crop": None}
        with sandbox.run(judging.TRADE, source, asked, judging.BOUNDS) as outcome:
            peak = outcome.peak_kib / 1024
            stops = judging.stops(outcome.done, on)
            codes = [found.code for found in stops or judging.hints(outcome.done, on)]
    except Trouble as trouble:
        codes = [trouble.code]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(tuple(codes), clock.ticks() - began, processor, peak)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; with ``--write`` into the document as well."""
    parser = argparse.ArgumentParser(prog="make bench-photo")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(argv)
    on = clock.today()
    tables = {"corpus": corpus(on), "cost": cost(on)}
    if asked.folder:
        tables["folder"] = folder(asked.folder, on)
    print("\n\n".join(tables.values()))
    if asked.write:
        write(DOCUMENT, {name: tables[name] for name in ("corpus", "cost")})
    return 0


def corpus(on: date) -> str:
    """The confusion table of the generated corpus: drawn and real people apart."""
    found = {(name, real): Counter[str]() for name in CONDITIONS for real in (False, True)}
    seen = Counter[tuple[str, bool]]()
    for who, person in people():
        good, real = before_a_wall(person), not who.startswith("drawn")
        for name, condition in CONDITIONS.items():
            run = look(_file(condition.spoil(good), "JPEG", quality=92), on)
            seen[name, real] += 1
            found[name, real].update(run.codes or ["–"])
    lines = [
        "| condition | expected | drawn: told | real: told | also said |",
        "|---|---|---|---|---|",
    ]
    for name, condition in CONDITIONS.items():
        expected = condition.expected or "–"
        told = [f"{found[name, real][expected]} / {seen[name, real]}" for real in (False, True)]
        both = found[name, False] + found[name, True]
        others = ", ".join(
            f"`{c}` {n}" for c, n in sorted(both.items()) if c not in (expected, "–")
        )
        lines.append(f"| {name} | `{expected}` | {told[0]} | {told[1]} | {others} |")
    return "\n".join(lines)


def cost(on: date) -> str:
    """Time and memory of large pictures, one run after the other."""
    (*_, (_, person)) = people()
    large = before_a_wall(person).resize((3024, 4032))
    pillow_heif.register_heif_opener()
    files = {
        "12 MP JPEG": _file(large, "JPEG", quality=90),
        "12 MP JPEG on its side": _file(large.transpose(Image.Transpose.ROTATE_90), "JPEG"),
        "12 MP HEIC": _file(large, "HEIF", quality=80),
        "12 MP CMYK": _file(large.convert("CMYK"), "JPEG", quality=90),
        "48 MP JPEG": _file(large.resize((6048, 8064)), "JPEG", quality=80),
        "12 MP, nobody": _file(Image.effect_noise((4032, 3024), 90).convert("RGB"), "JPEG"),
    }
    lines = ["| picture | median s | worst s | processor s | MiB |", "|---|---|---|---|---|"]
    for name, file in files.items():
        runs = [look(file, on) for _ in range(_TIMES)]
        walls = sorted(run.wall for run in runs)
        processor = sorted(run.processor for run in runs)[_TIMES // 2]
        memory = max(run.memory for run in runs)
        lines.append(
            f"| {name} | {walls[_TIMES // 2]:.2f} | {walls[-1]:.2f} | {processor:.2f} "
            f"| {memory:.0f} |"
        )
    return "\n".join(lines)


def folder(where: Path, on: date) -> str:
    """What is said of the pictures of a folder, by subfolder; names of files are not printed."""
    found: dict[str, Counter[str]] = {}
    seen = Counter[str]()
    for path in _pictures(where):
        label = str(path.parent.relative_to(where))
        with path.open("rb") as source:
            run = look(source, on)
        seen[label] += 1
        found.setdefault(label, Counter()).update(run.codes or ["–"])
    lines = ["| label | pictures | said |", "|---|---|---|"]
    for label, counted in sorted(found.items()):
        said = ", ".join(f"`{code}` {number}" for code, number in counted.most_common())
        lines.append(f"| {label} | {seen[label]} | {said} |")
    return "\n".join(lines)


def _pictures(where: Path) -> Iterator[Path]:
    yield from (path for path in sorted(where.rglob("*")) if path.suffix.lower() in _PICTURES)


def _file(picture: Image.Image, kind: str, **how: int) -> BinaryIO:
    """A picture as a file that a child can read as its standard input."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last run is over
    picture.save(file, kind, **how)
    file.flush()
    return file


def write(document: Path, tables: Mapping[str, str]) -> None:
    """Put tables between their markers."""
    text = document.read_text(encoding="utf-8")
    for name, table in tables.items():
        before, rest = text.split(f"<!-- {name} -->\n")
        _, after = rest.split(f"\n<!-- /{name} -->")
        text = f"{before}<!-- {name} -->\n{table}\n<!-- /{name} -->{after}"
    document.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
