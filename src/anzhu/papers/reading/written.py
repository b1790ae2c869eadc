"""Ink in the blanks of a form: is a field filled in by hand? Not by whom, and not what it says."""

from collections.abc import Mapping

import cv2
import numpy as np

from anzhu.papers.geometry import Box, Page
from anzhu.papers.reading.find import DOTS
from anzhu.papers.reading.register import Ink

#: The blanks that somebody writes into; the others are frames around them.
FIELDS = (
    "term_from",
    "term_until",
    "term_open",
    "applicant_signature",
    "applicant_date",
    "employer_opinion",
    "employer_signature",
    "employer_date",
)
#: How dark a stroke is, and how far around print nothing is believed, in millimetres.
_DARK, _AROUND_PRINT = 0.28, 0.55
#: Square millimetres of strokes that make a blank filled in; a tick is smaller than a name.
_LEAST, _LEAST_OF_A_TICK = 3.0, 0.8
#: A stroke is longer than a speck.
_LEAST_LENGTH = 1.6


def filled_in(seen: Ink, wanted: Ink, page: Page) -> dict[str, bool]:
    """By blank: is there more ink than was printed? ``seen`` is registered to ``wanted``."""
    return {
        name: _strokes(seen, wanted, box) > (_LEAST_OF_A_TICK if name == "term_open" else _LEAST)
        for name, box in _blanks(page).items()
    }


def _blanks(page: Page) -> Mapping[str, Box]:
    return {name: page.blanks[name] for name in FIELDS if name in page.blanks}


def _strokes(seen: Ink, wanted: Ink, box: Box) -> float:
    """Square millimetres of strokes that were not printed."""
    x0, y0 = round(box.x * DOTS), round(box.y * DOTS)
    x1, y1 = round((box.x + box.width) * DOTS), round((box.y + box.height) * DOTS)
    around = 2 * round(_AROUND_PRINT * DOTS) + 1
    print_ = cv2.dilate(wanted[y0:y1, x0:x1], np.ones((around, around), dtype=np.uint8))
    dark = ((seen[y0:y1, x0:x1] > _DARK) & (print_ < _DARK / 2)).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    long = [
        int(stats[index][4])
        for index in range(1, count)
        if max(stats[index][2], stats[index][3]) > _LEAST_LENGTH * DOTS
    ]
    return sum(long) / DOTS**2
