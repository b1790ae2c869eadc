"""What may be uploaded: limits of one file and of each material (0.1, 2.8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from anzhu.rules.dated import Clause, Dated
from anzhu.rules.materials import Material
from anzhu.rules.objections import Objection, objection
from anzhu.rules.parameters import APPLICATION_FORM_PAGES

_OURS = Clause("0.1", "本系统设定")
_PAPERLESS = date(2019, 11, 25)
MEBIBYTE = 1024 * 1024


MAX_BYTES = Dated({_PAPERLESS: 20 * MEBIBYTE}, clause=_OURS, unit="bytes a file")
MAX_PIXELS = Dated({_PAPERLESS: 50_000_000}, clause=_OURS, unit="pixels a page")
#: Below this the long side is too small for a page to be read; a hint, never a refusal.
MIN_LONG_SIDE = Dated({_PAPERLESS: 1200}, clause=_OURS, unit="pixels")
#: How long a phone may upload into one slot without signing in, and how much (2.8).
HAND_OFF_MINUTES = Dated({_PAPERLESS: 10}, clause=_OURS, unit="minutes")
HAND_OFF_FILES = Dated({_PAPERLESS: 40}, clause=_OURS, unit="files")

#: Media types by content, with the name that people know.
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "image/jpeg": "JPG",
        "image/png": "PNG",
        "image/heic": "HEIC",
        "image/webp": "WebP",
        "image/tiff": "TIFF",
        "application/pdf": "PDF",
    }
)
_MANY = 30
_FEW = 6
_PAGES: Mapping[Material, int] = MappingProxyType(
    {
        Material.CONTRACT: _MANY,
        Material.RENAME_PROOF: 10,
        Material.ID_IN_HAND: 1,
        Material.PERFORMANCE_STATEMENT: 10,
        Material.CATEGORY_PROOF: _FEW,
        Material.EDUCATION_PROOF: _MANY,
        Material.RETIREMENT_CERTIFICATE: _FEW,
        Material.INSTITUTION_CERTIFICATE: _FEW,
        Material.REISSUE_FORM: 2,
        Material.CANCELLATION_FORM: 2,
        Material.ID_COPY: 2,
        Material.DAMAGED_CERTIFICATE: _FEW,
        Material.ORIGINAL_CERTIFICATE: _FEW,
        Material.EVIDENCE: _MANY,
    }
)


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What is known of a file: its size, and after it was opened its type, pages and pixels."""

    size: int
    media_type: str | None = None
    encrypted: bool = False
    readable: bool = True
    pages: int = 1
    pixels: int = 0


def most_pages(material: Material, on: date) -> int:
    """How many pages a material may have."""
    if material is Material.APPLICATION_FORM:
        return APPLICATION_FORM_PAGES.on(on)
    return _PAGES[material]


def accepts() -> str:
    """The ``accept`` attribute of a file field."""
    return ",".join([*TYPES, ".heic", ".heif"])


def objections_to_size(size: int, on: date) -> Iterator[Objection]:
    """What can be said of a file before it is opened; ``size`` in bytes."""
    most = MAX_BYTES.on(on)
    if size == 0:
        yield objection("file.empty", "0.1")
    elif size > most:
        yield objection(
            "file.too_big", "0.1", megabytes=round(size / MEBIBYTE, 1), most=most // MEBIBYTE
        )


def objections_to_file(file: FileFacts, material: Material, on: date) -> Iterator[Objection]:
    """Everything against keeping this file for this material."""
    yield from objections_to_size(file.size, on)
    if file.size == 0:
        return
    if file.media_type not in TYPES:
        yield objection("file.wrong_type", "0.1", types="、".join(TYPES.values()))
    elif file.encrypted:
        yield objection("file.encrypted", "0.1")
    elif not file.readable:
        yield objection("file.unreadable", "0.1")
    if file.pixels > MAX_PIXELS.on(on):
        yield objection(
            "file.too_many_pixels",
            "0.1",
            megapixels=file.pixels // 1_000_000,
            most=MAX_PIXELS.on(on) // 1_000_000,
        )
    pages = most_pages(material, on)
    if file.pages > pages:
        yield objection("file.too_many_pages", "0.1", pages=file.pages, most=pages)
