"""From a template and data to a PDF: one warm typesetter a process, the same bytes every time.

Data travels as a JSON file and pictures as files that exist in memory only, so nothing that a
person typed is ever read as markup. The typesetter sees our templates and nothing of the disk.

It parses every file that it is handed as markup, each time anew, whereas it remembers what it read
from the folder of templates; so only what is new is handed over, and begins as raw text.
"""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from anzhu.papers import defaults
from anzhu.papers.glyphs import printable

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES = Path(__file__).parent / "templates"
#: Archivable and accessible: tagged, every font embedded, every picture described.
_STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]
# So many that nothing a person typed closes it by chance; if it did, it would only cost time.
_RAW = b"`" * 24
# The typesetter keeps its fonts and its memory of earlier runs; two threads gain nothing.
_ONE_AT_A_TIME = threading.Lock()


def pdf(
    template: str,
    data: object,
    pictures: Mapping[str, bytes] | None = None,
    *,
    folder: Path = TEMPLATES,
    fonts: Path | None = None,
    archivable: bool = True,
) -> bytes:
    """Typeset ``<template>.typ`` with ``data`` (as ``data.json``) and ``pictures`` (by file name).

    ``data`` may hold dataclasses, dates, texts and numbers; characters that no font can draw are
    printed as 〓. ``archivable`` is PDF/A-2a and PDF/UA-1, which cannot carry a PDF as a picture.
    Raises ``typst.TypstError`` for a template that does not compile.
    """
    where = fonts or defaults.fonts()
    files = dict(pictures or {}) | ({} if folder == TEMPLATES else dict(_templates(folder)))
    files["data.json"] = json.dumps(_plain(data, where), ensure_ascii=False).encode()
    files = {name: _unread(name, content) for name, content in files.items()}
    files["main.typ"] = f'#include "{template}.typ"'.encode()
    with _ONE_AT_A_TIME:
        # The package's type stub does not know yet that it takes files by name.
        made = _compiler(where).compile(  # type: ignore[type-var]
            input=files, format="pdf", pdf_standards=_STANDARDS if archivable else None
        )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} did not become one PDF")
    return made


def picture(content: bytes) -> bytes:
    """A JPEG or PNG portrait of 5:7 as a file for ``pdf``, to be named ``*.svg``.

    The typesetter takes texts only, so the picture travels inside an SVG; a JPEG arrives in the
    PDF as it is, without being compressed a second time.
    """
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    href = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 35">'
        f'<image width="25" height="35" preserveAspectRatio="xMidYMid slice" href="{href}"/></svg>'
    ).encode()


def _unread(name: str, content: bytes) -> bytes:
    """The same file with the mark that opens a raw text, so that it is not parsed as markup."""
    if name.endswith(".json") and content.startswith(b'{"'):
        return b'{"%b":0,' % _RAW + content[1:]
    return b"<!--%b-->" % _RAW + content if name.endswith(".svg") else content


def _plain(value: object, fonts: Path) -> object:
    """``value`` as JSON has it; dates as texts, every text safe to draw."""
    match value:
        case str():
            return printable(value, fonts)
        case date():
            return value.isoformat()
        case Mapping():
            return {key: _plain(one, fonts) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one, fonts) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(vars(value), fonts)
    return value


@cache
def _templates(folder: Path) -> tuple[tuple[str, bytes], ...]:
    def found() -> Iterator[tuple[str, bytes]]:
        for path in sorted(folder.glob("*.typ")):
            yield path.name, path.read_bytes()

    return tuple(found())


@cache
def _compiler(fonts: Path) -> typst.Compiler:
    # The root is the folder of templates: nothing outside it can be read.
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(fonts)], ignore_system_fonts=True)
