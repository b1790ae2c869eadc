"""What can be measured in a finished portrait, after ISO/IEC 29794-5. Child only.

Names, units and ranges are those of ``rules.photos.MEASURES``; docs/photo.md explains them.
"""

import cv2
import numpy as np
from PIL import Image

from anzhu.photos.crop import HEAD_PER_FACE, Box
from anzhu.photos.faces import Pose

#: A face as shares of the portrait: left, top, width, height.
Shares = tuple[float, float, float, float]
_DARKEST, _BRIGHTEST = 26, 247
#: How wide the picture is blurred to see how much sharpness there was to lose, in pixels.
_BLUR = 9


def geometry(face: Box, pose: Pose, box: Box, width: int) -> dict[str, float | None]:
    """Where the head stands in the frame; ``width`` is the portrait's, in pixels."""
    middle = face.left + face.width / 2 - box.left - box.width / 2
    between = None if pose.between is None else round(pose.between * width / box.width, 1)
    return {
        "head_size": round(face.height * HEAD_PER_FACE / box.height, 3),
        "eye_line": round((pose.eyes_at - box.top) / box.height, 3),
        "head_offset": round(middle / box.width, 3),
        "head_roll": pose.roll,
        "inter_eye_distance": between,
    }


def light(portrait: Image.Image, face: Shares) -> dict[str, float | None]:
    """Light, sharpness and ground of a finished portrait."""
    grey = np.asarray(portrait.convert("L"))
    skin = _part(grey, face, (0.2, 0.8), (0.2, 0.85))
    if skin.size == 0:
        return {}
    left = float(np.median(_part(grey, face, (0.2, 0.45), (0.45, 0.8))))
    right = float(np.median(_part(grey, face, (0.55, 0.8), (0.45, 0.8))))
    shares = np.histogram(skin, 256, (0, 256))[0] / skin.size
    return {
        "illumination": round(float(skin.mean()), 1),
        "illumination_uniformity": round(min(left, right) / max(left, right, 1.0), 3),
        "under_exposure": round(float((skin < _DARKEST).mean()), 3),
        "over_exposure": round(float((skin > _BRIGHTEST).mean()), 3),
        "brightest": round(float(np.percentile(grey, 99)), 1),
        "dynamic_range": round(float(-(shares[shares > 0] * np.log2(shares[shares > 0])).sum()), 2),
        "sharpness": round(_sharpness(skin), 3),
        **_ground(np.asarray(portrait), face),
    }


def _part(
    pixels: np.ndarray, face: Shares, across: tuple[float, float], down: tuple[float, float]
) -> np.ndarray:
    """A part of the face, as shares of the face, that lies within the portrait."""
    height, width = pixels.shape[:2]
    left, top, wide, tall = face
    rows = [round((top + share * tall) * height) for share in down]
    columns = [round((left + share * wide) * width) for share in across]
    return pixels[max(0, rows[0]) : max(0, rows[1]), max(0, columns[0]) : max(0, columns[1])]


def _sharpness(grey: np.ndarray) -> float:
    """How much of the change between neighbours a blur takes away (Crété and others, 2007).

    What is blurred already loses little. Contrast and brightness do not matter, which is why this
    is used and not the variance of the Laplacian: a dark picture is not a blurred one.
    """
    pixels = grey.astype(np.float32)
    lost = []
    for axis in (0, 1):
        size = (1, _BLUR) if axis == 0 else (_BLUR, 1)
        before = np.abs(np.diff(pixels, axis=axis))
        after = np.abs(np.diff(cv2.blur(pixels, size), axis=axis))
        lost.append(float(np.maximum(0, before - after).sum() / max(float(before.sum()), 1e-6)))
    return min(lost)


def _ground(pixels: np.ndarray, face: Shares) -> dict[str, float | None]:
    """The wall above and beside the head: its lightness and tint, and how even it is.

    The darkest channel counts for the lightness, so that colours show; of left, right and top the
    worst. Even means that it follows a plane: light that falls off to one side is no pattern.
    """
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width] / np.array([height, width]).reshape(2, 1, 1)
    left, top, wide, tall = face
    head = ((x - left - wide / 2) / (0.72 * wide)) ** 2 + ((y - top - 0.4 * tall) / tall) ** 2 < 1
    sides = (y < 0.3) & ((x < 0.12) | (x > 0.88))
    # Beside a small head there is more to see; beside a large one only the corners are no hair.
    beside = (y < top + tall) & (np.abs(x - left - wide / 2) > 0.95 * wide)
    ground = (sides | beside | (y < 0.07)) & ~head
    parts = [ground & (x < 0.3), ground & (x > 0.7), ground & (y < 0.07)]
    seen = [pixels[part] for part in parts if part.sum() >= 60]
    if ground.mean() < 0.01 or not seen:
        return {}
    light = min(float(np.median(part.min(axis=1))) for part in seen)
    tint = max(float(np.median(np.ptp(part.astype(int), axis=1))) for part in seen)
    return {
        "background": round(light, 1),
        "background_tint": round(tint, 1),
        "background_uniformity": round(_evenness(pixels, ground, x, y), 1),
    }


def _evenness(pixels: np.ndarray, ground: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """By how much the ground stays off a plane, in levels; the worst quarter may be hair."""
    smooth = cv2.blur(pixels, (3, 3))[ground].astype(float)
    plane = np.stack([x[ground], y[ground], np.ones(len(smooth))], axis=1)
    near = np.ones(len(smooth), dtype=bool)
    for _ in range(3):
        fit, *_ = np.linalg.lstsq(plane[near], smooth[near], rcond=None)
        off = np.abs(smooth - plane @ fit).max(axis=1)
        near = off <= np.percentile(off, 75)
    return float(np.percentile(off, 75))
