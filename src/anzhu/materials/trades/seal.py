"""Read the name around a round red seal. Child only; loads the reader of printed text."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image

from anzhu.files import codes, copies, likeness, printed
from anzhu.materials.trades.form_page import code_corners
from anzhu.papers.reading import page

cv2.setNumThreads(1)
#: White around the strip: text at the very edge of a picture is overlooked.
_MARGIN = 40
RING = "ring.jpg"


def work(source: BinaryIO, asked: Mapping[str, Any]) -> dict[str, Any]:
    """``text`` around the ring and how surely it was ``read``, how ``like`` one of the names asked
    for; ``text`` is empty where nothing could be read, ``ring`` None where there is no seal."""
    image, found = codes.upright_with_codes(copies.picture(source))
    reading = page.read(np.asarray(image), code_corners(found), 2, None)
    if reading is None or reading.ring is None:
        return {"ring": None, "text": "", "read": 0.0, "like": 0.0}
    Path(RING).write_bytes(page.as_jpeg(np.asarray(reading.ring)))
    edge = ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0))
    strip = np.pad(np.asarray(reading.ring), edge, constant_values=255)
    lines = sorted(printed.lines(Image.fromarray(strip)), key=lambda line: line.box[0])
    text = "".join(line.text for line in lines)
    return {
        "ring": reading.ring.shape[1::-1],
        "text": text[:80],
        "read": round(min((line.score for line in lines), default=0.0), 3),
        "like": round(max((likeness.likeness(one, text) for one in asked["names"]), default=0), 3),
    }
