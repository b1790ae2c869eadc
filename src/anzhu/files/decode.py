"""Any accepted file, decoded into upright 8-bit RGB pictures without metadata. Child only."""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pillow_heif
import pypdfium2
from PIL import ExifTags, Image, ImageCms, ImageSequence, JpegImagePlugin

from anzhu.files import kinds, strips
from anzhu.files.troubles import Trouble

FORMATS = {
    kinds.JPEG: "JPEG",
    kinds.PNG: "PNG",
    kinds.WEBP: "WEBP",
    kinds.TIFF: "TIFF",
    kinds.HEIC: "HEIF",
}
PDF_DPI = 200
#: FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of PDFium.
_LOCKED = (4, 5)
_WHITE = (255, 255, 255)
_MIB = 1024 * 1024
#: What a picture takes in memory: up to here it is decoded whole, beyond this it is not decoded.
_WHOLE, _MOST = 64 * _MIB, 120 * _MIB
#: The same for what the decoders of JPEG, HEIC and WebP hold themselves besides, unless said.
_MOST_INSIDE = 160 * _MIB
#: Bytes a pixel takes inside those of HEIC, with the narrow copy beside it, and of WebP.
_HEIF_WEIGHT, _WEBP_WEIGHT = 5.3, 16
#: Bytes a pixel takes in memory by mode, if not four.
_WEIGHT = {"1": 1, "L": 1, "P": 1}
_SRGB = ImageCms.createProfile("sRGB")

# Our own limit is checked on the announced size, before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None
Image.init()
pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1


@dataclass(frozen=True)
class Limits:
    """Bounds of one file: announced pixels, pages, and the long side kept, in pixels; ``inside``
    is what a decoder may hold itself, in bytes, for a child with more memory than most."""

    pixels: int
    pages: int
    long_side: int
    inside: int = _MOST_INSIDE


@dataclass(frozen=True)
class Picture:
    """One page, and the long side it had before it was scaled down."""

    image: Image.Image
    long_side: int


def pictures(source: BinaryIO, limits: Limits) -> Iterator[Picture]:
    """Every page of a file in order; raises Trouble. Animated pictures give their first frame."""
    media_type = kinds.sniff(source.read(kinds.HEAD))
    source.seek(0)
    if media_type == kinds.PDF:
        yield from _pdf_pages(source.read(), limits)
    elif media_type is None:
        raise Trouble("file.type_unknown")
    else:
        yield from _frames(source, media_type, limits)


def _frames(source: BinaryIO, media_type: str, limits: Limits) -> Iterator[Picture]:
    if media_type == kinds.HEIC and not _is_whole(source):
        raise Trouble("file.damaged")
    if media_type == kinds.WEBP:
        _check_webp(source, limits)
    try:
        image = Image.open(source, formats=[FORMATS[media_type]])
        many = getattr(image, "n_frames", 1) if media_type == kinds.TIFF else 1
    except MemoryError:
        raise
    except Exception as broken:
        raise Trouble("file.damaged") from broken
    if many > limits.pages:
        raise Trouble("file.too_many_pages", pages=many, most=limits.pages)
    for frame in itertools.islice(ImageSequence.Iterator(image), many):
        yield _picture(frame, source, limits)


def _check_webp(source: BinaryIO, limits: Limits) -> None:
    """Its decoder takes all its memory when it is opened, so the announced size is asked before."""
    head = source.read(30).ljust(30, b"\0")
    source.seek(0)
    if head[12:16] == b"VP8X":
        width, height = (1 + int.from_bytes(head[at : at + 3], "little") for at in (24, 27))
    elif head[12:16] == b"VP8L":
        packed = int.from_bytes(head[21:25], "little")
        width, height = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    _check_pixels(width, height, limits)
    if width * height * _WEBP_WEIGHT > limits.inside:
        raise Trouble("file.too_heavy")


def _is_whole(source: BinaryIO) -> bool:
    """Do the boxes of a HEIC file end within it? Its decoder paints what is missing grey."""
    end = source.seek(0, io.SEEK_END)
    at = 0
    while at < end:
        source.seek(at)
        head = source.read(16).ljust(16, b"\0")
        size = int.from_bytes(head[:4], "big")
        size = int.from_bytes(head[8:], "big") if size == 1 else size or end - at
        if size < 8:
            break
        at += size
    source.seek(0)
    return at == end


def _picture(image: Image.Image, source: BinaryIO, limits: Limits) -> Picture:
    """Decode one frame, as small as allowed as early as possible."""
    width, height = image.size
    _check_pixels(width, height, limits)
    try:
        scale = min(1.0, limits.long_side / max(width, height))
        wanted = (max(1, round(width * scale)), max(1, round(height * scale)))
        _draft(image, wanted, limits)
        # First the pixels: asked for notes, a decoder reads on and hides that something is missing.
        plain = _to_rgb(_decoded(image, source, wanted, limits))
        turn = _turn_to_upright(image)
        upright = plain if turn is None else plain.transpose(turn)
        upright.info.clear()
        return Picture(upright, max(width, height))
    except (MemoryError, Trouble):
        raise
    except Exception as broken:
        raise Trouble("file.damaged") from broken


