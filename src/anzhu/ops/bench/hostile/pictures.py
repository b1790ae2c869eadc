"""Hostile pictures: floods, lies, bombs, and what hides behind a picture."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL import Image

from anzhu.ops.bench.hostile import good

_PNG = b"\x89PNG\r\n\x1a\n"
_MIB = 1024 * 1024


def png_of(head: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks, with right checksums."""
    return _PNG + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), *chunks, (b"IEND", b""))
    )


def _head(width: int, height: int, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)


def zeros(count: int) -> bytes:
    """So many zeros, packed, without holding them."""
    pack, packed = zlib.compressobj(1), []
    while count:
        piece = min(count, _MIB)
        packed.append(pack.compress(bytes(piece)))
        count -= piece
    return b"".join([*packed, pack.flush()])


def png_flood() -> bytes:
    return png_of(_head(60_000, 60_000), (b"IDAT", zeros(1000)))


def png_flood_just_allowed() -> bytes:
    """As many pixels as are allowed, all there: it must be taken, within bounds."""
    return png_of(_head(7071, 7071), (b"IDAT", zeros(7071 * (1 + 7071 * 3))))


def png_flood_of_sixteen_bits() -> bytes:
    return png_of(_head(7000, 7000, depth=16), (b"IDAT", zeros(7000 * (1 + 7000 * 6))))


def png_flood_interlaced() -> bytes:
    return png_of(_head(7000, 7000, interlaced=1), (b"IDAT", zeros(60_000_000)))


def png_bomb_behind_few_pixels() -> bytes:
    """Eight pixels, and hundreds of megabytes of data behind them."""
    return png_of(_head(8, 1), (b"IDAT", zeros(300 * _MIB)))


def png_text_bomb() -> bytes:
    text = b"Comment\0\0" + zeros(300 * _MIB)
    return png_of(_head(8, 1), (b"zTXt", text), (b"IDAT", zlib.compress(bytes(25))))


def png_profile_bomb() -> bytes:
    profile = b"icc\0\0" + zeros(300 * _MIB)
    return png_of(_head(8, 1), (b"iCCP", profile), (b"IDAT", zlib.compress(bytes(25))))


def png_with_a_wrong_checksum() -> bytes:
    data = bytearray(good.png())
    data[45] ^= 0xFF
    return bytes(data)


def png_of_a_length_beyond() -> bytes:
    return good.png()[:33] + struct.pack(">I", 0x7FFFFFFF) + b"IDAT" + b"x" * 100


def apng_of_ten_thousand_frames() -> bytes:
    frames: list[tuple[bytes, bytes]] = [(b"acTL", struct.pack(">II", 10_000, 0))]
    pixels = zlib.compress(bytes(100 * 301))
    for number in range(10_000):
        control = struct.pack(">IIIIIHHBB", 2 * number, 100, 100, 0, 0, 1, 100, 0, 0)
        frames.append((b"fcTL", control))
        frames.append((b"IDAT", pixels) if number == 0 else (
            b"fdAT", struct.pack(">I", 2 * number + 1) + pixels
        ))  # fmt: skip
    return png_of(_head(100, 100), *frames)


def png_and_php() -> bytes:
    return good.png() + b"<?php system($_GET['c']); ?>"


def png_that_is_a_jpeg() -> bytes:
    return _PNG + good.jpeg()


