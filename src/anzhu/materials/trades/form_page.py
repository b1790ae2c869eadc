"""Look at one page of the application form: straighten, compare, find ink and seal. Child only."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np

from anzhu.files import codes, copies, sizes
from anzhu.papers.geometry import CODE_PREFIXES
from anzhu.papers.reading import page

cv2.setNumThreads(1)

EXPECTED = "expected.pdf"
#: Pixels across the straightened page that a reviewer is shown beside what was found.
_SHOWN_WIDTH = 720


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the page says, and ``<name>.jpg`` for every picture that belongs to it."""
    image, found = codes.upright_with_codes(copies.picture(source))
    expected = None
    if EXPECTED in asked:
        expected = page.Expected(
            Path(EXPECTED).read_bytes(), asked["jobs"], asked["hours"], anyones=asked["anyones"]
        )
    reading = page.read(np.asarray(image), code_corners(found), int(asked["page"]), expected)
    if reading is None:
        return {"by": ""}
    return reported(reading) | {"pictures": _kept(reading)}


def code_corners(found: Sequence[codes.FoundCode]) -> Sequence[Sequence[float]] | None:
    """Where our code lies: an advertisement on the page may bear another."""
    return next((one.corners for one in found if one.text.startswith(CODE_PREFIXES)), None)


def reported(reading: page.Reading) -> dict[str, Any]:
    """What was read, as numbers and names."""
    seal = reading.seal
    return {
        "by": reading.by,
        "cut": reading.cut,
        "rows": dict(reading.rows),
        "differing": list(reading.differing),
        "hidden": list(reading.hidden),
        "ink": dict(reading.ink),
        "seal": None
        if seal is None
        else {"x": seal.x, "y": seal.y, "radius": seal.radius, "rim": seal.rim},
    }


def _kept(reading: page.Reading) -> dict[str, tuple[int, int]]:
    """Write the pictures; the size of each."""
    high, wide = reading.straight.shape[:2]
    shown = sizes.shrunk(reading.straight, (_SHOWN_WIDTH, round(high * _SHOWN_WIDTH / wide)))
    written = {}
    for name, picture in {**reading.pictures, "straight": shown}.items():
        Path(f"{name}.jpg").write_bytes(page.as_jpeg(np.asarray(picture)))
        written[name] = (int(picture.shape[1]), int(picture.shape[0]))
    return written
