"""The picture of a clean copy, for trades that look at a page again. Child only."""

from typing import BinaryIO

from PIL import Image

# Afterwards, as nobody, the plugins may be out of reach.
Image.preinit()


def picture(source: BinaryIO) -> Image.Image:
    """The page in full size, RGB: a JPEG that the house itself wrote."""
    with Image.open(source, formats=["JPEG"]) as image:
        image.load()
        return image if image.mode == "RGB" else image.convert("RGB")
