"""Photographed pages whose truth is known: printed, filled in, stamped, crumpled, photographed.

Everything is drawn by the project and follows from its seed; no real page is in it. What is good
here need not be good in the field: the corpus compares settings, it promises nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import cv2
import numpy as np
from numpy.random import Generator

from anzhu.ops.demo import drawing, handwriting
from anzhu.ops.demo.camera import light, on_desk
from anzhu.ops.demo.canvas import Pixels, jpeg
from anzhu.papers import geometry


@dataclass(frozen=True)
class Condition:
    """How a page was taken. Lengths in pixels of the picture, shares from 0 to 1.

    ``fair`` pictures can be read and want no hint; ``expects`` is the hint that a bad one wants.
    """

    perspective: float = 0.03
    shadow: float = 0.25
    noise: float = 3.0
    blur: float = 0.6
    motion: int = 0
    crumple: float = 0.0
    brightness: float = 1.0
    glare: float = 0.0
    fills: float = 0.95
    turn: int = 0
    size: tuple[int, int] = (1920, 2560)
    quality: int = 85
    scanned: bool = False
    expects: str = ""

    @property
    def fair(self) -> bool:
        """Should it pass without a hint?"""
        return not self.expects


CONDITIONS: Mapping[str, Condition] = {
    "scan": Condition(scanned=True, noise=2.0, blur=0.4),
    "photograph": Condition(),
    "twelve_megapixels": Condition(size=(3000, 4000), blur=0.9),
    "perspective": Condition(perspective=0.1),
    "shadow": Condition(shadow=0.55),
    "crumpled": Condition(crumple=1.0),
    "soft": Condition(blur=1.6, noise=4.0),
    "strong_jpeg": Condition(quality=38),
    "sideways": Condition(turn=1),
    "upside_down": Condition(turn=2),
    "noisy": Condition(noise=9.0, brightness=0.75),
    "blurred": Condition(blur=5.0, expects="blurred"),
    "moved": Condition(motion=31, expects="blurred"),
    "dark": Condition(brightness=0.25, noise=4.0, expects="dark"),
    "glare": Condition(glare=1.0, expects="glare"),
    "cut_edge": Condition(fills=1.16, expects="cut"),
    "few_pixels": Condition(size=(660, 880), expects="small"),
}


@dataclass(frozen=True)
class Filling:
    """What is filled in by hand on a page; ``without`` are the blanks left empty."""

    by: drawing.Filled
    stamped: bool = True
    without: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Sample:
    """One picture and the truth about it: ``ink`` by blank, ``stamped``, and how it was taken."""

    content: bytes
    page: int
    condition: str
    ink: Mapping[str, bool]
    stamped: bool


#: The blanks of each page that somebody writes into.
WRITTEN = {
    1: ("term_from", "term_until"),
    2: (
        "applicant_signature",
        "applicant_date",
        "employer_opinion",
        "employer_signature",
        "employer_date",
    ),
}


def taken(pdf: bytes, page: int, by: Filling, name: str, *, seed: int) -> Sample:
    """A page of a printed form, filled in and photographed under a condition of this name."""
    condition = CONDITIONS[name]
    chance = np.random.default_rng([seed, page, 7])
    # As many dots as the camera resolves, so that drawing costs no more than it must.
    dpi = 200 if condition.scanned else max(condition.size) // 12
    sheet = written(pdf, page, by, seed=seed, dpi=max(dpi, 110))
    content = photographed(sheet, condition, chance)
    ink = {blank: blank not in by.without for blank in WRITTEN[page]}
    return Sample(content, page, name, ink, by.stamped and page == 2)


def written(pdf: bytes, page: int, by: Filling, *, seed: int, dpi: int) -> Pixels:
    """A page with what is written by hand and stamped, seen flat."""
    sheet = drawing.rasterised(pdf, page, dpi)
    dots = sheet.shape[1] / geometry.PAGE_WIDTH
    chance = np.random.default_rng([seed, page])
    blanks = geometry.form_pages(0, 0)[page - 1].blanks
    for blank in WRITTEN[page]:
        if blank not in by.without:
            write(sheet, blank, blanks[blank], by.by, dots, chance)
    if page == 2 and by.stamped:
        handwriting.stamp(sheet, blanks["stamp"], by.by.employer, dots, chance)
    return sheet


def photographed(sheet: Pixels, how: Condition, chance: Generator) -> bytes:
    """A flat sheet as JPEG, as a camera or a scanner sees it."""
    if how.crumple:
        sheet = crumpled(sheet, chance, how.crumple)
    if how.scanned:
        seen = _scanned(sheet, chance)
    else:
        seen = on_desk(sheet, chance, how.perspective, how.size, how.fills)
        seen *= light(chance, how.shadow, how.size)[..., None] * how.brightness
        if how.glare:
            seen += _lamp(chance, how)[..., None]
    if how.blur:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), how.blur), dtype=np.float32)
    if how.motion:
        seen = _moved(seen, how.motion, chance)
    seen = seen + chance.normal(0.0, how.noise, seen.shape[:2]).astype(np.float32)[..., None]
    return jpeg(np.rot90(seen, how.turn), how.quality, dpi=72)


def crumpled(sheet: Pixels, chance: Generator, strength: float) -> Pixels:
    """Paper that was folded once and carried in a bag: it bends, and its folds throw shadows."""
    high, wide = sheet.shape[:2]
    coarse = chance.normal(0, 1, (9, 7)).astype(np.float32)
    relief = cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC)
    fold = np.abs(np.linspace(-1, 1, high, dtype=np.float32) + chance.uniform(-0.1, 0.1))
    relief = relief - 0.5 * np.exp(-fold / 0.06)[:, None]
    slope_y, slope_x = np.gradient(cv2.GaussianBlur(relief, (0, 0), wide / 120))
    bent = strength * wide * 0.45
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    moved = cv2.remap(
        sheet,
        (x + bent * slope_x).astype(np.float32),
        (y + bent * slope_y).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    shade = 1 - np.clip(strength * wide * 0.02 * (slope_x + slope_y), -0.03, 0.22)
    return np.asarray(moved * shade[..., None], dtype=np.float32)


def write(
    sheet: Pixels,
    blank: str,
    where: geometry.Box,
    by: drawing.Filled,
    dots: float,
    chance: Generator,
) -> None:
    """Write by hand what belongs into this blank."""
    day: date | None = {"term_from": by.since, "term_until": by.until}.get(blank, by.signed_on)
    if blank == "term_until" and day is None:
        handwriting.scribble(sheet, where, "无固定期限", dots, chance)
    elif blank.endswith("_date") or blank.startswith("term_"):
        handwriting.write_date(sheet, where, day or by.signed_on, dots, chance)
    elif blank == "employer_opinion":
        line = geometry.Box(where.x + 6, where.y + 5.2, where.width - 20, 9.0)
        handwriting.scribble(sheet, line, "所填内容属实同意申请", dots, chance)
    else:
        name = by.signer if blank == "applicant_signature" else by.employer[:3]
        handwriting.scribble(sheet, where, name, dots, chance)


def _scanned(sheet: Pixels, chance: Generator) -> Pixels:
    """A flat-bed's picture: a little askew and grey, without a desk around it."""
    high, wide = sheet.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(chance.uniform(-1.2, 1.2)), 0.995)
    turned = cv2.warpAffine(sheet, turn, (wide, high), borderValue=(252, 252, 252))
    return np.asarray(turned * 0.985, dtype=np.float32)


