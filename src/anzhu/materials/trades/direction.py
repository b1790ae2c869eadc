"""Which way up is the text of a page? Child only; loads the small model that tells lines of text.

The model belongs to the reader of printed text, whose other models, a hundred times as large, are
not needed here: lines are found by joining their letters.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
import onnxruntime

from anzhu.files import copies

cv2.setNumThreads(1)

#: Pixels: the long side at which lines are sought, and the field that the model looks at.
_SOUGHT_AT, _HIGH, _WIDE = 1600, 48, 192
#: Lines are so high in pixels, at least so many times as wide, and so full once they are joined.
_LOWEST, _HIGHEST, _LEAST_WIDE, _LEAST_FULL = 12, 60, 4, 0.4
_MOST_LINES = 16
_AROUND = 3


def _model() -> onnxruntime.InferenceSession:
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        raise ImportError("rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    path = Path(found.origin).parent / "models" / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


_MODEL = _model()


def work(source: BinaryIO, _asked: Mapping[str, Any]) -> dict[str, Any]:
    """How many ``lines`` were looked at, and ``turned``: how surely they stand on their heads, 0 to
    1, on average; 0 where there are none."""
    pieces = _pieces(np.asarray(copies.picture(source).convert("L")))
    if not pieces:
        return {"lines": 0, "turned": 0.0}
    answer = _MODEL.run(None, {_MODEL.get_inputs()[0].name: np.stack(pieces)})
    sure = np.asarray(answer[0])[:, 1]
    return {"lines": len(pieces), "turned": round(float(sure.mean()), 3)}


def _pieces(grey: Any) -> list[Any]:
    """The longest lines, as the model wants them: three planes of -1 to 1, grey beside them."""
    scale = _SOUGHT_AT / max(grey.shape)
    page = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(
        page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 25), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    lines = [
        (left, top, wide, high)
        for left, top, wide, high, full in boxes[1:]
        if _LOWEST <= high <= _HIGHEST
        and wide > _LEAST_WIDE * high
        and full > _LEAST_FULL * wide * high
    ]
    lines.sort(key=lambda line: -line[2])
    return [_piece(page, *line) for line in lines[:_MOST_LINES]]


def _piece(page: Any, left: int, top: int, wide: int, high: int) -> Any:
    """The beginning of a line, in the proportions for which the model was made."""
    cut = page[
        max(0, top - _AROUND) : top + high + _AROUND, left : left + min(wide, _LEAST_WIDE * high)
    ]
    shown = min(_WIDE, int(np.ceil(_HIGH * cut.shape[1] / cut.shape[0])))
    field = np.zeros((3, _HIGH, _WIDE), np.float32)
    field[:, :, :shown] = (cv2.resize(cut, (shown, _HIGH)).astype(np.float32) / 255 - 0.5) / 0.5
    return field
