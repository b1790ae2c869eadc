"""Any accepted file, decoded into upright 8-bit RGB pictures without metadata. Child only."""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pillow_heif
import pypdfium2
from PIL import ExifTags, Image, ImageCms, ImageSequence

from anzhu.files import kinds
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
_SRGB = ImageCms.createProfile("sRGB")

# Our own limit is checked on the announced size, before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None
Image.init()
pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1


@dataclass(frozen=True)
class Limits:
    """Bounds of one file: announced pixels, pages, and the long side kept, in pixels."""

    pixels: int
    pages: int
    long_side: int


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
        yield _picture(frame, limits)


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


def _picture(image: Image.Image, limits: Limits) -> Picture:
    """Decode one frame, as small as allowed as early as possible."""
    width, height = image.size
    _check_pixels(width, height, limits)
    try:
        scale = min(1.0, limits.long_side / max(width, height))
        wanted = (max(1, round(width * scale)), max(1, round(height * scale)))
        image.draft(None, wanted)
        image.load()
        turn = _turn_to_upright(image)
        plain = _to_rgb(_smaller(_to_eight_bits(image), wanted))
        upright = plain if turn is None else plain.transpose(turn)
        upright.info.clear()
        return Picture(upright, max(width, height))
    except MemoryError:
        raise
    except Exception as broken:
        raise Trouble("file.damaged") from broken


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
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
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
    return _by_profile(image) or image.convert("RGB")


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
