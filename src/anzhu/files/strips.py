"""Large pictures a strip at a time, so that their size decides about time and not about memory.

Every strip is made narrower as soon as it is decoded; what is kept is as wide as wanted and as high
as the file. Child only.
"""

import io
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np
import pillow_heif
from PIL import Image

_MIB = 1024 * 1024
#: Bytes of pixels in one strip.
_STRIP = 4 * _MIB
_PIECE = 64 * 1024
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: PNG colour types of eight bits and several bands: mode, and bytes a pixel.
_BANDS = {2: ("RGB", 3), 4: ("LA", 2), 6: ("RGBA", 4)}


def shrunk(strips: Iterable[Image.Image], height: int, wanted: tuple[int, int]) -> Image.Image:
    """The picture that the strips make from top to bottom, in the size wanted.

    ``height`` in pixels is what they must add up to; raises ValueError otherwise.
    """
    canvas, at = None, 0
    for strip in strips:
        narrow = strip.resize((wanted[0], strip.height), Image.Resampling.LANCZOS)
        if canvas is None:
            canvas = Image.new(narrow.mode, (wanted[0], height))
        canvas.paste(narrow, (0, at))
        at += strip.height
    if canvas is None or at != height:
        raise ValueError("the picture ends before its last row")
    return canvas.resize(wanted, Image.Resampling.LANCZOS)


def of_loaded(image: Image.Image) -> Iterator[Image.Image]:
    """Strips of a picture that is in memory already: where converting it whole would take more."""
    rows = max(1, _STRIP // (4 * image.width))
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def of_array(pixels: np.ndarray) -> Iterator[Image.Image]:
    """Strips of RGB or grey pixels, row by row."""
    rows = max(1, _STRIP // (4 * pixels.shape[1]))
    for top in range(0, pixels.shape[0], rows):
        yield Image.fromarray(np.ascontiguousarray(pixels[top : top + rows]))


def of_heif(source: BinaryIO) -> Iterator[Image.Image]:
    """The main picture of a HEIC file; its pixels are read where the decoder left them."""
    source.seek(0)
    found = pillow_heif.open_heif(source, convert_hdr_to_8bit=True)
    bands = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "RGBa": 4}[found.mode]
    width, height = found.size
    lying = np.frombuffer(found.data, np.uint8).reshape(height, found.stride)
    pixels = lying[:, : width * bands].reshape(height, width, bands)
    yield from of_array(pixels[..., :3] if bands > 2 else pixels[..., 0])


# --- PNG ---------------------------------------------------------------------------------------


def can_stream(source: BinaryIO) -> bool:
    """Is this a PNG of several eight-bit bands whose rows follow one another?"""
    source.seek(0)
    head = source.read(29)
    depth, colour, _, _, interlaced = head[24:29]
    return depth == 8 and colour in _BANDS and not interlaced


def of_png(source: BinaryIO) -> Iterator[Image.Image]:
    """Strips of a PNG that ``can_stream``.

    The rows of each strip, as they were filtered, make a small PNG of their own beneath the last
    row of the strip before; so it is the ordinary decoder that undoes the filters.
    """
    source.seek(16)
    width, height, _, colour = struct.unpack(">IIBB", source.read(10))
    mode, deep = _BANDS[colour]
    row = 1 + width * deep
    rows = max(1, _STRIP // row)
    above, left = b"", height
    for packed in _in_parts(_inflated(source), row * rows, row * height):
        many = len(packed) // row
        strip = _small_png(width, colour, above + packed)
        if strip.mode != mode:
            raise ValueError("a strip of another kind")
        strip = strip.crop((0, 1 if above else 0, width, strip.height))
        yield strip
        above = b"\0" + strip.crop((0, many - 1, width, many)).tobytes()
        left -= many
    if left:
        raise ValueError("the picture ends before its last row")


def _in_parts(pieces: Iterator[bytes], size: int, whole: int) -> Iterator[bytes]:
    """The pieces put together to parts of this size, the last one shorter; no more than whole."""
    held = bytearray()
    for piece in pieces:
        held += piece[: whole - len(held)]
        while len(held) >= min(size, whole):
            part = bytes(held[:size])
            yield part
            whole -= len(part)
            del held[: len(part)]
            if not whole:
                return


def _inflated(source: BinaryIO) -> Iterator[bytes]:
    """What the data chunks unpack to, piece by piece."""
    inflate = zlib.decompressobj()
    source.seek(len(_SIGNATURE))
    while len(head := source.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        if name == b"IEND":
            return
        if name != b"IDAT":
            source.seek(length + 4, io.SEEK_CUR)
            continue
        while length and (packed := source.read(min(length, _PIECE))):
            length -= len(packed)
            while packed:
                yield inflate.decompress(packed, _MIB)
                packed = inflate.unconsumed_tail
        source.seek(4, io.SEEK_CUR)


def _small_png(width: int, colour: int, rows: bytes) -> Image.Image:
    deep = _BANDS[colour][1]
    height = len(rows) // (1 + width * deep)
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    content = _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    image = Image.open(io.BytesIO(content), formats=["PNG"])
    image.load()
    return image
