"""Portraits of people who do not exist: drawn, not taken, and easy to tell from photographs.

A picture follows from its seed alone. It is what an ID photo should be (white ground, upright,
eyes a little above the middle), so it passes the photo tool; a face detector finds one face.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator

from anzhu.ops.demo.canvas import Canvas, Colour, Pixels, Points

#: Units of the drawing; a 5:7 picture.
WIDTH, HEIGHT = 1000.0, 1400.0
PORTRAIT_SCALE = 0.59
_GROUND: Colour = (250, 250, 251)
_SKINS: tuple[Colour, ...] = ((242, 206, 180), (235, 194, 164), (226, 181, 149), (246, 215, 193))
_HAIRS: tuple[Colour, ...] = ((34, 29, 30), (48, 38, 34), (26, 26, 32), (62, 48, 42))
_GREY: Colour = (132, 130, 130)
_JACKETS: tuple[Colour, ...] = (
    (38, 50, 72),
    (52, 54, 60),
    (30, 62, 66),
    (70, 40, 48),
    (58, 66, 84),
)


@dataclass(frozen=True)
class Face:
    """What differs between two people."""

    woman: bool
    skin: Colour
    hair: Colour
    jacket: Colour
    wide: float
    jaw: float
    eyes: float
    brows: float
    mouth: float
    style: int
    glasses: bool
    tie: bool


@dataclass(frozen=True)
class Sitting:
    """How somebody sat before the camera: nearer, aside, with a tilted head, in other light.

    ``nearer`` is a factor of at least 1; ``aside`` and ``down`` are shares of the picture, ``tilt``
    is in degrees. With ``turned`` left is right; ``jacket`` is worn instead of the face's own.
    """

    nearer: float
    aside: float
    down: float
    tilt: float
    turned: bool
    jacket: Colour


def sitting_of(seed: int) -> Sitting:
    """The sitting that belongs to a seed: two people of a crowd are never photographed alike."""
    chance = np.random.default_rng([seed, 9])
    light = chance.uniform(30, 70) if chance.random() < 0.6 else chance.uniform(110, 200)
    red, green, blue = light + chance.uniform(-18, 18, 3)
    return Sitting(
        nearer=float(chance.uniform(1.0, 1.12)),
        aside=float(chance.uniform(-0.05, 0.05)),
        down=float(chance.uniform(0.0, 0.06)),
        tilt=float(chance.uniform(-4.0, 4.0)),
        turned=bool(chance.random() < 0.5),
        jacket=(float(red), float(green), float(blue)),
    )


def face_of(seed: int, *, woman: bool | None = None) -> Face:
    """The face that belongs to a seed; ``woman`` fixes what the person's record says."""
    chance = np.random.default_rng([seed, 7])
    is_woman = bool(chance.random() < 0.4) if woman is None else woman
    return Face(
        woman=is_woman,
        skin=_SKINS[chance.integers(len(_SKINS))],
        hair=_GREY if chance.random() < 0.12 else _HAIRS[chance.integers(len(_HAIRS))],
        jacket=_JACKETS[chance.integers(len(_JACKETS))],
        wide=float(chance.uniform(0.95, 1.06)) * (0.96 if is_woman else 1.0),
        jaw=float(chance.uniform(0.86, 1.04)) * (0.9 if is_woman else 1.03),
        eyes=float(chance.uniform(0.94, 1.1)) * (1.06 if is_woman else 1.0),
        brows=float(chance.uniform(0.8, 1.15)) * (0.75 if is_woman else 1.05),
        mouth=float(chance.uniform(0.9, 1.12)),
        style=int(chance.integers(3)),
        glasses=bool(chance.random() < 0.25),
        tie=bool(chance.random() < 0.5),
    )


def portrait(seed: int, *, woman: bool | None = None, quality: int = 92) -> bytes:
    """A JPEG of 590 × 826 pixels on white ground."""
    return drawn(seed, woman=woman).jpeg(quality)


