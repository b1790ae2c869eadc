"""What a file is by its first bytes; its name and its declared type are never believed."""

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
TIFF = "image/tiff"
HEIC = "image/heic"
PDF = "application/pdf"
#: What a workbook is by its first bytes: a package, or a compound file of old.
XLSX = "application/zip"
XLS = "application/x-cfb"
CSV = "text/csv"

#: How many leading bytes ``sniff`` wants to see.
HEAD = 1024

_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)


def sniff(head: bytes) -> str | None:
    """The media type that the first ``HEAD`` bytes announce; None if it is not one we take."""
    for magic, media_type in _BEGINNINGS:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    # Scanners put a byte-order mark or a few blank lines before the header; PDF readers search too.
    return PDF if b"%PDF-" in head[:HEAD] else None


UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff_table(head: bytes) -> str | None:
    """The same for lists: workbooks by their magic, CSV by being text and nothing else."""
    if head.startswith(_ZIP):
        return XLSX
    if head.startswith(_OLD_OFFICE):
        return XLS
    if head[:2] in UTF_16:
        return CSV
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    # Pages that call themselves workbooks begin with a bracket; they are not read.
    if not text or text.startswith(b"<") or b"\0" in text or sniff(head):
        return None
    return CSV
