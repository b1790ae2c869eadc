"""The trade of the child that turns a clean copy by half, in all its sizes. Child only."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import Image

from anzhu.files import copies, sizes


def work(source: BinaryIO, _asked: Mapping[str, Any]) -> dict[str, Any]:
    """Write ``page-1-<variant>.jpg``, what was at the bottom at the top; their sizes."""
    turned = copies.picture(source).transpose(Image.Transpose.ROTATE_180)
    return {"sizes": sizes.write(1, sizes.copies_of(turned))}
