"""A real face: the portrait of an astronaut that comes with scikit-image (NASA, public domain)."""

from functools import cache
from io import BytesIO

import cv2
import numpy as np
import pillow_heif
from PIL import Image
from skimage import data

#: Head and shoulders in the picture of 512 × 512: left, top, right, bottom.
_PERSON = (72, 0, 420, 512)
#: Her white collar, which would pass for the wall.
_COLLAR = np.array([(176, 150), (262, 150), (312, 196), (270, 226), (150, 226), (128, 190)])
_ORIENTATION = 0x0112


def as_taken() -> Image.Image:
    """Before a flag and a spacecraft, as the picture is."""
    return Image.fromarray(data.astronaut())


@cache
def before_white() -> Image.Image:
    """Cut out and put before a white wall, 1200 × 1600; the person twice as large."""
    pixels = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)
    mask = np.zeros(pixels.shape[:2], np.uint8)
    left, top, right, bottom = _PERSON
    models = np.zeros((1, 65)), np.zeros((1, 65))
    area = (left, top, right - left, bottom - top)
    cv2.setRNGSeed(1)
    cv2.grabCut(pixels, mask, area, *models, 4, cv2.GC_INIT_WITH_RECT)
    cv2.fillPoly(mask, [_COLLAR], cv2.GC_FGD)
    own = np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    own = cv2.GaussianBlur(own, (0, 0), 1.5)
    wall = Image.new("RGB", (1200, 1600), "white")
    person = as_taken().resize((1200, 1200), Image.Resampling.LANCZOS)
    wall.paste(person, (80, 400), Image.fromarray(own).resize((1200, 1200)))
    return wall


def jpeg(image: Image.Image, **how: object) -> bytes:
    """As a file."""
    file = BytesIO()
    image.save(file, "JPEG", **{"quality": 92, **how})
    return file.getvalue()


def from_a_phone() -> bytes:
    """Twelve megapixels, lying on its side, with the note that a phone makes of that."""
    upright = before_white().resize((3024, 4032), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    return jpeg(upright.transpose(Image.Transpose.ROTATE_90), exif=exif, quality=88)


def heic() -> bytes:
    """As the telephones of one maker keep it."""
    file = BytesIO()
    pillow_heif.from_pillow(before_white()).save(file, quality=80)
    return file.getvalue()
