"""Small pictures of the seal and the signatures on a form, by which the same picture is known
again when it is on another form too (``laid``).

They lie where the form has their blanks, so that two of them can be laid over each other; what was
printed there is left out.
"""

from typing import Any

import cv2
import numpy as np

from anzhu.papers.geometry import Box, Page
from anzhu.papers.reading.find import DOTS, Pixels
from anzhu.papers.reading.register import Ink

SEAL = "seal"
SIGNATURES = ("applicant_signature", "employer_signature")
NAMES = (SEAL, *SIGNATURES)
#: Pixels to a millimetre of what is kept, and how far around their blanks people stamp and sign.
SEAL_DOTS, _STAMPED_AROUND = 3.0, 8.0
SIGNATURE_DOTS, _SIGNED_AROUND, _LABEL = 4.0, 4.5, 2.5
#: The redness of full ink, and how much of a seal there must be to speak of one: square mm.
_FULL_RED, _RED, _LEAST_RED = 0.8, 0.15, 60.0
#: How dark a stroke is, what is only a shade, and how much of a signature there must be: square mm.
_DARK, _SHADE, _LEAST_DARK, _SPECK = 0.28, 0.12, 4.0, 0.8
#: A rule is as long as this, and lies within this of where it was printed, in millimetres.
_RULE, _OFF = 5.0, 1.5
#: A stroke is taller than a rule is thick: pixels of a straightened page.
_CROSSING = 7
#: Where the paper's light is measured: in pieces of so many pixels, over so many millimetres.
_STEP, _AROUND = 6, 9.0


def cut(straight: Pixels, seen: Ink, wanted: Ink, page: Page) -> dict[str, Pixels]:
    """By ``impression.<name>``: what is stamped and signed on a page, black on white, as RGB.

    ``straight`` and ``seen`` (the ink in the light of red) are registered to ``wanted``. Nothing
    where there is none, or where a seal has no colour.
    """
    found = {}
    for name in NAMES:
        if name == SEAL and "stamp" in page.blanks:
            ink = _seal(straight, page.blanks["stamp"])
        elif name in page.blanks:
            ink = _signature(seen, wanted, page.blanks[name])
        else:
            continue
        if ink is not None:
            grey = np.round((1 - np.clip(ink, 0.0, 1.0)) * 255).astype(np.uint8)
            found[f"impression.{name}"] = np.repeat(grey[..., None], 3, axis=2)
    return found


def _seal(straight: Pixels, blank: Box) -> Ink | None:
    """How much redder than the paper it is; black print across a seal is no part of it."""
    region = _around(straight, blank, _STAMPED_AROUND)
    balanced = _balanced(region)
    red = (balanced[..., 0] - (balanced[..., 1] + balanced[..., 2]) / 2) / _FULL_RED
    return _kept(red, SEAL_DOTS, _RED, _LEAST_RED)


def _signature(seen: Ink, wanted: Ink, blank: Box) -> Ink | None:
    # Less to the left, where a label is printed.
    blank = Box(blank.x + _LABEL, blank.y, blank.width - _LABEL, blank.height)
    ink, print_ = (_around(one, blank, _SIGNED_AROUND) for one in (seen, wanted))
    near_print = cv2.dilate(print_, np.ones((5, 5), dtype=np.uint8)) > _DARK / 2
    hidden = near_print | _rules(ink, print_)
    # Of what lies on a printed rule only strokes that cross it stay, of what lies on a bar nothing.
    tall = np.ones((_CROSSING, 1), dtype=np.uint8)
    across, bars = (cv2.morphologyEx(one, cv2.MORPH_OPEN, tall) for one in (ink, print_))
    on_bars = cv2.dilate(bars, np.ones((9, 9), dtype=np.uint8)) > _SHADE / 2
    ink = np.where(on_bars, 0.0, np.where(hidden, across, ink))
    ink = np.where(ink < _SHADE, 0.0, ink).astype(np.float32)
    return _kept(_without_specks(ink), SIGNATURE_DOTS, _DARK, _LEAST_DARK)


def _without_specks(ink: Ink) -> Ink:
    """What is smaller than the shortest stroke goes."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats((ink > _SHADE).astype(np.uint8))
    return np.where((stats[:, cv2.CC_STAT_AREA] > _SPECK * DOTS**2)[parts], ink, 0.0)


def _rules(ink: Ink, print_: Ink) -> Any:
    """Where a printed rule is seen, though the paper may have moved it a little."""
    long = np.ones((1, round(_RULE * DOTS)), dtype=np.uint8)
    lines = [
        cv2.morphologyEx((one > _SHADE).astype(np.uint8), cv2.MORPH_OPEN, long)
        for one in (ink, print_)
    ]
    tall = np.ones((2 * round(_OFF * DOTS) + 1, 1), dtype=np.uint8)
    near = cv2.min(cv2.dilate(lines[1], tall), lines[0])
    return cv2.dilate(near, np.ones((3, 3), dtype=np.uint8)) > 0


def _around(picture: Any, box: Box, more: float) -> Any:
    top, left = (max(0, round((at - more) * DOTS)) for at in (box.y, box.x))
    foot, right = (round((at + more) * DOTS) for at in (box.y + box.height, box.x + box.width))
    return np.ascontiguousarray(picture[top:foot, left:right])


def _balanced(region: Pixels) -> Any:
    """Shares of the light of the paper around, 0 to 1, in each colour."""
    small = cv2.resize(region, None, fx=1 / _STEP, fy=1 / _STEP, interpolation=cv2.INTER_AREA)
    around = round(_AROUND * DOTS / _STEP) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((around, around), dtype=np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), around / 3)
    high, wide = region.shape[:2]
    light = cv2.resize(paper, (wide, high), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    return np.clip(region / np.maximum(light, 12.0), 0.0, 1.0)


def _kept(ink: Any, dots: float, least: float, area: float) -> Ink | None:
    """Made smaller; None where there is hardly any."""
    scale = dots / DOTS
    soft = cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 0.5)
    small = cv2.resize(soft, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small) if (small > least).sum() >= area * dots**2 else None
