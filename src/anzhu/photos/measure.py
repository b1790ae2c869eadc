"""What can be measured in a picture of a person: faces, eyes, ground, light. Child only."""

import math
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from anzhu.photos.crop import EYES_IN_FACE, HEAD_PER_FACE, Box

_CASCADES = Path(cv2.__file__).parent / "data"
_FACES = cv2.CascadeClassifier(str(_CASCADES / "haarcascade_frontalface_alt2.xml"))
_EYES = cv2.CascadeClassifier(str(_CASCADES / "haarcascade_eye.xml"))
_LOOKED_AT = 640
_SMALLEST_FACE = 0.08
#: A second face counts from this share of the first one's height on; smaller ones are noise.
_SECOND_FACE = 0.4
_EYE_REGION = 0.6


def faces_in(image: Image.Image) -> list[Box]:
    """The faces of a picture, the largest first, in pixels of the picture."""
    scale = min(1.0, _LOOKED_AT / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    grey = np.asarray(image.convert("L").resize(size, reducing_gap=2.0))
    # Never equalised as a whole: much white wall would press the face into a few shades of grey.
    found = _detected(grey)
    if not found:
        found = _detected(cv2.createCLAHE(2.0, (8, 8)).apply(grey))
    boxes = [Box(*(round(float(side) / scale) for side in face)) for face in found]
    boxes.sort(key=lambda box: -box.height)
    return [box for box in boxes if box.height >= boxes[0].height * _SECOND_FACE]


def _detected(grey: np.ndarray) -> Sequence[Sequence[int]]:
    least = max(20, round(min(grey.shape) * _SMALLEST_FACE))
    return list(_FACES.detectMultiScale(grey, 1.1, 4, minSize=(least, least)))


def eyes_in(image: Image.Image, face: Box) -> tuple[float, float | None]:
    """Height of the eye line in pixels from the top, and the tilt in degrees (None: not seen)."""
    usual = face.top + face.height * EYES_IN_FACE
    region = image.crop((face.left, face.top, face.left + face.width, face.top + face.height))
    scale = 240 / face.width
    grey = np.asarray(region.convert("L").resize((240, round(face.height * scale))))
    upper = cv2.equalizeHist(grey[: round(grey.shape[0] * _EYE_REGION)])
    found = _EYES.detectMultiScale(upper, 1.05, 5, minSize=(30, 30))
    middles = sorted((float(x + w / 2), float(y + h / 2)) for x, y, w, h in found)
    pairs = [pair for pair in combinations(middles, 2) if _like_eyes(*pair)]
    if not pairs:
        return usual, None
    left, right = max(pairs, key=lambda pair: pair[1][0] - pair[0][0])
    tilt = math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
    return face.top + (left[1] + right[1]) / 2 / scale, round(tilt, 1)


def _like_eyes(left: tuple[float, float], right: tuple[float, float]) -> bool:
    """One in each half of the face, and not one far above the other."""
    apart = right[0] - left[0]
    return left[0] < 120 < right[0] and 60 < apart < 180 and abs(right[1] - left[1]) < apart * 0.5


def pose(face: Box, eyes_at: float, box: Box) -> dict[str, float]:
    """Head height and eye line of a face as shares of the frame's height."""
    return {
        "head": round(face.height * HEAD_PER_FACE / box.height, 3),
        "eyes": round((eyes_at - box.top) / box.height, 3),
    }


def light(portrait: Image.Image, face: tuple[float, float, float, float]) -> dict[str, float]:
    """Ground and light of a finished portrait; ``face`` is its box as shares of the portrait.

    ``background``: the darkest channel of the ground on both sides of the head, so that colours
    show (0 to 255); ``background_spread``: its standard deviation; ``face_light``: mean grey of
    the face; ``shadow``: by how much its halves differ; ``sharpness``: variance of the Laplacian.
    """
    pixels = np.asarray(portrait)
    height, width = pixels.shape[:2]
    margin, down = round(width * 0.1), round(height * 0.45)
    ground = np.concatenate([pixels[:down, :margin], pixels[:down, -margin:]], axis=1).min(axis=2)
    grey = np.asarray(portrait.convert("L"))
    left, top, wide, tall = face
    inner = grey[
        round((top + 0.2 * tall) * height) : round((top + 0.85 * tall) * height),
        round((left + 0.2 * wide) * width) : round((left + 0.8 * wide) * width),
    ]
    if inner.size == 0:
        inner = grey
    half = max(1, inner.shape[1] // 2)
    return {
        "background": round(float(np.median(ground)), 1),
        "background_spread": round(float(ground.std()), 1),
        "face_light": round(float(inner.mean()), 1),
        "shadow": round(abs(float(inner[:, :half].mean()) - float(inner[:, -half:].mean())), 1),
        "sharpness": round(float(cv2.Laplacian(grey, cv2.CV_64F).var()), 1),
    }
