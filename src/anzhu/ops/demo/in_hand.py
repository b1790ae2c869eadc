"""People who hold up a card that is clearly no identity card, drawn; each follows from its seed."""

from functools import cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from anzhu.ops.demo.canvas import Canvas, Colour, Pixels, jpeg
from anzhu.ops.demo.portraits import PORTRAIT_SCALE, Sitting, drawn, face_of, turned
from anzhu.papers import defaults

_SKIN: Colour = (238.0, 198.0, 170.0)
#: Units of the drawing, which are pixels where it is not made smaller.
_WIDE, _HIGH = 1500, 1125


def id_in_hand(
    seed: int,
    name: str,
    *,
    woman: bool | None = None,
    sitting: Sitting | None = None,
    scale: float = 1.0,
) -> bytes:
    """The person holding a (clearly made-up) identity card, as JPEG of 1500 × 1125 pixels.

    With ``sitting`` in a room of their own; ``scale`` makes the picture smaller.
    """
    chance = np.random.default_rng([seed, 4])
    room = Canvas(_WIDE, _HIGH, scale, (206, 214, 219))
    if sitting is None:
        room.polygon([(0, 700), (1500, 640), (1500, 1125), (0, 1125)], (188, 196, 200), soft=60)
    else:
        _furnish(room, np.random.default_rng([seed, 10]))
    person = drawn(seed, woman=woman, sitting=sitting, scale=PORTRAIT_SCALE * scale).pixels
    if sitting is not None:
        person = np.ascontiguousarray(turned(person, sitting))
    _paste_person(room, person)
    card = _card(name, Image.fromarray(np.clip(person, 0, 255).astype(np.uint8)))
    _hand_behind(room, sitting.jacket if sitting else face_of(seed, woman=woman).jacket)
    _paste_card(room, card, float(chance.uniform(-4, 4)))
    _thumb(room)
    room.pixels += chance.normal(0, 3, room.pixels.shape[:2]).astype(np.float32)[..., None]
    return jpeg(room.pixels, 86, dpi=72)


def _furnish(room: Canvas, chance: Generator) -> None:
    """A wall, a floor and furniture of other colours, out of focus, in a window's light."""
    behind = Canvas(_WIDE, _HIGH, 0.12, (0, 0, 0))
    wall = np.full(3, chance.uniform(120, 230)) + chance.uniform(-16, 16, 3)
    behind.pixels[:] = wall
    low, tilt = chance.uniform(560, 860), chance.uniform(-60, 60)
    floor = [(0, low - tilt), (_WIDE, low + tilt), (_WIDE, _HIGH), (0, _HIGH)]
    behind.polygon(floor, _colour(wall * chance.uniform(0.6, 0.92)), soft=10)
    for _ in range(int(chance.integers(2, 4))):
        x, y = chance.uniform(-60, 1400), chance.uniform(-80, 480)
        right, foot = x + chance.uniform(160, 520), y + chance.uniform(160, 560)
        colour = _colour(chance.uniform(60, 240) + chance.uniform(-20, 20, 3))
        behind.polygon([(x, y), (right, y), (right, foot), (x, foot)], colour)
    x, y = chance.uniform(0, _WIDE), chance.uniform(0, 500)
    behind.oval(x, y, 260, 320, (255.0, 252.0, 240.0), soft=60, alpha=0.3)
    high, wide = room.pixels.shape[:2]
    room.pixels[:] = cv2.resize(behind.pixels, (wide, high), interpolation=cv2.INTER_CUBIC)


def _colour(values: NDArray[np.float64]) -> Colour:
    red, green, blue = (float(value) for value in np.clip(values, 0, 255))
    return red, green, blue


def _paste_person(room: Canvas, person: Pixels) -> None:
    """Put a portrait, drawn at the room's scale, into it without its white ground."""
    person = np.asarray(
        cv2.resize(person, None, fx=1.28, fy=1.28, interpolation=cv2.INTER_CUBIC), dtype=np.float32
    )
    high, wide = person.shape[:2]
    top, left = room.pixels.shape[0] - high + round(20 * room.scale), round(70 * room.scale)
    shown = person[: room.pixels.shape[0] - top]
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
    card = _card_of(name).copy()
    card.paste(face.resize((170, 238)), (452, 60))
    return card


@cache
def _card_of(name: str) -> Image.Image:
    """All of the card but the portrait, which no word touches."""
    card = Image.new("RGB", (660, 416), (226, 238, 240))
    draw = ImageDraw.Draw(card)
    words = ImageFont.truetype(str(defaults.font_file("NotoSansSC", "Regular")), 30)
    large = ImageFont.truetype(str(defaults.font_file("NotoSansSC", "Bold")), 74)
    for index in range(0, 660, 12):
        draw.line([(index, 0), (index + 180, 416)], (214, 230, 232), 2)
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
    size = (round(card.width * room.scale), round(card.height * room.scale))
    turned, cut = (
        one.resize(size).rotate(turn, Image.Resampling.BICUBIC, expand=True) for one in (card, mask)
    )
    below = Image.fromarray(np.clip(room.pixels, 0, 255).astype(np.uint8))
    below.paste(turned, (round(790 * room.scale), round(500 * room.scale)), cut)
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
