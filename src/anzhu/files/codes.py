"""QR codes on a page, and what they say about how the page lies."""

from dataclasses import dataclass

import zxingcpp
from PIL import Image

#: The only kind that the house prints; looking for others takes three times as long.
FORMATS = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
#: Most pictures can be read at half size, in a fifth of the time; the rest are read whole.
_QUICK = 1700
_MOST_CODES = 20
_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True)
class FoundCode:
    """A code on an upright page; corners from its own top left on, as shares of width and height.

    ``turned`` is by how many degrees, anticlockwise, the page was turned to stand upright.
    """

    text: str
    kind: str
    corners: list[tuple[float, float]]
    turned: int


def upright_with_codes(image: Image.Image) -> tuple[Image.Image, list[FoundCode]]:
    """Turn a page by quarters until its QR codes stand upright; the page and its codes."""
    grey = image.convert("L")
    found, shrunk = _read(grey)
    turned = _turn(found)
    if turned:
        image = image.transpose(_TURNS[turned])
        found, shrunk = _read(grey.transpose(_TURNS[turned]))
    size = (image.width / shrunk, image.height / shrunk)
    return image, [_described(code, size, turned) for code in found[:_MOST_CODES]]


def _read(grey: Image.Image) -> tuple[list[zxingcpp.Barcode], int]:
    """The codes, and by how much the picture they were found in was reduced."""
    if max(grey.size) > _QUICK and (found := _codes(grey.reduce(2))):
        return found, 2
    # Smaller copies were looked at just now, or the picture is one.
    return _codes(grey, smaller=False), 1


def _codes(grey: Image.Image, *, smaller: bool = True) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(grey, formats=FORMATS, try_downscale=smaller))


def _turn(found: list[zxingcpp.Barcode]) -> int:
    """Degrees, anticlockwise, that set the QR codes upright; 0 where they do not agree."""
    turns = {round(code.orientation / 90) % 4 * 90 for code in found}
    return turns.pop() if len(turns) == 1 else 0


def _described(code: zxingcpp.Barcode, size: tuple[float, float], turned: int) -> FoundCode:
    at = code.position
    points = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    corners = [(round(p.x / size[0], 4), round(p.y / size[1], 4)) for p in points]
    return FoundCode(code.text, code.format.name, corners, turned)
