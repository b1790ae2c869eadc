"""The pictures of the demonstration world, all drawn by the project itself.

Photographed forms, contracts and people holding their card; each follows from its seed alone and
none could be taken for a real document.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from anzhu.ops.demo import handwriting
from anzhu.ops.demo.camera import photograph
from anzhu.ops.demo.canvas import Canvas, Colour, Pixels, jpeg
from anzhu.ops.demo.portraits import drawn, face_of, portrait
from anzhu.papers import defaults, geometry, typeset

__all__ = ["Filled", "contract", "filled", "id_in_hand", "photographed", "portrait", "rasterised"]

_TEMPLATES = Path(__file__).parent / "templates"
_SKIN: Colour = (238.0, 198.0, 170.0)


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


def id_in_hand(seed: int, name: str, *, woman: bool | None = None) -> bytes:
    """The person holding a (clearly made-up) identity card, as JPEG of 1500 × 1125 pixels."""
    chance = np.random.default_rng([seed, 4])
    room = Canvas(1500, 1125, 1.0, (206, 214, 219))
    room.polygon([(0, 700), (1500, 640), (1500, 1125), (0, 1125)], (188, 196, 200), soft=60)
    person = drawn(seed, woman=woman).pixels
    _paste_person(room, person)
    card = _card(name, Image.fromarray(np.clip(person, 0, 255).astype(np.uint8)))
    _hand_behind(room, face_of(seed, woman=woman).jacket)
    _paste_card(room, card, float(chance.uniform(-4, 4)))
    _thumb(room)
    room.pixels += chance.normal(0, 3, room.pixels.shape[:2]).astype(np.float32)[..., None]
    return jpeg(room.pixels, 86, dpi=72)


def _write_term(
    pixels: Pixels, blanks: dict[str, geometry.Box], by: Filled, dots: float, chance: Generator
) -> None:
    handwriting.write_date(pixels, blanks["term_from"], by.since, dots, chance)
    if by.until is None:
        handwriting.tick(pixels, blanks["term_open"], dots, chance)
        handwriting.scribble(pixels, blanks["term_until"], "无固定期限", dots, chance)
    else:
        handwriting.write_date(pixels, blanks["term_until"], by.until, dots, chance)


def _paste_person(room: Canvas, person: Pixels) -> None:
    """Put a portrait into the room without its white ground."""
    person = np.asarray(
        cv2.resize(person, None, fx=1.28, fy=1.28, interpolation=cv2.INTER_CUBIC), dtype=np.float32
    )
    high, wide = person.shape[:2]
    top, left = room.pixels.shape[0] - high + 20, 70
    shown = person[: high - 20]
    away = np.abs(shown - 250).max(axis=2)
    weight = np.clip((away - 12) / 30, 0, 1)
    # What is white inside the outline (eyes, shirt) belongs to the person.
    outline = np.zeros(weight.shape, dtype=np.uint8)
    solid = (weight > 0.5).astype(np.uint8)
    solid[-1, round(wide * 0.1) : round(wide * 0.9)] = 1
    edges, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(outline, edges, -1, 1, cv2.FILLED)
    inner = cv2.erode(outline, np.ones((7, 7), dtype=np.uint8))
    weight = np.maximum(weight, inner)[..., None]
    under = room.pixels[top:, left : left + wide]
    under += weight * (shown * 0.97 - under)


def _card(name: str, face: Image.Image) -> Image.Image:
    """A specimen card: name, a crossed-out number, a small portrait, and the word 演示."""
    card = Image.new("RGB", (660, 416), (226, 238, 240))
    draw = ImageDraw.Draw(card)
    words = ImageFont.truetype(str(defaults.font_file("NotoSansSC", "Regular")), 30)
    large = ImageFont.truetype(str(defaults.font_file("NotoSansSC", "Bold")), 74)
    for index in range(0, 660, 12):
        draw.line([(index, 0), (index + 180, 416)], (214, 230, 232), 2)
    card.paste(face.resize((170, 238)), (452, 60))
    draw.text((120, 190), "演示样张", (208, 120, 120), large)
    rows = (f"姓名　{name}", "性别　演示　　民族　演示", "出生　0000 年 00 月 00 日")
    for index, row in enumerate(rows):
        draw.text((44, 44 + 50 * index), row, (52, 66, 78), words)
    draw.text((44, 350), "公民身份号码　000000 0000 0000 0000", (52, 66, 78), words)
    draw.rounded_rectangle((1, 1, 658, 414), 22, outline=(150, 170, 176), width=3)
    return card


def _paste_card(room: Canvas, card: Image.Image, turn: float) -> None:
    mask = Image.new("L", card.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 659, 415), 22, fill=255)
    turned, cut = (one.rotate(turn, Image.Resampling.BICUBIC, expand=True) for one in (card, mask))
    below = Image.fromarray(np.clip(room.pixels, 0, 255).astype(np.uint8))
    below.paste(turned, (790, 500), cut)
    room.pixels[:] = np.asarray(below, dtype=np.float32)


def _hand_behind(room: Canvas, sleeve: Colour) -> None:
    """The sleeve and the fingers that hold the card from behind."""
    room.shape(
        [(1040, 1180), (1060, 1040), (1180, 1000), (1330, 1050), (1380, 1180)], sleeve, soft=2
    )
    room.shape(
        [(1080, 1060), (1070, 940), (1130, 880), (1270, 880), (1320, 950), (1300, 1060)], _SKIN
    )
    room.polygon([(1058, 1066), (1334, 1066), (1330, 1030), (1066, 1026)], (240, 242, 246), soft=2)


def _thumb(room: Canvas) -> None:
    """The thumb in front of the card."""
    room.oval(1168, 896, 62, 60, (120, 132, 138), soft=16, alpha=0.35)
    thumb = [
        (1100, 1010),
        (1108, 920),
        (1128, 842),
        (1160, 812),
        (1192, 834),
        (1206, 920),
        (1220, 1010),
    ]
    room.shape(thumb, _SKIN, soft=1.5)
    room.shape(
        [(1140, 858), (1146, 828), (1162, 820), (1178, 832), (1182, 862), (1161, 872)],
        (250, 224, 212),
        soft=1.5,
    )
    room.stroke([(1214, 1000), (1200, 920), (1188, 850)], (206, 160, 134), 9, soft=8, alpha=0.6)
