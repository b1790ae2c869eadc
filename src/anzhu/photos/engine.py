"""The trade of the child for portraits: find the face, cut, measure, write anew. Child only."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import cv2
from PIL import Image

from anzhu.files import decode
from anzhu.photos import crop, faces, measure
from anzhu.photos.crop import Box, Frame
from anzhu.photos.engine_names import ORIGINAL, PORTRAIT, PREVIEW

cv2.setNumThreads(1)

#: What a decoder may hold, in bytes: of the child's 400 MiB, what the rest leaves to it. A HEIC of
#: 48 megapixels needs 206 MiB, a WebP of 12 megapixels 186.
_INSIDE = 240 * 1024 * 1024
_QUALITIES = (95, 90, 85, 75)


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Write the upright original and, where one can be cut, the portrait; what was found.

    ``asked``: the limits of a file; ``frame`` (see ``crop.Frame``), ``dpi`` and ``max_bytes`` of
    the profile; ``box`` in pixels or ``crop`` in shares, where somebody chose the frame, else
    null. The answer has ``faces``, ``picture``, ``preview`` and ``uploaded`` (sizes of the upright
    picture as kept, as a small copy and as it came), and with one face ``face``, ``lines``, ``box``
    and ``measures``, in pixels of the kept picture. Raises Trouble.
    """
    limits = decode.Limits(asked["pixels"], asked["pages"], asked["long_side"], _INSIDE)
    came = next(decode.pictures(source, limits))
    image, found = faces.upright(came.image)
    image.save(ORIGINAL, "JPEG", quality=92)
    preview = image.copy()
    preview.thumbnail((asked["preview_side"], asked["preview_side"]))
    preview.save(PREVIEW, "JPEG", quality=82)
    answer: dict[str, Any] = {
        "faces": len(found),
        "picture": image.size,
        "preview": preview.size,
        "uploaded": _as_it_came(image, came.long_side),
    }
    if len(found) == 1:
        answer |= _cut(image, found[0].box, asked)
    return answer


def _as_it_came(image: Image.Image, long_side: int) -> tuple[int, int]:
    """The size before it was scaled down, upright."""
    larger = long_side / max(image.size)
    return round(image.width * larger), round(image.height * larger)


def _cut(image: Image.Image, face: Box, asked: Mapping[str, Any]) -> dict[str, Any]:
    frame = Frame(**asked["frame"])
    pose = faces.pose(image, face)
    box = _box(image, face, pose.eyes_at, asked, frame)
    measures = measure.geometry(face, pose, box, frame.width)
    if box.width >= frame.width and box.height >= frame.height:
        portrait = _portrait(image, box, frame)
        _write(portrait, asked["dpi"], asked["max_bytes"])
        measures |= measure.light(portrait, _share_of(face, box))
    return {
        "face": list(face),
        "lines": crop.lines(face, pose.eyes_at),
        "box": list(box),
        "measures": measures,
    }


def _box(
    image: Image.Image, face: Box, eyes_at: float, asked: Mapping[str, Any], frame: Frame
) -> Box:
    """The frame that was asked for, else the one proposed for the face."""
    if asked.get("box"):
        return Box(*asked["box"])
    if asked.get("crop"):
        return crop.from_shares(tuple(asked["crop"]), image.size, frame)
    return crop.proposed(face, eyes_at, image.size, frame)


def _portrait(image: Image.Image, box: Box, frame: Frame) -> Image.Image:
    """Cut and scale down; never up."""
    edges = (box.left, box.top, box.left + box.width, box.top + box.height)
    size = (frame.width, frame.height)
    return image.resize(size, Image.Resampling.LANCZOS, box=edges, reducing_gap=3.0)


def _write(portrait: Image.Image, dpi: int, max_bytes: int) -> None:
    """As good as fits into the profile's size."""
    for quality in _QUALITIES:
        portrait.save(PORTRAIT, "JPEG", quality=quality, dpi=(dpi, dpi))
        if Path(PORTRAIT).stat().st_size <= max_bytes:
            return


def _share_of(face: Box, box: Box) -> tuple[float, float, float, float]:
    return (
        (face.left - box.left) / box.width,
        (face.top - box.top) / box.height,
        face.width / box.width,
        face.height / box.height,
    )
