"""Looking for what somebody carries, however it is written."""

import base64
import io
import zipfile
from collections.abc import Iterator
from urllib.parse import quote

import pypdfium2 as pdfium
from django.db import connection


def disguises(mark: str) -> set[bytes]:
    """A mark in clear, reversed, in hex, in base64, in an address, in JSON, and in UTF-16."""
    plain = mark.encode()
    return {
        plain,
        mark[::-1].encode(),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        quote(mark).encode(),
        mark.encode("unicode_escape"),
        mark.encode("utf-16-le"),
        *_in_base64(plain),
    }


def _in_base64(plain: bytes) -> Iterator[bytes]:
    """What stays the same wherever in a longer text the mark begins."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        yield encoded[-(-shift * 8 // 6) : -4 if len(encoded) > 8 else None]


def found_in(content: bytes, marks: dict[str, set[bytes]]) -> set[str]:
    """The names of the marks that a text carries."""
    return {name for name, forms in marks.items() if any(form in content for form in forms)}


def readable(content: bytes, kind: str) -> bytes:
    """What a human or a machine reads in an answer: also inside a PDF or a workbook."""
    if kind.startswith("application/pdf"):
        return content + _pdf_text(content)
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return b"\n".join(book.read(name) for name in book.namelist())
    return content


def _pdf_text(content: bytes) -> bytes:
    document = pdfium.PdfDocument(content)
    try:
        pages = [document[place].get_textpage() for place in range(len(document))]
        return "\n".join(page.get_text_bounded() for page in pages).encode()
    finally:
        document.close()


def tables() -> Iterator[tuple[str, bytes]]:
    """Every table as raw text, as a dump would have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            with cursor.cursor.copy(f"COPY {name} TO STDOUT") as rows:
                yield name, b"".join(bytes(part) for part in rows)
