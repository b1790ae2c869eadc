"""Is the same picture of a seal or signature known again, and are two true ones told apart?

``python -m anzhu.ops.bench.impressions FILE`` writes the table between its markers in a document;
without a file it prints it. Of every employer some colleagues' forms are drawn, signed and stamped
by hand, each anew; then everything that is written by hand on one is laid on the next one's form,
once as it lies (the same scanned sheet with other print) and once moved, turned and scaled. All of
it is photographed under the fair conditions of the corpus. Every other employer inks its seal well
and presses it with care. The limits were chosen on employers 300 to 509.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image

from anzhu.files import codes, copies
from anzhu.kernel import clock
from anzhu.materials.checks import impressions as check
from anzhu.materials.trades.form_page import code_corners
from anzhu.ops.bench import corpus, paper
from anzhu.ops.demo import drawing, marks
from anzhu.ops.demo.canvas import Pixels
from anzhu.papers import geometry
from anzhu.papers.forms import ApplicationForm, application_form
from anzhu.papers.geometry import Box
from anzhu.papers.reading import laid, page
from anzhu.papers.reading.impressions import NAMES, SIGNATURES

BEGINS, ENDS = "<!-- impressions -->", "<!-- /impressions -->"
#: Not those on which the limits were chosen.
_EMPLOYERS, _COLLEAGUES, _DPI = range(600, 610), 4, 200
_WRITTEN = ("applicant_date", "employer_opinion", "employer_date")
_FAIR = [name for name, how in corpus.CONDITIONS.items() if how.fair]
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
_PLACES = "山东江苏淄博济南恒信安全精细化工长河新材料华东能源矿业"
_KINDS = ("有限公司", "股份有限公司", "有限责任公司")
#: The kinds of pairs, as the table names them.
SAME, LAID = "the same picture, where it was", "the same picture, moved, turned, scaled"
AGAIN, EVEN = "the same seal or hand, another time", "the same, well inked, pressed with care"
OTHER = "another person's"


@dataclass(frozen=True)
class Colleague:
    """One form and its pages as printed."""

    form: ApplicationForm
    pdf: bytes

    @property
    def blanks(self) -> Mapping[str, Box]:
        """What is filled in by hand on the second page."""
        return geometry.form_pages(len(self.form.jobs), len(self.form.hours))[1].blanks


@dataclass(frozen=True)
class Seen:
    """What was cut out of one photograph: whose hands left it, and on whose form it is a copy."""

    source: int
    copied: str
    signer: str
    cut: Mapping[str, Any]


def seen(employer: int) -> Iterator[Seen]:
    """All photographs of one employer's forms; an odd number stamps evenly."""
    colleagues = _colleagues(employer)
    boss = _name(np.random.default_rng([employer, 98]))
    for number, one in enumerate(colleagues):
        chance = np.random.default_rng([employer, number, 1])
        sheet, dots = _printed(one, chance)
        bare = drawing.rasterised(one.pdf, 2, _DPI)
        marks.sign(sheet, one.blanks["applicant_signature"], one.form.name, dots, chance)
        marks.sign(sheet, one.blanks["employer_signature"], boss, dots, chance)
        at = marks.press(
            sheet, one.blanks["stamp"], one.form.employer, dots, chance, evenly=employer % 2 == 1
        )
        yield Seen(number, "", one.form.name, _taken(sheet, one, chance))
        where = {name: one.blanks[name] for name in SIGNATURES} | {"stamp": at}
        scan = _scanned(sheet, chance)
        cuttings = {name: marks.cut(scan, box, dots, bare) for name, box in where.items()}
        other = colleagues[(number + 1) % len(colleagues)]
        for kind in (SAME, LAID):
            copy, _ = _printed(other, chance)
            for name, box in where.items():
                _laid_on(copy, cuttings[name], box, dots, chance, moved=kind == LAID)
            copy = np.asarray(cv2.GaussianBlur(copy, (0, 0), 0.4), dtype=np.float32)
            yield Seen(number, kind, one.form.name, _taken(copy, other, chance))


def compared(employers: Sequence[int]) -> Mapping[tuple[str, str], Sequence[laid.Laid]]:
    """Every two photographs of an employer laid over each other, by what and by kind of pair."""
    found: dict[tuple[str, str], list[laid.Laid]] = defaultdict(list)
    for employer in employers:
        for one, other in combinations(seen(employer), 2):
            for what in NAMES:
                name = f"impression.{what}"
                if name in one.cut and name in other.cut:
                    kind = _kind(what, one, other, even=employer % 2 == 1)
                    found[what, kind].append(laid.laid(what, one.cut[name], other.cut[name]))
    return found


