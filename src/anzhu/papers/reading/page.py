"""One photographed page of the form, looked at in every way: place, rows, ink, seal.

The pictures a reviewer is shown are made here too: the straightened page, of each differing row
what is seen and what was printed, the signatures, and the seal with its ring unrolled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from anzhu.papers import geometry
from anzhu.papers.geometry import Box
from anzhu.papers.reading import compare, find, impressions, register, seals, written
from anzhu.papers.reading.find import DOTS, Pixels, Place
from anzhu.papers.reading.register import Ink
from anzhu.papers.reading.seals import Seal

#: Pixels to a millimetre in which a seal is cut out: 300 dpi.
_SEAL_DOTS = 300 / find.MM
_ROUND_SEAL = 2.0
_AROUND = 1.2


@dataclass(frozen=True)
class Expected:
    """What was printed: our PDF of that very version, and how many rows its two tables have.

    With ``anyones`` it is somebody else's: good for what all forms have, not for the rows.
    """

    pdf: bytes
    jobs: int
    hours: int
    anyones: bool = False


@dataclass(frozen=True)
class Reading:
    """What one page says. Scores by row, from 0 to 1; ink by blank; pictures by name.

    ``differing`` are the rows that say something else than was printed, ``hidden`` those that
    glare hides in part (their score is ``None``). ``rows`` and ``ink`` are empty where there was
    nothing to compare with.
    """

    by: find.By
    cut: float
    straight: Pixels
    rows: Mapping[str, float | None] = field(default_factory=dict)
    ink: Mapping[str, bool] = field(default_factory=dict)
    seal: Seal | None = None
    ring: Pixels | None = None
    pictures: Mapping[str, Pixels] = field(default_factory=dict)

    @property
    def differing(self) -> Sequence[str]:
        """Rows that say something else, the least alike first."""
        scores = {row: score for row, score in self.rows.items() if score is not None}
        low = [row for row, score in scores.items() if score < compare.DIFFERS]
        return sorted(low, key=scores.__getitem__)

    @property
    def hidden(self) -> Sequence[str]:
        """Rows that cannot be told for glare, from the top of the page down."""
        return [row for row, score in self.rows.items() if score is None]


def read(
    picture: Pixels,
    code: Sequence[Sequence[float]] | None,
    number: int,
    expected: Expected | None,
) -> Reading | None:
    """Read page ``number`` in an upright picture whose code has these corners.

    ``None`` where the page can't be found in the picture, so that nothing on it can be.
    """
    where = find.place(picture, code)
    if where is None:
        return None
    straight = find.straightened(picture, where)
    high, wide = picture.shape[:2]
    found = seals.find(straight)
    ring, stamp = _ring(picture, where, found) if found else (None, None)
    pictures = {} if stamp is None or ring is None else {"seal": stamp, "seal.ring": ring}
    cut = round(find.cut_off(where, wide, high), 1)
    if expected is None:
        return Reading(where.by, cut, straight, seal=found, ring=ring, pictures=pictures)
    page = geometry.form_pages(expected.jobs, expected.hours)[number - 1]
    wanted = register.printed(expected.pdf, number)
    # In the light of red ink a seal across the print is paper.
    grey = np.ascontiguousarray(straight[..., 0])
    seen, source = register.registered(register.ink(grey), wanted)
    rows = {} if expected.anyones else compare.scores(seen, wanted, page, grey)
    reading = Reading(
        where.by,
        cut,
        register.moved_by(straight, source),
        rows,
        written.filled_in(seen, wanted, page),
        found,
        ring,
    )
    pictures |= _strips(reading, wanted, page)
    pictures |= impressions.cut(reading.straight, seen, wanted, page)
    return Reading(**{**vars(reading), "pictures": pictures})


def _ring(picture: Pixels, where: Place, found: Seal) -> tuple[Pixels, Pixels]:
    """The unrolled ring and the seal itself, cut from the picture in full resolution."""
    side = 2 * (found.radius + _ROUND_SEAL)
    around = Box(found.x - side / 2, found.y - side / 2, side, side)
    stamp = find.straightened(picture, where, around, _SEAL_DOTS)
    middle = Seal(side / 2, side / 2, found.radius, found.rim)
    return seals.unrolled(stamp, middle, _SEAL_DOTS), stamp


def _strips(reading: Reading, wanted: Ink, page: geometry.Page) -> dict[str, Pixels]:
    """By ``row.<name>``: what is seen above what was printed; by ``ink.<blank>``: what is there."""
    boxes: dict[str, Box] = {}
    for region in compare.regions(page):
        boxes[region.row] = _both(boxes.get(region.row), region.box)
    found = {}
    for row in reading.differing:
        seen, ink = (_cut(one, boxes[row]) for one in (reading.straight, wanted))
        said = np.repeat(np.uint8(255) - np.round(ink * 255).astype(np.uint8)[..., None], 3, axis=2)
        rule = np.full((3, seen.shape[1], 3), 150, dtype=np.uint8)
        found[f"row.{row}"] = np.vstack([seen, rule, said])
    for blank in reading.ink:
        found[f"ink.{blank}"] = _cut(reading.straight, page.blanks[blank])
    return found


def _both(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    return Box(x, y, right - x, max(one.y + one.height, other.y + other.height) - y)


def _cut(picture: Pixels, box: Box) -> Pixels:
    x0, y0 = round((box.x - _AROUND) * DOTS), round((box.y - _AROUND) * DOTS)
    x1 = round((box.x + box.width + _AROUND) * DOTS)
    y1 = round((box.y + box.height + _AROUND) * DOTS)
    return np.ascontiguousarray(picture[max(0, y0) : y1, max(0, x0) : x1])


def as_jpeg(picture: Pixels, quality: int = 80) -> bytes:
    """A picture as it is kept."""
    done, kept = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not done:
        raise ValueError("a picture could not be encoded")
    return kept.tobytes()
