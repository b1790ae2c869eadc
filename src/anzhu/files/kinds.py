"""What a file is by its first bytes; its name and its declared type are never believed."""

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
TIFF = "image/tiff"
HEIC = "image/heic"
PDF = "application/pdf"

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
