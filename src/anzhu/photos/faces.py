"""Where the faces of a picture are, how sure that is, and how a head leans. Child only.

A cascade answers yes many times around a real face and only a few times around a fold of cloth:
how often it does in a close look at one size (``support``) tells the two apart. Measured on real
photographs; see docs/photo.md.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from anzhu.photos.crop import EYES_IN_FACE, Box

_CASCADES = Path(cv2.__file__).parent / "data"
_FACES = cv2.CascadeClassifier(str(_CASCADES / "haarcascade_frontalface_alt2.xml"))
_EYES = tuple(
    cv2.CascadeClassifier(str(_CASCADES / f"haarcascade_{name}.xml"))
    for name in ("eye", "eye_tree_eyeglasses")
)
#: The long side of the small copy in which faces are looked for, in pixels.
_LOOKED_AT = 640
_SMALLEST_FACE = 0.055
_LOOKED_AT_CLOSELY = 12
#: A face that fills the picture is only seen with something around it.
_PADDING = 0.15
#: Below the first number it is no face; from the second on it is one beyond doubt.
_LIKELY, _SURE = 12, 20
#: What is only seen after the picture was turned must be surer still: there are more tries.
_SURE_TURNED = 40
#: Another face counts from this share of the first one's height on; smaller ones are far away.
_ANOTHER = 0.25
#: A leaning head is looked for at these angles, in degrees.
_LEANING = (-25, 25)
#: A close look: width of the face and of what is cut out around it, in pixels.
_FACE, _CLOSE = 120, 264
_LEAN_STEPS = range(-24, 25, 6)
_QUARTERS = (
    (3, Image.Transpose.ROTATE_270),
    (1, Image.Transpose.ROTATE_90),
    (2, Image.Transpose.ROTATE_180),
)

_Grey = np.ndarray


class Face(NamedTuple):
    """One face: its box in pixels of the picture, and how often the cascade said yes."""

    box: Box
    support: int


class Pose(NamedTuple):
    """How a head is held: heights in pixels of the picture, degrees clockwise as one looks at it.

    ``between`` is the distance of the eyes in pixels, None where they were not both seen; then
    ``eyes_at`` is where they usually are.
    """

    eyes_at: float
    roll: float
    between: float | None


def upright(image: Image.Image) -> tuple[Image.Image, list[Face]]:
    """The picture turned by quarters until its face stands upright, and the faces in it.

    The largest comes first. Without a sure face the picture stays as it is.
    """
    view, scale = _view(image)
    found = _faces(view, dim=True)
    if _sure(found):
        return image, _in_pixels(found, scale)
    for quarters, turn in _QUARTERS:
        turned = _faces(np.rot90(view, quarters))
        if _sure(turned, _SURE_TURNED):
            return image.transpose(turn), _in_pixels(turned, scale)
    return image, _in_pixels(found or _leaning(view), scale)


def _view(image: Image.Image) -> tuple[_Grey, float]:
    """A small grey copy, and its size as a share of the picture's."""
    scale = min(1.0, _LOOKED_AT / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return np.asarray(image.resize(size, reducing_gap=2.0).convert("L")), scale


def _sure(found: Sequence[Face], least: int = _SURE) -> bool:
    return any(face.support >= least for face in found)


def _in_pixels(found: Sequence[Face], scale: float) -> list[Face]:
    return [Face(Box(*(round(side / scale) for side in face.box)), face.support) for face in found]


def _faces(grey: _Grey, *, dim: bool = False) -> list[Face]:
    """The faces of a small copy, the largest first; ``dim``: look again with more contrast."""
    around = round(min(grey.shape) * _PADDING)
    least = max(20, round(min(grey.shape) * _SMALLEST_FACE))
    padded = _with_border(grey, around, around, around, around)
    found = list(_candidates(padded, least))
    if dim and not found:
        # Not at once: equalising a good picture costs more faces than it brings.
        padded = cv2.createCLAHE(2.0, (8, 8)).apply(padded)
        found = list(_candidates(padded, least))
    moved = [Face(Box(b.left - around, b.top - around, b.width, b.height), n) for b, n in found]
    return _people(moved)


def _candidates(grey: _Grey, least: int) -> Iterator[Face]:
    boxes, times = _FACES.detectMultiScale2(grey, 1.1, 4, minSize=(least, least))
    # Grass has dozens; the faces of a picture that is worth a close look are among the first.
    first = sorted(zip(times, map(tuple, boxes), strict=True), reverse=True)[:_LOOKED_AT_CLOSELY]
    for _, (left, top, wide, tall) in first:
        box = Box(int(left), int(top), int(wide), int(tall))
        support = _support(_close_to(grey, box, 0.4))
        if support >= _LIKELY:
            yield Face(box, support)


def _close_to(grey: _Grey, box: Box, margin: float) -> _Grey:
    """The part around a box, at the size at which faces are looked at closely."""
    wide = round(box.width * margin)
    part = grey[
        max(0, box.top - wide) : box.top + box.height + wide,
        max(0, box.left - wide) : box.left + box.width + wide,
    ]
    scale = _FACE / box.width
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(part, None, fx=scale, fy=scale, interpolation=how)


def _support(close: _Grey) -> int:
    """How often the cascade sees a face of about the close look's size."""
    found, times = _FACES.detectMultiScale2(close, 1.05, 1, minSize=(70, 70), maxSize=(180, 180))
    return int(max(times)) if len(found) else 0


def _people(found: Sequence[Face]) -> list[Face]:
    """Every person once: mouths within faces and doubtful things beside a sure face are none."""
    sure = [face for face in found if face.support >= _SURE]
    if not sure:
        return sorted(found, key=lambda face: -face.support)[:1]
    people: list[Face] = []
    for face in sorted(sure, key=lambda face: -face.box.height):
        far = people and face.box.height < people[0].box.height * _ANOTHER
        if not far and not any(_within(face.box, other.box) for other in people):
            people.append(face)
    return people


def _within(one: Box, other: Box) -> bool:
    """Does the middle of one box lie in the other?"""
    x, y = one.left + one.width / 2, one.top + one.height / 2
    return (
        other.left <= x <= other.left + other.width and other.top <= y <= other.top + other.height
    )


def _leaning(grey: _Grey) -> list[Face]:
    """A face that is only seen when the picture is turned a little, where it stands."""
    height, width = grey.shape
    for degrees in _LEANING:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        turned = cv2.warpAffine(grey, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
        found = _faces(turned)
        if _sure(found, _SURE_TURNED):
            back = cv2.invertAffineTransform(turn)
            return [Face(_moved(face.box, back), face.support) for face in found]
    return []


def _moved(box: Box, by: np.ndarray) -> Box:
    x, y = by @ (box.left + box.width / 2, box.top + box.height / 2, 1)
    return Box(round(x - box.width / 2), round(y - box.height / 2), box.width, box.height)


def pose(image: Image.Image, face: Box) -> Pose:
    """How the head of this face is held."""
    close = _closely(image, face)
    lean = _lean(close)
    middle = (_CLOSE / 2, _CLOSE / 2)
    turn = cv2.getRotationMatrix2D(middle, lean, 1.0)
    eyes = _eyes(cv2.warpAffine(close, turn, close.shape, borderMode=cv2.BORDER_REPLICATE))
    scale = face.width / _FACE
    if eyes is None:
        usual = np.array([middle[0], (_CLOSE - _FACE) / 2 + EYES_IN_FACE * _FACE])
        return Pose(_height(usual, turn, face), round(lean, 1), None)
    left, right = eyes
    between = math.dist(left, right)
    roll = lean + math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
    eyes_at = _height((np.array(left) + right) / 2, turn, face)
    return Pose(eyes_at, round(roll, 1), round(between * scale, 1))


def _height(point: np.ndarray, turn: np.ndarray, face: Box) -> float:
    """The height in the picture of a point of the close look that was turned upright."""
    y = (cv2.invertAffineTransform(turn) @ (*point, 1))[1]
    return float(face.top + (y - (_CLOSE - _FACE) / 2) * face.width / _FACE)


def _closely(image: Image.Image, face: Box) -> _Grey:
    """The face and a margin around it in grey, ``_CLOSE`` pixels square, the face ``_FACE``."""
    margin = round(face.width * (_CLOSE / _FACE - 1) / 2)
    left, top = face.left - margin, face.top - margin
    right, bottom = face.left + face.width + margin, face.top + face.height + margin
    inside = (max(0, left), max(0, top), min(image.width, right), min(image.height, bottom))
    grey = np.asarray(image.crop(inside).convert("L"))
    above, below = inside[1] - top, bottom - inside[3]
    padded = _with_border(grey, above, below, inside[0] - left, right - inside[2])
    return cv2.resize(padded, (_CLOSE, _CLOSE), interpolation=cv2.INTER_AREA)


def _with_border(grey: _Grey, above: int, below: int, left: int, right: int) -> _Grey:
    """What lies outside of the picture is taken to go on as its edge does."""
    return cv2.copyMakeBorder(grey, above, below, left, right, cv2.BORDER_REPLICATE)


def _lean(close: _Grey) -> float:
    """The turn, in degrees, in whose middle the cascade says yes most often."""
    middle = (_CLOSE / 2, _CLOSE / 2)
    support = []
    for degrees in _LEAN_STEPS:
        turn = cv2.getRotationMatrix2D(middle, degrees, 1.0)
        turned = cv2.warpAffine(close, turn, close.shape, borderMode=cv2.BORDER_REPLICATE)
        support.append(_support(turned[30:-30, 30:-30]))
    if max(support) < _LIKELY:
        return 0.0
    weights = [number if number >= max(support) / 2 else 0 for number in support]
    return float(np.average(list(_LEAN_STEPS), weights=weights))


def _eyes(close: _Grey) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Left and right eye of an upright close look; the pair that was seen most often."""
    left, top = (_CLOSE - _FACE) // 2, (_CLOSE - _FACE) // 2 + 20
    band = cv2.resize(close[top : top + 50, left : left + _FACE], None, fx=2, fy=2)
    band = cv2.equalizeHist(band)
    seen = []
    for cascade in _EYES:
        found, times = cascade.detectMultiScale2(band, 1.05, 1, minSize=(34, 34), maxSize=(90, 90))
        eyes = [(x + w / 2, y + h / 2, n) for (x, y, w, h), n in zip(found, times, strict=True)]
        seen += [
            (min(one[2], other[2]), one, other)
            for one, other in product(eyes, eyes)
            if _like_eyes(one, other)
        ]
    if not seen:
        return None
    _, one, other = max(seen)
    return (left + one[0] / 2, top + one[1] / 2), (left + other[0] / 2, top + other[1] / 2)


def _like_eyes(left: tuple[float, ...], right: tuple[float, ...]) -> bool:
    """One in each half of the face, and not one far above the other."""
    apart = right[0] - left[0]
    return left[0] < _FACE < right[0] and 70 < apart < 150 and abs(right[1] - left[1]) < apart / 14
