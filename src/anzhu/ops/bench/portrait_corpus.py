"""Pictures of people under every condition the photo tool speaks of, with what it should say.

The people are the drawn ones of the demo world and, where scikit-image is installed, the one real
portrait in the public domain that comes with it, cut out and set before a white wall.
"""

import importlib.util
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from anzhu.ops.demo import portraits
from anzhu.photos import faces
from anzhu.photos.crop import EYES_IN_FACE, HEAD_PER_FACE

Picture = Image.Image
_SIZE = (1300, 1800)
_WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Condition:
    """How a good picture is spoilt, and the code that must be said of it (None: nothing)."""

    expected: str | None
    spoil: Callable[[Picture], Picture]


def before_a_wall(person: Picture, *, tall: int = 1300) -> Picture:
    """A person before a white wall, as a phone takes it."""
    wall = Image.new("RGB", _SIZE, _WHITE)
    figure = person.resize((round(person.width * tall / person.height), tall))
    wall.paste(figure, ((_SIZE[0] - figure.width) // 2, _SIZE[1] - figure.height))
    return wall


def people(drawn: int = 4) -> Iterator[tuple[str, Picture]]:
    """Names and cut-outs on white of drawn people, then of the real one."""
    for seed in range(1, drawn + 1):
        picture = Image.open(io.BytesIO(portraits.portrait(seed))).convert("RGB")
        yield f"drawn {seed}", picture
    if (real := astronaut()) is not None:
        yield "astronaut", _cut_out(real.crop((80, 0, 380, 420)))


def astronaut() -> Picture | None:
    """The real portrait as it is, before a flag; None without scikit-image."""
    if importlib.util.find_spec("skimage") is None:
        return None
    return Image.fromarray(importlib.import_module("skimage.data").astronaut())


def _cut_out(picture: Picture) -> Picture:
    """The person alone; seeds are an ellipse for the head and the lower part for the body."""
    pixels = np.asarray(picture)[:, :, ::-1].copy()
    height, width = pixels.shape[:2]
    mask = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    head = (round(width * 0.485), round(height * 0.28))
    for share, what in ((0.24, cv2.GC_PR_FGD), (0.14, cv2.GC_FGD)):
        axes = (round(width * share), round(height * share * 1.05))
        cv2.ellipse(mask, head, axes, 0, 0, 360, what, -1)
    mask[round(height * 0.62) :] = cv2.GC_PR_FGD
    mask[round(height * 0.8) :, round(width * 0.2) : round(width * 0.8)] = cv2.GC_FGD
    cv2.setRNGSeed(1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(pixels, mask, (0, 0, 1, 1), *models, 4, cv2.GC_INIT_WITH_MASK)
    seen = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8) * 255
    alpha = Image.fromarray(cv2.GaussianBlur(seen, (5, 5), 0))
    return Image.composite(picture, Image.new("RGB", picture.size, _WHITE), alpha)


def _bright(by: float) -> Callable[[Picture], Picture]:
    return lambda picture: ImageEnhance.Brightness(picture).enhance(by)


def _turned(degrees: float) -> Callable[[Picture], Picture]:
    return lambda picture: picture.rotate(
        degrees, resample=Image.Resampling.BICUBIC, fillcolor=_WHITE
    )


def _half_in_shadow(picture: Picture) -> Picture:
    half = (0, 0, picture.width // 2, picture.height)
    spoilt = picture.copy()
    spoilt.paste(_bright(0.4)(picture.crop(half)), half)
    return spoilt


def _coloured(colour: tuple[int, int, int]) -> Callable[[Picture], Picture]:
    """The wall in another colour, from the edges of the picture inwards."""

    def paint(picture: Picture) -> Picture:
        pixels = np.asarray(picture).copy()
        mask = np.zeros((picture.height + 2, picture.width + 2), np.uint8)
        for corner in ((0, 0), (picture.width - 1, 0)):
            near = (12, 12, 12)
            cv2.floodFill(pixels, mask, corner, colour, near, near, cv2.FLOODFILL_FIXED_RANGE)
        return Image.fromarray(pixels)

    return paint


def _shelves(picture: Picture) -> Picture:
    """Boards and books where the wall was."""
    wall = np.asarray(_coloured((1, 254, 1))(picture))
    ground = (wall == (1, 254, 1)).all(axis=2)
    rows, columns = np.mgrid[0 : picture.height, 0 : picture.width]
    books = (rows // 140 * 7 + columns // 45 * 3) % 5 * 50 + 20
    books[rows % 140 < 14] = 90
    pixels = np.where(ground[:, :, None], np.repeat(books[:, :, None], 3, axis=2), wall)
    return Image.fromarray(pixels.astype(np.uint8))


def _small(picture: Picture) -> Picture:
    """So far away that the head is small even in the smallest frame that can be printed."""
    far = Image.new("RGB", (600, 840), _WHITE)
    far.paste(picture.resize((290, 402), reducing_gap=3.0), (155, 438))
    return far


def _aside(picture: Picture) -> Picture:
    """Cut by somebody else, the head in a corner."""
    edge = Image.new("RGB", (826, 1157), _WHITE)
    edge.paste(picture, (-490, -450))
    return edge.resize((590, 826))


def _two(picture: Picture) -> Picture:
    both = Image.new("RGB", (picture.width * 2, picture.height), _WHITE)
    both.paste(picture, (0, 0))
    both.paste(picture, (picture.width, 0))
    return both


def _near(picture: Picture) -> Picture:
    """Cut too tightly, as people do who want to be seen well."""
    _, (first, *_) = faces.upright(picture)
    tall = round(first.box.height * HEAD_PER_FACE / 0.87)
    wide = round(tall * 295 / 413)
    left = first.box.left + (first.box.width - wide) // 2
    top = round(first.box.top + first.box.height * EYES_IN_FACE - tall * 0.47)
    return picture.crop((left, top, left + wide, top + tall)).resize((590, 826))


def crowd(person: Picture, size: tuple[int, int]) -> Picture:
    """Eight times four times the same person."""
    many = Image.new("RGB", size, _WHITE)
    one = person.resize((size[0] // 8, size[1] // 4))
    for at in range(32):
        many.paste(one, (at % 8 * one.width, at // 8 * one.height))
    return many


def _poster(picture: Picture) -> Picture:
    """Somebody's picture on the wall, a third as large."""
    spoilt = picture.copy()
    spoilt.paste(picture.resize((picture.width // 3, picture.height // 3)), (0, 0))
    return spoilt


def _nobody(picture: Picture) -> Picture:
    """The same picture below the shoulders."""
    return picture.crop((0, round(picture.height * 0.86), picture.width, picture.height)).resize(
        (900, 1260)
    )


def _sideways(picture: Picture) -> Picture:
    return picture.transpose(Image.Transpose.ROTATE_90)


#: Every condition by its name.
CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "good": Condition(None, lambda picture: picture),
        "grey picture": Condition(None, lambda picture: picture.convert("L").convert("RGB")),
        "on its side": Condition(None, _sideways),
        "upside down": Condition(None, lambda p: p.transpose(Image.Transpose.ROTATE_180)),
        "JPEG, much compressed": Condition(None, lambda picture: _compressed(picture, 30)),
        "dark": Condition("light.dark", _bright(0.45)),
        "very dark": Condition("light.dark", _bright(0.3)),
        "too bright": Condition("light.bright", _bright(1.7)),
        "half in shadow": Condition("light.uneven", _half_in_shadow),
        "blurred": Condition("sharpness.blurred", lambda p: p.filter(ImageFilter.GaussianBlur(9))),
        "blue ground": Condition("ground.not_white", _coloured((67, 142, 219))),
        "grey ground": Condition("ground.not_white", _coloured((170, 170, 170))),
        "shelves behind": Condition("ground.not_plain", _shelves),
        "leaning left": Condition("head.tilted", _turned(17)),
        "leaning right": Condition("head.tilted", _turned(-17)),
        "far away": Condition("head.small", _small),
        "too near": Condition("head.large", _near),
        "head in a corner": Condition("head.off_centre", _aside),
        "two people": Condition("face.several", _two),
        "a face on a poster": Condition("face.several", _poster),
        "nobody": Condition("face.none", _nobody),
        "few pixels": Condition("size.too_small", lambda p: p.resize((260, 360))),
    }
)


def _compressed(picture: Picture, quality: int) -> Picture:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")
