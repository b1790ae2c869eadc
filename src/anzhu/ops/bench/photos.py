"""`make bench-photo`: what the photo tool says of a corpus, and what a run of its child costs.

``python -m anzhu.ops.bench.photos [FOLDER] [--quick] [--write]``: FOLDER holds real photographs,
whose subfolders are their labels; ``--write`` puts the tables into docs/photo.md. Every row is
printed as soon as it is known.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pillow_heif
from PIL import Image

from anzhu.files import sandbox
from anzhu.files.troubles import Trouble
from anzhu.kernel import clock
from anzhu.ops import paths
from anzhu.ops.bench import markers, photo_tables
from anzhu.ops.bench.photo_tables import Run, Seen
from anzhu.ops.bench.portrait_corpus import CONDITIONS, Condition, before_a_wall, crowd, people
from anzhu.photos import judging

DOCUMENT = paths.CHECKOUT / "docs" / "photo.md"
_PICTURES = {".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif", ".tiff"}
#: How many drawn people, and how many runs of each large picture; the second ones for a quick look.
_DRAWN, _TIMES = (4, 1), (5, 2)
#: A picture of this many megapixels is what the goal speaks of.
_GOAL = "12 MP"


def said_of(source: BinaryIO, on: date) -> tuple[tuple[str, ...], float, float]:
    """The codes that the child says of a file on disk, its seconds of processor, and the MiB that
    it held at its peak."""
    try:
        asked = judging.asked(on) | {"crop": None}
        with sandbox.run(judging.TRADE, source, asked, judging.BOUNDS) as outcome:
            stops = judging.stops(outcome.done, on)
            found = stops or judging.hints(outcome.done, on)
            codes = tuple(one.code for one in found)
            return codes, outcome.cpu, outcome.peak_kib / 1024
    except Trouble as trouble:
        return (trouble.code,), trouble.cpu, trouble.peak_kib / 1024


def measured(source: BinaryIO, on: date) -> Run:
    """What one run of the child takes; the first one waits until its stem has loaded."""
    began = clock.ticks()
    codes, processor, memory = said_of(source, on)
    if any(code.startswith("file.") for code in codes):
        raise RuntimeError(f"a picture that should be measured was refused: {codes}")
    return Run(clock.ticks() - began, processor, memory)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; with ``--write`` into the document as well."""
    parser = argparse.ArgumentParser(prog="make bench-photo")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--quick", action="store_true", help="fewer people and fewer runs")
    parser.add_argument("--write", action="store_true", help="the tables into docs/photo.md")
    asked = parser.parse_args(argv)
    if asked.quick and asked.write:
        parser.error("a quick look is not written down")
    on = clock.today()
    corpus_table = corpus(on, drawn=_DRAWN[asked.quick])
    cost_table = cost(on, large_pictures(), times=_TIMES[asked.quick])
    if asked.folder:
        folder(asked.folder, on)
    if asked.write:
        markers.write(DOCUMENT, {"corpus": corpus_table, "cost": cost_table})
    return 0


def corpus(
    on: date, *, drawn: int, conditions: Mapping[str, Condition] = CONDITIONS, real: bool = True
) -> str:
    """The tables of the generated corpus, condition by condition, then over all of it."""
    persons = [(who, before_a_wall(person)) for who, person in people(drawn)]
    persons = [(who, good) for who, good in persons if real or who.startswith("drawn")]
    lines, everything = [_told(photo_tables.CONDITIONS_HEAD)], list[Seen]()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, condition in conditions.items():
            files = [_file(condition.spoil(good), "JPEG", quality=92) for _, good in persons]
            said = pool.map(lambda file: said_of(file, on)[0], files)
            seen = [
                Seen(name, not who.startswith("drawn"), condition.expected, codes)
                for (who, _), codes in zip(persons, said, strict=True)
            ]
            lines.append(_told(photo_tables.condition_row(seen)))
            everything += seen
    parts = photo_tables.detection(everything), photo_tables.confusion(everything)
    return "\n\n".join(["\n".join(lines), *(_told(f"\n{part}")[1:] for part in parts)])


def large_pictures() -> Iterator[tuple[str, BinaryIO]]:
    """Names and files of pictures as phones take them, each made when it is asked for."""
    pillow_heif.register_heif_opener()
    (*_, (_, person)) = people(drawn=1)
    large = before_a_wall(person).resize((3024, 4032))
    # How well a HEIC is packed says nothing here, and takes minutes.
    heic: Mapping[str, Any] = {"quality": 80, "enc_params": {"preset": "ultrafast"}}
    sideways = Image.Transpose.ROTATE_90
    yield "12 MP JPEG", _file(large, "JPEG", quality=90)
    yield "12 MP JPEG on its side", _file(large.transpose(sideways), "JPEG", quality=90)
    yield "12 MP HEIC on its side", _file(large.transpose(sideways), "HEIF", **heic)
    yield "12 MP CMYK", _file(large.convert("CMYK"), "JPEG", quality=90)
    yield "12 MP WebP", _file(large, "WEBP", quality=80, method=0)
    yield "12 MP, a crowd", _file(crowd(person, (4032, 3024)), "JPEG", quality=90)
    noise = Image.effect_noise((4032, 3024), 90).convert("RGB")
    yield "12 MP, nobody", _file(noise, "JPEG", quality=90)
    huge = large.resize((6048, 7936))
    yield "48 MP JPEG", _file(huge, "JPEG", quality=80)
    yield "48 MP HEIC", _file(huge, "HEIF", **heic)


def cost(on: date, files: Iterator[tuple[str, BinaryIO]], *, times: int) -> str:
    """Time and memory of large pictures, one run after the other."""
    lines, goal = [_told(photo_tables.COST_HEAD)], list[Run]()
    for name, file in files:
        runs = [measured(file, on) for _ in range(times)]
        lines.append(_told(photo_tables.cost_row(name, runs)))
        goal += runs if name.startswith(_GOAL) else []
    if goal:
        lines.append(_told(photo_tables.cost_row(f"all of {_GOAL}", goal)))
    return "\n".join(lines)


def folder(where: Path, on: date) -> str:
    """What is said of the pictures of a folder, by subfolder; names of files are not printed."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for path in _pictures(where):
        with path.open("rb") as source:
            codes, *_ = said_of(source, on)
        found.setdefault(str(path.parent.relative_to(where)), []).append(codes)
        print(".", end="", flush=True)
    lines = ["| label | pictures | said |", "|---|---|---|"]
    for label, these in sorted(found.items()):
        counted = Counter(code for codes in these for code in codes or (photo_tables.NOTHING,))
        said = ", ".join(f"`{code}` {number}" for code, number in counted.most_common())
        lines.append(f"| {label} | {len(these)} | {said} |")
    return _told("\n" + "\n".join(lines))


def _pictures(where: Path) -> Iterator[Path]:
    yield from (path for path in sorted(where.rglob("*")) if path.suffix.lower() in _PICTURES)


def _told(text: str) -> str:
    """The same text, printed at once."""
    print(text, flush=True)
    return text


def _file(picture: Image.Image, kind: str, **how: Any) -> BinaryIO:
    """A picture as a file that a child can read as its standard input."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last run is over
    picture.save(file, kind, **how)
    file.flush()
    return file


if __name__ == "__main__":
    sys.exit(main())