def table(found: Mapping[tuple[str, str], Sequence[laid.Laid]]) -> str:
    """The pairs as Markdown: how many were said to be the same, and how far apart they are."""
    head = "| what | the two pictures | pairs | said to be the same | apart: least | half | 90 % |"
    lines = [head, "|---" * 7 + "|"]
    for what in NAMES:
        for kind in (SAME, LAID, AGAIN, EVEN, OTHER):
            pairs = found.get((what, kind), ())
            if not pairs:
                continue
            said = sum(_is_said(what, one) for one in pairs)
            least, half, most = np.quantile([one.apart for one in pairs], (0, 0.5, 0.9))
            cells = (
                what.replace("_", " "),
                kind,
                len(pairs),
                said,
                f"{least:.3f}",
                f"{half:.3f}",
                f"{most:.3f}",
            )
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _is_said(what: str, found: laid.Laid) -> bool:
    pair = {"what": what, "apart": found.apart, "moved": found.moved, "turned": found.turned}
    return check.same({**pair, "picture": "", "size": (1, 1)}, clock.today()) is not None


def _kind(what: str, one: Seen, other: Seen, *, even: bool) -> str:
    if one.source == other.source:
        return LAID if LAID in (one.copied, other.copied) else SAME
    if what == "applicant_signature" and one.signer != other.signer:
        return OTHER
    return EVEN if even and what == "seal" else AGAIN


def _colleagues(employer: int) -> list[Colleague]:
    chance = np.random.default_rng([employer, 99])
    name = "".join(_PLACES[at] for at in chance.integers(len(_PLACES), size=chance.integers(4, 9)))
    name += _KINDS[chance.integers(len(_KINDS))]
    forms = [
        replace(paper.some_form(employer * 100 + at), employer=name, name=_name(chance))
        for at in range(_COLLEAGUES)
    ]
    return [Colleague(form, application_form(form, key=None)) for form in forms]


def _name(chance: Generator) -> str:
    given = chance.integers(len(_GIVEN), size=chance.integers(1, 3))
    return _SURNAMES[chance.integers(len(_SURNAMES))] + "".join(_GIVEN[at] for at in given)


def _printed(one: Colleague, chance: Generator) -> tuple[Pixels, float]:
    """The second page with everything but signatures and seal, and its dots to a millimetre."""
    sheet = drawing.rasterised(one.pdf, 2, _DPI)
    dots = sheet.shape[1] / geometry.PAGE_WIDTH
    day = date(2026, 11, 20)
    by = drawing.Filled(one.form.name, one.form.employer, day, day)
    for blank in _WRITTEN:
        corpus.write(sheet, blank, one.blanks[blank], by, dots, chance)
    return sheet, dots


def _scanned(sheet: Pixels, chance: Generator) -> Pixels:
    """The sheet as a scanner saves it, from which a forger cuts."""
    soft = cv2.GaussianBlur(sheet, (0, 0), 0.5)
    noisy = soft + chance.normal(0, 2, sheet.shape[:2])[..., None]
    return np.asarray(_saved(np.clip(noisy, 0, 255).astype(np.uint8), 88), dtype=np.float32)


def _laid_on(
    sheet: Pixels, cutting: marks.Cutting, box: Box, dots: float, chance: Generator, *, moved: bool
) -> None:
    """Lay a cut-out where it was, or near there, a little turned and scaled."""
    middle = np.array([box.x + box.width / 2, box.y + box.height / 2])
    turn, size = 0.0, 1.0
    if moved:
        middle += chance.uniform(-1, 1, 2) * (2.5, 1.0)
        turn, size = float(chance.uniform(-6, 6)), float(chance.uniform(0.93, 1.07))
    marks.paste(sheet, cutting, (float(middle[0]), float(middle[1])), dots, turn=turn, size=size)


def _taken(sheet: Pixels, one: Colleague, chance: Generator) -> dict[str, Any]:
    """What is cut out of a photograph of this sheet, as it is kept; empty where it is not found."""
    how = corpus.CONDITIONS[_FAIR[chance.integers(len(_FAIR))]]
    photograph = corpus.photographed(sheet.copy(), how, chance)
    image, found = codes.upright_with_codes(copies.picture(BytesIO(photograph)))
    expected = page.Expected(one.pdf, len(one.form.jobs), len(one.form.hours))
    reading = page.read(_saved(np.asarray(image), 85), code_corners(found), 2, expected)
    if reading is None:
        return {}
    kept = {name: reading.pictures.get(f"impression.{name}") for name in NAMES}
    return {
        f"impression.{name}": cv2.imdecode(np.frombuffer(page.as_jpeg(cut), np.uint8), 0)
        for name, cut in kept.items()
        if cut is not None
    }


def _saved(pixels: Any, quality: int) -> Any:
    """As a JPEG of this quality leaves it."""
    kept = BytesIO()
    Image.fromarray(pixels).save(kept, "JPEG", quality=quality)
    return np.asarray(Image.open(kept))


def main() -> None:
    """Print the table, or write it into the document named."""
    said = table(compared(_EMPLOYERS))
    if len(sys.argv) == 1:
        print(said)
        return
    file = Path(sys.argv[1])
    before, _, rest = file.read_text(encoding="utf-8").partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    file.write_text(f"{before}{BEGINS}\n{said}\n{ENDS}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
