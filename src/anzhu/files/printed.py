"""The trade of the child that reads printed text and looks for names in it. Child only.

Everything is loaded when this module is imported: afterwards, as nobody and without a network,
the models may be out of reach. The reader never writes, and never asks for anything from outside.
"""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput

from anzhu.files import copies, likeness
from anzhu.files.likeness import Line

#: Long side at which text is read, in pixels: enough for ten-point print on A4.
READ_AT = 1600
_MARGIN = 6
_WIDEST = 900

cv2.setNumThreads(1)
_READER = RapidOCR(
    params={
        "Global.log_level": "critical",
        "Global.max_side_len": READ_AT,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
)
_NOTHING = np.full((64, 320, 3), 255, np.uint8)
# Its models are loaded by their first use.
_READER(_NOTHING, use_det=True, use_cls=False, use_rec=False)
_READER(_NOTHING, use_det=False, use_cls=True, use_rec=True)


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Look for ``asked["names"]``: by what they are, the names (``is``) and the labels beside which
    they stand (``beside``). The answer has for each the best ``match`` and what stands beside
    a label (``instead``), each with its crop; and how many lines were read."""
    page = copies.picture(source)
    read = lines(page)
    labels = [label for wanted in asked["names"].values() for label in wanted["beside"]]
    found = {
        name: _look_for(name, wanted, labels, read, page) for name, wanted in asked["names"].items()
    }
    return {"found": found, "lines": len(read)}


def lines(page: Image.Image) -> list[Line]:
    """What is printed on a page, from top to bottom."""
    answer = _READER(np.asarray(page)[..., ::-1].copy(), use_det=True, use_cls=True, use_rec=True)
    if not isinstance(answer, RapidOCROutput) or answer.boxes is None:
        return []
    read = [
        Line(str(text), float(score), _box(corners))
        for text, score, corners in zip(
            answer.txts or (), answer.scores or (), answer.boxes, strict=True
        )
    ]
    return sorted(read, key=lambda line: (line.box[1], line.box[0]))


def _look_for(
    name: str,
    wanted: Mapping[str, Any],
    labels: Sequence[str],
    read: Sequence[Line],
    page: Image.Image,
) -> dict[str, Any]:
    said: dict[str, Any] = {"match": None, "instead": None}
    match = likeness.best_match(wanted["is"], read)
    if match is not None:
        said["match"] = {
            "which": match.which,
            "likeness": round(match.likeness, 3),
            "score": round(match.score, 3),
            "crop": _cut(page, match.box, f"{name}.jpg"),
        }
    other = likeness.beside(wanted["beside"], read, labels)
    if other is not None:
        said["instead"] = {
            "text": other.text[:40],
            "likeness": round(max(likeness.likeness(one, other.text) for one in wanted["is"]), 3),
            "score": round(other.score, 3),
            "crop": _cut(page, other.box, f"{name}-instead.jpg"),
        }
    return said


def _box(corners: Any) -> tuple[int, int, int, int]:
    left, top = np.min(corners, axis=0)
    right, bottom = np.max(corners, axis=0)
    return int(left), int(top), int(right), int(bottom)


def _cut(page: Image.Image, box: tuple[int, int, int, int], name: str) -> list[Any]:
    """Write the cut-out; its name, width and height."""
    left, top, right, bottom = box
    cut = page.crop(
        (
            max(0, left - _MARGIN),
            max(0, top - _MARGIN),
            min(page.width, right + _MARGIN),
            min(page.height, bottom + _MARGIN),
        )
    )
    cut.thumbnail((_WIDEST, _WIDEST))
    cut.save(name, "JPEG", quality=82)
    return [name, *cut.size]