@lru_cache(maxsize=2)
def drawn(
    seed: int,
    *,
    woman: bool | None = None,
    sitting: Sitting | None = None,
    scale: float = PORTRAIT_SCALE,
) -> Canvas:
    """The portrait as a canvas, to be used in a larger picture; of ``sitting`` only the clothes.

    It is remembered for the next picture of the same person: not to be drawn upon.
    """
    face = face_of(seed, woman=woman)
    if sitting is not None:
        face = replace(face, jacket=sitting.jacket)
    canvas = Canvas(WIDTH, HEIGHT, scale, _GROUND)
    _hair_behind(canvas, face)
    _body(canvas, face)
    _head(canvas, face)
    _features(canvas, face)
    _hair_in_front(canvas, face)
    if face.glasses:
        _glasses(canvas, face)
    _grain(canvas, np.random.default_rng([seed, 8]))
    return canvas


def seated(canvas: Canvas, sitting: Sitting) -> Pixels:
    """The portrait as it was taken at this sitting; the body still reaches its lower edge."""
    high, wide = canvas.pixels.shape[:2]
    change = cv2.getRotationMatrix2D((wide / 2, high), sitting.tilt, sitting.nearer)
    change[:, 2] += (sitting.aside * wide, sitting.down * high)
    seen = np.ascontiguousarray(turned(canvas.pixels, sitting))
    moved = cv2.warpAffine(seen, change, (wide, high), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)


def turned(pixels: Pixels, sitting: Sitting) -> Pixels:
    """Somebody with left and right as they were at this sitting."""
    return pixels[:, ::-1] if sitting.turned else pixels


def _darker(colour: Colour, share: float) -> Colour:
    return (colour[0] * share, colour[1] * share, colour[2] * share)


def _both(points: Points) -> list[tuple[float, float]]:
    """Points of the left half, completed by their mirror images."""
    return [*points, *((WIDTH - x, y) for x, y in reversed(points) if x != WIDTH / 2)]


def _widened(points: Points, share: float) -> list[tuple[float, float]]:
    return [(WIDTH / 2 + (x - WIDTH / 2) * share, y) for x, y in points]


def _hair_behind(canvas: Canvas, face: Face) -> None:
    if not face.woman:
        return
    length = (1010.0, 1130.0, 900.0)[face.style]
    outline = _both(
        [(500, 190), (330, 235), (235, 400), (222, 640), (232, length - 60), (330, length)]
    )
    canvas.shape(_widened(outline, face.wide), _darker(face.hair, 0.85), soft=4)


def _body(canvas: Canvas, face: Face) -> None:
    neck = _both([(405, 800), (405, 1010), (340, 1080), (380, 1260)])
    canvas.shape(neck, _darker(face.skin, 0.9), soft=2)
    with canvas.inside(neck):
        canvas.oval(500, 985, 120, 70, _darker(face.skin, 0.68), soft=26, alpha=0.7)
    canvas.polygon(_both([(420, 1050), (350, 1120), (390, 1420)]), (240, 242, 246), soft=1)
    if face.tie and not face.woman:
        _tie(canvas, (150, 46, 52) if face.style else (46, 70, 120))
    left = [(0, 1420), (18, 1300), (80, 1205), (215, 1130), (392, 1052), (398, 1110), (452, 1420)]
    for side in (left, [(WIDTH - x, y) for x, y in left]):
        _jacket(canvas, face.jacket, side)


def _jacket(canvas: Canvas, colour: Colour, side: Points) -> None:
    """One half of the jacket with its lapel, and the collar of the shirt over it."""
    inwards = 1 if side[4][0] < WIDTH / 2 else -1
    canvas.polygon(side, colour, soft=1.5)
    fold = [(x + 22 * inwards, y + 60) for x, y in side[:4]]
    canvas.stroke(fold, _darker(colour, 0.7), 26, soft=26, alpha=0.5)
    neck, edge, hem = side[4], side[5], side[6]
    lapel = [neck, edge, hem, (hem[0] - 50 * inwards, 1420), (edge[0] - 62 * inwards, 1240)]
    canvas.polygon(lapel, _darker(colour, 1.25), soft=1.5)
    collar = [
        (500 - 4 * inwards, 1150),
        (neck[0] + 22 * inwards, 1046),
        (neck[0] - 6 * inwards, 1075),
    ]
    canvas.polygon([*collar, (edge[0] + 26 * inwards, 1205)], (226, 229, 236), soft=1)