def _draft(image: Image.Image, wanted: tuple[int, int], limits: Limits) -> None:
    """Have a JPEG decoded at a half, a quarter or an eighth, where its size allows or asks for it.

    A progressive one is held whole while it is decoded; what is left for its pixels is less.
    """
    if not isinstance(image, JpegImagePlugin.JpegImageFile):
        return
    width, height = image.size
    held = 2 * width * height * _samples(image) if image.info.get("progressive") else 0
    for part in (1, 2, 4, 8):
        decoded = 4 * (width // part) * (height // part)
        too_large = decoded > _MOST or decoded + held > limits.inside
        finer_than_wanted = width // (2 * part) >= wanted[0] and height // (2 * part) >= wanted[1]
        if not too_large and not finer_than_wanted:
            image.draft(None, (max(1, width // part), max(1, height // part)))
            return
    raise Trouble("file.too_heavy")


def _samples(image: JpegImagePlugin.JpegImageFile) -> float:
    """How many samples a JPEG has for each pixel: three, or less where colour is coarser."""
    parts = [(across, down) for _, across, down, _ in image.layer]
    most = max(across for across, _ in parts) * max(down for _, down in parts)
    return float(sum(across * down for across, down in parts) / most)


def _decoded(
    image: Image.Image, source: BinaryIO, wanted: tuple[int, int], limits: Limits
) -> Image.Image:
    """The pixels in eight bits and in the size wanted; a large picture a strip at a time."""
    pixels = image.width * image.height
    weight = pixels * _WEIGHT.get(image.mode, 2 if image.mode.startswith("I;16") else 4)
    if weight <= _WHOLE or isinstance(image, JpegImagePlugin.JpegImageFile):
        image.load()
        return _smaller(_to_eight_bits(image), wanted)
    parts = _parts(image, source, limits)
    if parts is None:
        if weight > _MOST:
            raise Trouble("file.too_heavy")
        image.load()
        if image.mode in _BANDS:
            return _smaller(image, wanted)
        parts = strips.of_loaded(image)
    small = strips.shrunk(map(_to_eight_bits, parts), image.height, wanted)
    small.info |= {name: image.info[name] for name in _KEPT if name in image.info}
    return small


#: Modes that are scaled as they are, and what of a file's notes the colours depend on.
_BANDS = ("RGB", "RGBA", "CMYK", "YCbCr", "LAB", "LA")
_KEPT = ("icc_profile", "transparency")


def _parts(image: Image.Image, source: BinaryIO, limits: Limits) -> Iterator[Image.Image] | None:
    """The strips of a file that need not be decoded whole; None where it must be."""
    if image.format == "PNG" and strips.can_stream(source):
        return strips.of_png(source)
    if image.format != "HEIF":
        return None
    if image.width * image.height * _HEIF_WEIGHT > limits.inside:
        raise Trouble("file.too_heavy")
    return strips.of_heif(source)


def _check_pixels(width: int, height: int, limits: Limits) -> None:
    if width * height > limits.pixels:
        raise Trouble(
            "file.too_many_pixels",
            megapixels=round(width * height / 1_000_000),
            most=limits.pixels // 1_000_000,
        )


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _turn_to_upright(image: Image.Image) -> Image.Transpose | None:
    """What EXIF says about how the camera was held; unreadable EXIF says nothing."""
    if image.format == "PNG" and not {"exif", "Raw profile type exif"} & image.info.keys():
        # Asked all the same, it would decode the whole picture to look behind it.
        return None
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except MemoryError:
        raise
    except Exception:
        return None


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """The same picture in a mode that can be scaled smoothly: L, RGB, RGBA, CMYK …"""
    if image.mode.startswith("I"):
        # Sixteen bits in fact, whatever the mode: the high byte is the picture.
        return Image.fromarray((np.asarray(image) >> 8).clip(0, 255).astype(np.uint8))
    if image.mode == "F":
        return Image.fromarray(np.nan_to_num(np.asarray(image)).clip(0, 255).astype(np.uint8))
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.convert("L") if image.mode == "1" else image


def _smaller(image: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    if image.width <= wanted[0] and image.height <= wanted[1]:
        return image
    return image.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _to_rgb(image: Image.Image) -> Image.Image:
    """Plain sRGB on white ground, the colours as the file's own profile means them."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", image.size, _WHITE)
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    found = _by_profile(image)
    if found is None and image.mode == "RGB" and isinstance(image, JpegImagePlugin.JpegImageFile):
        # Of one frame, so that nothing else will be read into it.
        return image
    return found or image.convert("RGB")


def _by_profile(image: Image.Image) -> Image.Image | None:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return None
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _pdf_pages(data: bytes, limits: Limits) -> Iterator[Picture]:
    """Render the pages; scripts, links and attachments have nobody who would act on them."""
    try:
        document = pypdfium2.PdfDocument(data)
        many = len(document)
    except pypdfium2.PdfiumError as broken:
        locked = broken.err_code in _LOCKED
        raise Trouble("file.encrypted" if locked else "file.damaged") from broken
    if many == 0:
        raise Trouble("file.damaged")
    if many > limits.pages:
        raise Trouble("file.too_many_pages", pages=many, most=limits.pages)
    try:
        # What people typed into the fields of a form is drawn only with this.
        document.init_forms()
        for number in range(many):
            yield _pdf_page(document, number, limits)
    except pypdfium2.PdfiumError as broken:
        raise Trouble("file.damaged") from broken


def _pdf_page(document: pypdfium2.PdfDocument, number: int, limits: Limits) -> Picture:
    page = document[number]
    longest = max(page.get_size())
    if longest <= 0:
        raise Trouble("file.damaged")
    scale = min(PDF_DPI / 72, limits.long_side / longest)
    if min(page.get_size()) * scale < 1:
        raise Trouble("file.damaged")
    image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    page.close()
    return Picture(image, max(image.size))
