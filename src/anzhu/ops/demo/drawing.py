"""The pictures of the demonstration world, all drawn by the project itself.

Photographed forms, contracts and people holding their card; each follows from its seed alone and
none could be taken for a real document.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.random import Generator
from PIL import Image

from anzhu.ops.demo import handwriting
from anzhu.ops.demo.camera import photograph
from anzhu.ops.demo.canvas import Pixels
from anzhu.ops.demo.in_hand import id_in_hand
from anzhu.ops.demo.portraits import portrait
from anzhu.papers import geometry, typeset

__all__ = ["Filled", "contract", "filled", "id_in_hand", "photographed", "portrait", "rasterised"]

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Filled:
    """What is written and stamped on a form by hand; no ``until`` ticks 无固定期限."""

    signer: str
    employer: str
    signed_on: date
    since: date
    until: date | None = None


def rasterised(pdf: bytes, page: int, dpi: int = 220) -> Pixels:
    """A page of a PDF (from 1) as RGB pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
        return np.array(picture, dtype=np.float32)
    finally:
        document.close()


def filled(
    pdf: bytes,
    page: int,
    by: Filled,
    *,
    seed: int,
    signed: bool = True,
    stamped: bool = True,
    dpi: int = 220,
) -> Pixels:
    """A page of an application form with everything filled in by hand, seen flat."""
    pixels = rasterised(pdf, page, dpi)
    dots = pixels.shape[1] / geometry.PAGE_WIDTH
    chance = np.random.default_rng([seed, page])
    first, second = geometry.form_pages(0, 0)
    if page == first.number:
        _write_term(pixels, first.blanks, by, dots, chance)
        return pixels
    blanks = second.blanks
    if signed:
        handwriting.scribble(pixels, blanks["applicant_signature"], by.signer, dots, chance)
        handwriting.write_date(pixels, blanks["applicant_date"], by.signed_on, dots, chance)
    opinion = blanks["employer_opinion"]
    line = geometry.Box(opinion.x + 6, opinion.y + 5.2, opinion.width - 20, 9.0)
    handwriting.scribble(pixels, line, "所填内容属实同意申请", dots, chance)
    handwriting.scribble(pixels, blanks["employer_signature"], by.employer[:3], dots, chance)
    handwriting.write_date(pixels, blanks["employer_date"], by.signed_on, dots, chance)
    if stamped:
        handwriting.stamp(pixels, blanks["stamp"], by.employer, dots, chance)
    return pixels


def photographed(
    pdf: bytes,
    page: int,
    by: Filled,
    *,
    seed: int,
    signed: bool = True,
    stamped: bool = True,
    perspective: float = 0.03,
    shadow: float = 0.25,
    noise: float = 3.0,
    blur: float = 0.6,
    sideways: bool = False,
    size: tuple[int, int] = (1920, 2560),
) -> bytes:
    """A page of the printed form, filled in, signed, stamped and photographed, as JPEG."""
    return photograph(
        filled(pdf, page, by, seed=seed, signed=signed, stamped=stamped, dpi=max(size) // 12),
        np.random.default_rng([seed, page, 2]),
        perspective=perspective,
        shadow=shadow,
        noise=noise,
        blur=blur,
        sideways=sideways,
        size=size,
    )


def contract(
    seed: int, person: str, employer: str, *, since: date, until: date | None = None
) -> bytes:
    """A labour contract of two pages, signed and stamped, as PDF of two pictures."""
    chance = np.random.default_rng([seed, 3])
    data = {"person": person, "employer": employer, "since": since, "until": until, "seed": seed}
    pdf = typeset.pdf("contract", data, folder=_TEMPLATES)
    pages = [rasterised(pdf, number, dpi=110) for number in (1, 2)]
    last, dots = pages[-1], pages[-1].shape[1] / geometry.PAGE_WIDTH
    handwriting.scribble(last, geometry.Box(132, 205, 40, 11), person, dots, chance)
    handwriting.scribble(last, geometry.Box(46, 205, 40, 11), employer[:3], dots, chance)
    handwriting.stamp(last, geometry.Box(34, 186, 60, 60), employer, dots, chance)
    sheets = [Image.fromarray(np.clip(one, 0, 255).astype(np.uint8)) for one in pages]
    kept = BytesIO()
    fixed = {"creationDate": since.timetuple(), "modDate": since.timetuple()}
    sheets[0].save(
        kept, "PDF", save_all=True, append_images=sheets[1:], resolution=110.0, quality=80, **fixed
    )
    return kept.getvalue()


def _write_term(
    pixels: Pixels, blanks: dict[str, geometry.Box], by: Filled, dots: float, chance: Generator
) -> None:
    handwriting.write_date(pixels, blanks["term_from"], by.since, dots, chance)
    if by.until is None:
        handwriting.tick(pixels, blanks["term_open"], dots, chance)
        handwriting.scribble(pixels, blanks["term_until"], "无固定期限", dots, chance)
    else:
        handwriting.write_date(pixels, blanks["term_until"], by.until, dots, chance)