def _lamp(chance: Generator, how: Condition) -> Pixels:
    """The reflection of a lamp, somewhere on the page."""
    wide, high = how.size
    x, y = np.meshgrid(np.linspace(-1, 1, wide // 8), np.linspace(-1, 1, high // 8))
    at = chance.uniform(-0.45, 0.45, 2)
    spot = np.exp(-((((x - at[0]) / 0.3) ** 2 + ((y - at[1]) / 0.24) ** 2) ** 2))
    return np.asarray(
        cv2.resize((spot * 330 * how.glare).astype(np.float32), how.size), dtype=np.float32
    )


def _moved(seen: Pixels, length: int, chance: Generator) -> Pixels:
    """A hand that moved while the shutter was open."""
    kernel = np.zeros((length, length), dtype=np.float32)
    angle = chance.uniform(0, np.pi)
    reach = (length - 1) / 2 * np.array([np.cos(angle), np.sin(angle)])
    middle = (length - 1) / 2
    ends = [tuple(np.round(middle + sign * reach).astype(int).tolist()) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return np.asarray(cv2.filter2D(seen, -1, kernel / kernel.sum()), dtype=np.float32)


def samples(
    pdf: bytes, by: Filling, *, seeds: range, conditions: tuple[str, ...] = tuple(CONDITIONS)
) -> Iterator[Sample]:
    """Both pages of a form under every condition, for each seed."""
    for seed in seeds:
        for name in conditions:
            for page in (1, 2):
                yield taken(pdf, page, by, name, seed=seed)
