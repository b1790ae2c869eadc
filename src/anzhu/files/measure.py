"""What can be measured on one page, so that the applicant hears at once what to take again."""

import cv2
import numpy as np
from PIL import Image

#: All measures of sharpness are taken at this long side, so that they can be compared.
MEASURED_AT = 1600

_BLOWN_OUT = 250
_PAPER_MARGIN = 20


def measures_of(image: Image.Image, long_side: int) -> dict[str, float]:
    """Measures of a picture at ``MEASURED_AT`` pixels; ``long_side`` is that of the upload.

    ``sharpness``: variance of the Laplacian (blurred text lies below about 60); ``brightness``:
    mean grey, 0 to 255; ``glare``: share of the page, 0 to 1, that is blown out although the
    paper around it is not; ``long_side``: pixels.
    """
    grey = np.asarray(image.convert("L"))
    return {
        "sharpness": round(float(cv2.Laplacian(grey, cv2.CV_64F).var()), 1),
        "brightness": round(float(grey.mean()), 1),
        "glare": round(_glare(grey), 4),
        "long_side": float(long_side),
    }


def _glare(grey: np.ndarray) -> float:
    """A scan is white everywhere: only where paper is clearly darker does white mean glare."""
    paper = float(np.percentile(grey, 60))
    if paper > _BLOWN_OUT - _PAPER_MARGIN:
        return 0.0
    return float((grey >= _BLOWN_OUT).mean())
