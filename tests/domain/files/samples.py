"""Files as people send them, and as nobody should: all made here."""

import io
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
import pillow_heif
import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw, TiffImagePlugin

MEBIBYTE = 1024 * 1024
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRET = b"SECRET-OF-THE-CAMERA"


def picture(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Four quarters of different colours, so that every turn shows: red is top left."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    across, down = width // 2, height // 2
    draw.rectangle((0, 0, across, down), fill=(200, 30, 30))
    draw.rectangle((across, 0, width, down), fill=(30, 160, 30))
    draw.rectangle((0, down, across, height), fill=(30, 30, 200))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def jpeg(width: int = 400, height: int = 300, **how: Any) -> bytes:
    return saved(picture(width, height), **how)


def jpeg_of_a_phone(orientation: int = 1) -> bytes:
    """A JPEG with everything a phone writes: place, maker, comment, and how it was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = SECRET.decode()
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (39.0, 54.0, 26.0)
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = picture()
    if orientation in undo:
        image = image.transpose(Image.Transpose(undo[orientation]))
    return saved(image, exif=exif.tobytes(), comment=SECRET, dpi=(72, 72))


def heic() -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(file, quality=80)
    return file.getvalue()


def png_of_sixteen_bits() -> bytes:
    ramp = np.linspace(0, 65535, 400, dtype=np.uint16)[None, :].repeat(300, axis=0)
    return saved(Image.fromarray(ramp), "PNG")


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that announce a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def png_chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of packed content, and the end."""
    body = zlib.compress(content)
    whole = struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return whole + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


def tiff(pages: int, **how: Any) -> bytes:
    frames = [picture(400 + 10 * number) for number in range(pages)]
    return saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], **how)


def tiff_in_a_circle() -> bytes:
    """A TIFF whose directory of pages leads back to its beginning."""
    data = bytearray(tiff(1))
    start = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * entries, start)
    assert TiffImagePlugin.II == b"II"
    return bytes(data)


def animated(kind: str) -> bytes:
    frames = [picture(), Image.new("RGB", (400, 300), "black")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def with_a_zip_behind(data: bytes) -> bytes:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("../../evil.sh", SECRET)
    return data + hidden.getvalue()


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842)) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(*size).close()
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


def pdf_of(*objects: str, trailer: str = "") -> bytes:
    """A PDF from the bodies of its objects; the first is the catalogue."""
    body, offsets = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


_PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def pdf_with_a_password() -> bytes:
    locked = f"/Encrypt 4 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    lock = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
    return pdf_of("<< /Type /Catalog /Pages 2 0 R >>", _PAGES, _PAGE, lock, trailer=locked)


def pdf_that_acts() -> bytes:
    """Opens with a script, and starts a program when its page is shown."""
    catalogue = "<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>"
    page = _PAGE.replace(">>", "/AA << /O 5 0 R >> >>")
    script = "<< /S /JavaScript /JS (while (true) { app.alert('x'); }) >>"
    return pdf_of(catalogue, _PAGES, page, script, "<< /S /Launch /F (/bin/sh) >>")


def pdf_with_a_huge_page() -> bytes:
    page = _PAGE.replace("595 842", "14400 144000")
    return pdf_of("<< /Type /Catalog /Pages 2 0 R >>", _PAGES, page)


def page_with_code(text: str) -> Image.Image:
    """A white page with a QR code in its top right corner."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    square = Image.fromarray(np.array(code.to_image(scale=5)))
    page = Image.new("L", (1240, 1754), 255)
    page.paste(square, (1240 - square.width - 60, 60))
    ImageDraw.Draw(page).line((80, 500, 1000, 500), fill=0, width=4)
    return page.convert("RGB")