def _tie(canvas: Canvas, colour: Colour) -> None:
    canvas.polygon(
        [(484, 1200), (516, 1200), (540, 1420), (460, 1420)], _darker(colour, 0.9), soft=1
    )
    canvas.polygon([(470, 1142), (530, 1142), (519, 1204), (481, 1204)], colour, soft=1)


def _head(canvas: Canvas, face: Face) -> None:
    for side in (1, -1):
        x = 500 + side * 262 * face.wide
        canvas.oval(x, 690, 34, 74, _darker(face.skin, 0.9), soft=2)
        canvas.oval(x - side * 4, 690, 17, 46, _darker(face.skin, 0.74), soft=7, alpha=0.7)
    half = [(500, 275), (370, 300), (278, 410), (250, 590), (258, 720)]
    chin = [(290, 850), (362, 958), (436, 1018), (500, 1032)]
    jaw = [(500 + (x - 500) * (0.75 + 0.25 * face.jaw), y) for x, y in chin]
    outline = _widened(_both([*half, *jaw]), face.wide)
    canvas.shape(outline, face.skin, soft=1.5)
    with canvas.inside(outline):
        _light(canvas, face)


def _light(canvas: Canvas, face: Face) -> None:
    """Light from the upper left: the right cheek, the jaw and the temples lie in soft shade."""
    canvas.oval(690, 760, 60, 190, _darker(face.skin, 0.8), soft=48, alpha=0.55)
    canvas.oval(300, 780, 40, 170, _darker(face.skin, 0.86), soft=42, alpha=0.5)
    canvas.oval(500, 985, 130, 40, _darker(face.skin, 0.86), soft=34, alpha=0.6)
    canvas.oval(470, 440, 150, 80, (255, 240, 225), soft=60, alpha=0.45)
    for x in (385, 615):
        canvas.oval(x, 770, 62, 44, (232, 150, 132), soft=36, alpha=0.3)
        canvas.oval(x, 735, 58, 30, (255, 236, 220), soft=30, alpha=0.4)


def _features(canvas: Canvas, face: Face) -> None:
    for side in (-1, 1):
        _eye(canvas, face, side)
    shade = _darker(face.skin, 0.68)
    canvas.stroke([(474, 600), (470, 690), (458, 768)], shade, 16, soft=13, alpha=0.5)
    canvas.stroke([(528, 600), (532, 690), (544, 768)], shade, 14, soft=12, alpha=0.45)
    canvas.stroke([(500, 560), (500, 740)], (255, 240, 226), 26, soft=15, alpha=0.6)
    canvas.oval(500, 772, 30, 20, (250, 222, 202), soft=13, alpha=0.7)
    canvas.stroke(
        [(446, 786), (462, 806), (500, 812), (538, 806), (554, 786)], shade, 7, soft=5, alpha=0.8
    )
    for x in (474, 526):
        canvas.oval(x, 800, 13, 6, _darker(face.skin, 0.42), soft=3, alpha=0.85)
    _mouth(canvas, face)