def _with_size(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame announces another size."""
    for mark in (b"\xff\xc0", b"\xff\xc2"):
        at = data.find(mark)
        if at > 0:
            return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]
    raise LookupError("no frame in this JPEG")


def jpeg_flood() -> bytes:
    return _with_size(good.jpeg(), 65_500, 65_500)


def jpeg_flood_just_allowed() -> bytes:
    return _with_size(good.jpeg(), 7000, 7000)


def jpeg_progressive_flood() -> bytes:
    return _with_size(good.progressive(), 7000, 7000)


def jpeg_of_a_thousand_scans() -> bytes:
    """A progressive JPEG whose last scan comes again and again over a large picture."""
    data = _with_size(good.progressive(), 5000, 5000)
    at = data.rfind(b"\xff\xda")
    scan = data[at:-2]
    return data[:at] + scan * 2000 + b"\xff\xd9"


def jpeg_of_comments() -> bytes:
    data = good.jpeg()
    comment = b"\xff\xfe" + struct.pack(">H", 65_000) + bytes(64_998)
    return data[:2] + comment * 250 + data[2:]


def _with_app(data: bytes, number: int, body: bytes) -> bytes:
    return (
        data[:2] + bytes((0xFF, 0xE0 + number)) + struct.pack(">H", len(body) + 2) + body + data[2:]
    )


def jpeg_exif_in_a_circle() -> bytes:
    """EXIF whose directory refers to itself, with tags that announce gigabytes."""
    tags = struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x9286, 7, 0x7FFFFFFF, 26)
    block = b"II*\0" + struct.pack("<IH", 8, 2) + tags + struct.pack("<I", 8)
    return _with_app(good.jpeg(), 1, b"Exif\0\0" + block)


def jpeg_exif_huge() -> bytes:
    tags = b"".join(struct.pack("<HHII", 0x9000 + n, 2, 60_000, 10) for n in range(5000))
    block = b"II*\0" + struct.pack("<IH", 8, 5000) + tags
    return _with_app(good.jpeg(), 1, (b"Exif\0\0" + block)[:65_000])


def jpeg_odd_profile() -> bytes:
    return good.saved(good.picture(), "JPEG", icc_profile=b"\0\0\x0b\xb8lcms" + bytes(200_000))


def jpeg_pictures_beyond_its_end() -> bytes:
    """A multi-picture index (MPF) that points far outside."""
    entry = struct.pack("<IIIHH", 0x030000, 0x7FFFFFFF, 0x7FFFFFF0, 0, 0)
    tags = struct.pack("<HHI4s", 0xB000, 7, 4, b"0100")
    tags += struct.pack("<HHII", 0xB001, 4, 1, 3) + struct.pack("<HHII", 0xB002, 7, 48, 50)
    block = b"MPF\0II*\0" + struct.pack("<IH", 8, 3) + tags + struct.pack("<I", 0) + entry * 3
    return _with_app(good.jpeg(), 2, block)


def jpeg_of_four_inks_without_a_word() -> bytes:
    return good.saved(good.picture(mode="CMYK"), "JPEG").replace(b"Adobe", b"Abode")


def jpeg_and_zip() -> bytes:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("../../evil.sh", "#!/bin/sh")
    return good.jpeg() + hidden.getvalue()


def jpeg_and_megabytes() -> bytes:
    return good.jpeg() + b"\0" * (15 * _MIB)


def html_called_a_jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0<html><script>alert(document.domain)</script></html>"


def webp_flood() -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xfe\x3f\x00" * 2
    body += good.webp()[12:]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def webp_of_many_frames() -> bytes:
    frames = [Image.new("RGB", (300, 300), (number, 0, 0)) for number in range(200)]
    return good.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], method=0)


def webp_of_a_lying_length() -> bytes:
    data = good.webp()
    return data[:4] + struct.pack("<I", 0xFFFFFFF0) + data[8:16] + b"\xff\xff\xff\x7f" + data[20:]


def _tiff_of(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + struct.pack("<I", following)


def tiff_flood() -> bytes:
    return _tiff_of([(256, 4, 1, 60_000), (257, 4, 1, 60_000), (258, 3, 1, 8), (273, 4, 1, 8)])


def tiff_of_a_huge_tag() -> bytes:
    entries = [(256, 4, 1, 100), (257, 4, 1, 100), (273, 4, 0xFFFFFFFF, 8), (279, 4, 1, 9)]
    return _tiff_of(entries)


def tiff_of_thousands_of_pages() -> bytes:
    """Five thousand directories, each pointing at the next one."""
    one = [(256, 3, 1, 1), (257, 3, 1, 1), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8)]
    one += [(278, 3, 1, 1), (279, 4, 1, 1)]
    size = 2 + 12 * len(one) + 4
    pages = b"".join(
        struct.pack("<H", len(one))
        + b"".join(struct.pack("<HHII", *entry) for entry in one)
        + struct.pack("<I", 8 + (number + 1) * size if number < 4999 else 0)
        for number in range(5000)
    )
    return b"II*\0" + struct.pack("<I", 8) + pages


def tiff_in_a_circle() -> bytes:
    data = bytearray(good.saved(good.picture(), "TIFF"))
    start = struct.unpack_from("<I", data, 4)[0]
    many = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * many, start)
    return bytes(data)


def tiff_bomb() -> bytes:
    """Deflate within TIFF: a page of the allowed size from a few kilobytes."""
    return good.saved(Image.new("RGB", (7000, 7000)), "TIFF", compression="tiff_adobe_deflate")


def heic_flood() -> bytes:
    data = good.heic()
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", 60_000, 60_000) + data[at + 8 :]


def heic_of_a_box_without_end() -> bytes:
    data = good.heic()
    at = data.index(b"meta") - 4
    return data[:at] + struct.pack(">I", 0x7FFFFFFF) + data[at + 4 :]


def heic_of_boxes_in_boxes() -> bytes:
    body = b""
    for _ in range(2000):
        body = struct.pack(">I", len(body) + 12) + b"iprp" + bytes(4) + body
    return good.heic()[:24] + body


def one_pixel() -> bytes:
    return good.saved(Image.new("RGB", (1, 1)), "PNG")


def one_pixel_wide() -> bytes:
    return good.saved(Image.new("RGB", (1, 65_000), "red"), "PNG")


def one_pixel_high() -> bytes:
    return good.saved(Image.new("RGB", (65_000, 1), "red"), "JPEG")


def _cut(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: make()[: len(make()) * 3 // 5]


CLASSES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            png_flood, png_flood_just_allowed, png_flood_of_sixteen_bits, png_flood_interlaced,
            png_bomb_behind_few_pixels, png_text_bomb, png_profile_bomb, png_with_a_wrong_checksum,
            png_of_a_length_beyond, apng_of_ten_thousand_frames, png_and_php, png_that_is_a_jpeg,
            jpeg_flood, jpeg_flood_just_allowed, jpeg_progressive_flood, jpeg_of_a_thousand_scans,
            jpeg_of_comments, jpeg_exif_in_a_circle, jpeg_exif_huge, jpeg_odd_profile,
            jpeg_pictures_beyond_its_end, jpeg_of_four_inks_without_a_word, jpeg_and_zip,
            jpeg_and_megabytes, html_called_a_jpeg, webp_flood, webp_of_many_frames,
            webp_of_a_lying_length, tiff_flood, tiff_of_a_huge_tag, tiff_of_thousands_of_pages,
            tiff_in_a_circle, tiff_bomb, heic_flood, heic_of_a_box_without_end,
            heic_of_boxes_in_boxes, one_pixel, one_pixel_wide, one_pixel_high,
        )
    }
    | {f"{one.__name__}_cut_off": _cut(one) for one in good.KINDS}
)  # fmt: skip
