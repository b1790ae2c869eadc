"""The trade of the child for portraits: find the face, cut, measure, write anew. Child only."""

import math
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
#: 48 megapixels is reckoned at 243 MiB, a WebP of 12 megapixels at 186.
_INSIDE = 256 * 1024 * 1024
_QUALITIES = (95, 90, 85, 75)


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Write the upright original and, where one can be cut, the portrait; what was found.

    ``asked``: the limits of a file; ``frame`` (see ``crop.Frame``), ``dpi`` and ``max_bytes`` of
    the profile; ``box`` in pixels or ``crop`` in shares, where somebody chose the frame, else
    null, with ``turn``: degrees by which the picture is turned clockwise under that frame. The
    answer has ``faces``, ``picture``, ``preview`` and ``uploaded`` (sizes of the upright picture as
    kept, as a small copy and as it came), and with one face ``face``, ``lines``, ``box``, ``turn``
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
    turn = float(asked.get("turn") or 0.0)
    box = _box(image, face, pose.eyes_at, asked, frame)
    there, held = _turned(face, pose, box, turn)
    measures = measure.geometry(there, held, box, frame.width)
    if box.width >= frame.width and box.height >= frame.height:
        portrait = _portrait(image, box, frame, turn)
        _write(portrait, asked["dpi"], asked["max_bytes"])
        measures |= measure.light(portrait, _share_of(there, box))
    return {
        "face": list(face),
        "lines": crop.lines(face, pose.eyes_at),
        "box": list(box),
        "turn": turn,
        "measures": measures,
    }


def _box(
    image: Image.Image, face: Box, eyes_at: float, asked: Mapping[str, Any], frame: Frame
) -> Box:
    """The frame that was asked for, else the one proposed for the face."""
    if asked.get("box"):
        return Box(*asked["box"])
    if asked.get("crop"):
        return crop.from_shares(tuple(asked["crop"]), image.size, frame, asked["turn"])
    return crop.proposed(face, eyes_at, image.size, frame)


def _turned(face: Box, pose: faces.Pose, box: Box, turn: float) -> tuple[Box, faces.Pose]:
    """Where the face is, and how the head is held, once the picture is turned under its frame."""
    if not turn:
        return face, pose
    middle = face.left + face.width / 2
    x, y = crop.turned(middle, face.top + face.height / 2, box, turn)
    _, eyes_at = crop.turned(middle, pose.eyes_at, box, turn)
    there = Box(round(x - face.width / 2), round(y - face.height / 2), face.width, face.height)
    return there, pose._replace(eyes_at=eyes_at, roll=round(pose.roll + turn, 1))


def _under(image: Image.Image, box: Box, turn: float) -> Image.Image:
    """What lies in the frame when the picture is turned clockwise about the frame's middle."""
    sine, cosine = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    x, y = crop.turned(box.left, box.top, box, -turn)
    return image.transform(
        (box.width, box.height),
        Image.Transform.AFFINE,
        (cosine, sine, x, -sine, cosine, y),
        Image.Resampling.BICUBIC,
    )


def _portrait(image: Image.Image, box: Box, frame: Frame, turn: float) -> Image.Image:
    """Cut and scale down; never up."""
    if turn:
        image, box = _under(image, box, turn), Box(0, 0, box.width, box.height)
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