def _eye(canvas: Canvas, face: Face, side: int) -> None:
    x, y, size = 500 + side * 118.0, 622.0, face.eyes
    hollow = _darker(face.skin, 0.72)
    canvas.oval(x, y - 14, 82, 44, hollow, soft=22, alpha=0.6)
    white = [
        (x - 62 * size, y + 6),
        (x - 30, y - 18 * size),
        (x + 8, y - 23 * size),
        (x + 40, y - 14 * size),
        (x + 62 * size, y + 6),
        (x + 24, y + 19),
        (x - 24, y + 19),
    ]
    canvas.shape(white, (246, 244, 242), soft=1)
    canvas.oval(x, y, 24 * size, 23 * size, (62, 40, 30), soft=1.5)
    canvas.oval(x, y, 12 * size, 12 * size, (14, 11, 11), soft=1)
    canvas.oval(x - 8, y - 9, 5.5, 5.5, (255, 255, 255), soft=1)
    canvas.stroke(white[:5], (36, 26, 26), 10 if face.woman else 8, soft=1.5)
    canvas.stroke([white[0], (x, y - 40 * size), white[4]], hollow, 6, soft=4, alpha=0.8)
    canvas.stroke(white[4:], hollow, 5, soft=3, alpha=0.7)
    dark = _darker(face.hair, 0.9)
    brow = [
        (x - side * 66, y - 66),
        (x - side * 10, y - 84),
        (x + side * 50, y - 84),
        (x + side * 84, y - 60),
    ]
    canvas.stroke(brow, dark, 19 * face.brows, soft=4, alpha=0.9)


def _mouth(canvas: Canvas, face: Face) -> None:
    wide = 88 * face.mouth
    red: Colour = (186, 92, 90) if face.woman else (188, 116, 106)
    upper = [(500 - wide, 890), (470, 876), (500, 882), (530, 876), (500 + wide, 890), (500, 898)]
    lower = [(500 - wide, 891), (500, 899), (500 + wide, 891), (540, 918), (500, 924), (460, 918)]
    canvas.shape(lower, red, soft=2.5)
    canvas.shape(upper, _darker(red, 0.86), soft=2.5)
    canvas.stroke([(500 - wide, 890), (500, 897), (500 + wide, 890)], _darker(red, 0.45), 5, soft=2)
    canvas.oval(500, 910, 30, 6, (240, 190, 182), soft=5, alpha=0.6)
    canvas.oval(500, 944, 60, 12, _darker(face.skin, 0.74), soft=11, alpha=0.6)


def _hair_in_front(canvas: Canvas, face: Face) -> None:
    if face.woman:
        inner = ([(300, 600), (312, 470), (420, 395), (590, 372)], [(690, 470), (702, 600)])
        side = [(236, 700), (222, 520), (262, 350), (360, 232), (500, 196)]
    else:
        inner = (
            [(268, 560), (292, 450), (360, 392), (500, 372)],
            [(640, 388), (708, 450), (732, 560)],
        )
        side = [(246, 600), (240, 450), (290, 310), (385, 238), (500, 216)]
    if face.style == 1:
        inner = (
            [(290, 560), (306, 470), (345, 420), (500, 432)],
            [(655, 420), (694, 470), (710, 560)],
        )
    outer = [*side, *((WIDTH - x, y) for x, y in reversed(side[:-1]))]
    outline = _widened([*outer, *reversed([*inner[0], *inner[1]])], face.wide)
    canvas.shape(outline, face.hair, soft=3)
    shine = _darker(face.hair, 1.7)
    for index in range(5):
        x = 330 + index * 62
        canvas.stroke(
            [(x, 372 - index * 6), (x + 34, 292), (x + 96, 250)], shine, 7, soft=9, alpha=0.35
        )
    below = [(x, y + 14) for x, y in _widened([*inner[0], *inner[1]], face.wide)]
    canvas.stroke(below, _darker(face.skin, 0.6), 16, soft=12, alpha=0.4)


def _glasses(canvas: Canvas, face: Face) -> None:
    frame: Colour = (46, 44, 48)
    for side in (-1, 1):
        x = 500 + side * 120
        turn = np.linspace(0, 2 * np.pi, 24)
        rim = [(x + 92 * np.cos(t), 630 + 62 * np.sin(t)) for t in turn]
        canvas.stroke(rim, frame, 7, soft=1)
        canvas.stroke([(x + side * 92, 622), (500 + side * 258 * face.wide, 640)], frame, 7, soft=1)
    canvas.stroke([(472, 622), (500, 612), (528, 622)], frame, 7, soft=1)


def _grain(canvas: Canvas, chance: Generator) -> None:
    canvas.pixels += chance.normal(0.0, 1.6, canvas.pixels.shape).astype(np.float32)
