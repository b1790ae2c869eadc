"""Reading a printed paper back: its pages, its text, its fonts, its QR codes."""

import re

import numpy as np
import pypdfium2
import zxingcpp

from anzhu.papers.geometry import Box


def page_count(pdf: bytes) -> int:
    """How many pages there are."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def texts(pdf: bytes) -> list[str]:
    """The text of every page, as it can be copied out of it, without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            re.sub(r"\s", "", document[index].get_textpage().get_text_bounded())
            for index in range(len(document))
        ]
    finally:
        document.close()


def picture(pdf: bytes, page: int, dpi: int = 150) -> np.ndarray:
    """A page as grey pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return np.array(document[page - 1].render(scale=dpi / 72).to_pil().convert("L"))
    finally:
        document.close()


def qr_codes(pixels: np.ndarray) -> list[str]:
    """What the QR codes in a picture say."""
    return [found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(pixels))]


def part(pixels: np.ndarray, box: Box, page_width: float = 210.0) -> np.ndarray:
    """The pixels inside a box given in millimetres."""
    dots = pixels.shape[1] / page_width
    rows = slice(round(box.y * dots), round((box.y + box.height) * dots))
    return pixels[rows, round(box.x * dots) : round((box.x + box.width) * dots)]
