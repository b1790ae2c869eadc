"""Pictures and papers that a view gives out, after it has asked whether the actor may see them."""

from typing import BinaryIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header

#: A picture needs nothing from anywhere, whatever a browser takes it for.
PICTURE_POLICY = "default-src 'none'; sandbox"
#: Papers are written by the house itself. A browser's PDF viewer does not start in a sandbox, and
#: it lays itself out with a style of its own.
PAPER_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)


def picture(content: BinaryIO, name: str) -> HttpResponse:
    """A clean copy as the browser shows it; ``name`` is what it is saved as."""
    with content:
        answer = HttpResponse(content.read(), content_type="image/jpeg")
    return _guarded(answer, name, policy=PICTURE_POLICY, download=False)


def paper(content: bytes, name: str, *, download: bool = False) -> HttpResponse:
    """A PDF of the house: to look at, or to keep."""
    answer = HttpResponse(content, content_type="application/pdf")
    policy = PICTURE_POLICY if download else PAPER_POLICY
    return _guarded(answer, name, policy=policy, download=download)


def _guarded(answer: HttpResponse, name: str, *, policy: str, download: bool) -> HttpResponse:
    answer.headers["Content-Disposition"] = str(content_disposition_header(download, name))
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
