"""A telephone's camera: a flat page becomes a photograph on a desk."""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from anzhu.ops.demo.canvas import Pixels, jpeg


def photograph(
    page: Pixels,
    chance: Generator,
    *,
    perspective: float = 0.03,
    shadow: float = 0.25,
    noise: float = 3.0,
    blur: float = 0.6,
    sideways: bool = False,
    size: tuple[int, int] = (1920, 2560),
    quality: int = 85,
) -> bytes:
    """``page`` (RGB pixels) lying on a desk, as JPEG of ``size`` (width, height).

    ``perspective`` is how far a corner strays, as a share of the picture; ``shadow`` how much light
    is lost in the darkest corner; ``noise`` in grey levels, ``blur`` in pixels.
    """
    taken = on_desk(page, chance, perspective, size)
    taken *= light(chance, shadow, size)[..., None]
    if blur > 0:
        taken = np.asarray(cv2.GaussianBlur(taken, (0, 0), blur), dtype=np.float32)
    taken += chance.normal(0.0, noise, taken.shape[:2]).astype(np.float32)[..., None]
    if sideways:
        taken = np.rot90(taken)
    return jpeg(taken, quality, dpi=72)


def on_desk(
    page: Pixels, chance: Generator, perspective: float, size: tuple[int, int], fills: float = 0.95
) -> NDArray[np.float32]:
    """The page as it lies on a desk; with ``fills`` above 1 its edges are outside the picture."""
    wide, high = size
    grain = chance.normal(0, 7, (high // 8, wide // 8)).astype(np.float32)
    desk = cv2.resize(cv2.GaussianBlur(grain, (0, 0), 3.0, sigmaY=0.6), size)[..., None] * 3
    desk = desk + np.array((121, 96, 74), dtype=np.float32)
    from_ = np.array(
        [(0, 0), (page.shape[1], 0), page.shape[1::-1], (0, page.shape[0])], dtype=np.float32
    )
    scale = min(wide / page.shape[1], high / page.shape[0]) * (fills - perspective)
    left = (wide - page.shape[1] * scale) / 2
    top = (high - page.shape[0] * scale) / 2
    stray = chance.uniform(-perspective, perspective, (4, 2)) * min(size) * 0.5
    to = (from_ * scale + (left, top) + stray).astype(np.float32)
    change = cv2.getPerspectiveTransform(from_, to)
    lain = cv2.warpPerspective(page, change, size, flags=cv2.INTER_AREA | cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.ones(page.shape[:2], dtype=np.float32), change, size)
    dark = cv2.GaussianBlur(np.roll(mask, (9, 6), axis=(0, 1)), (0, 0), 9.0)[..., None]
    ground = desk * (1 - 0.45 * dark)
    return np.asarray(ground + mask[..., None] * (lain - ground), dtype=np.float32)


def light(chance: Generator, shadow: float, size: tuple[int, int]) -> NDArray[np.float32]:
    """A lamp to one side, and the soft shadow of a hand from the other."""
    wide, high = size
    x, y = np.meshgrid(np.linspace(-1, 1, wide // 8), np.linspace(-1, 1, high // 8))
    angle = chance.uniform(0, 2 * np.pi)
    slope = (np.cos(angle) * x + np.sin(angle) * y + 1.42) / 2.84
    hand = np.exp(
        -(((x + 1.1 * np.cos(angle)) / 0.55) ** 2 + ((y + 1.1 * np.sin(angle)) / 0.8) ** 2)
    )
    light = 0.98 - shadow * (0.6 * (1 - slope) + 0.4 * hand)
    return cv2.resize(light.astype(np.float32), size)
