"""Honest little files of every kind that is taken; hostile ones are made of them."""

import io
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw


def picture(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Four quarters of different colours with a few lines."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), fill=(200, 30, 30))
    draw.rectangle((width // 2, 0, width, height // 2), fill=(30, 160, 30))
    for at in range(0, height, 11):
        draw.line((0, at, width, height - at), fill=(40, 40, 90))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """A picture as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


@cache
def jpeg() -> bytes:
    return saved(picture(), "JPEG", quality=80)


@cache
def progressive() -> bytes:
    return saved(picture(), "JPEG", quality=80, progressive=True)


@cache
def png() -> bytes:
    return saved(picture(), "PNG")


@cache
def webp() -> bytes:
    return saved(picture(), "WEBP", quality=70)


@cache
def tiff() -> bytes:
    return saved(picture(), "TIFF", compression="tiff_lzw")


@cache
def heic() -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(file, quality=60)
    return file.getvalue()


@cache
def pdf() -> bytes:
    return saved(picture(), "PDF", resolution=72.0)


KINDS = (jpeg, progressive, png, webp, tiff, heic, pdf)
