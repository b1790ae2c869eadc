"""Pictures and papers that a view gives out, after it has asked whether they may be seen."""

from typing import BinaryIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from anzhu.web.shared.request import Request

_KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
}
#: A picture or a file to keep needs nothing from anywhere, whatever a browser takes it for.
_SANDBOX = "default-src 'none'; sandbox"
#: Papers are written by the house itself. A browser's PDF viewer does not start in a sandbox, and
#: it lays itself out with a style of its own.
_VIEWER = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)


def picture(content: BinaryIO, name: str = "") -> HttpResponse:
    """A clean copy, shown in the page and kept nowhere; ``name`` is what it is saved as."""
    with content:
        answer = HttpResponse(content.read(), content_type="image/jpeg")
    shown = str(content_disposition_header(as_attachment=False, filename=name) or "inline")
    return _guarded(answer, shown, _SANDBOX)


def paper(request: Request, content: bytes, name: str) -> HttpResponse:
    """A PDF of the house: to look at, or to keep where the address says ``download``."""
    if "download" in request.GET:
        return download(content, name)
    answer = HttpResponse(content, content_type=_KINDS["pdf"])
    shown = str(content_disposition_header(as_attachment=False, filename=name))
    return _guarded(answer, shown, _VIEWER)


def download(content: bytes, name: str) -> HttpResponse:
    """A file to keep; its kind is the end of its name."""
    answer = HttpResponse(content, content_type=_KINDS[name.rpartition(".")[2]])
    kept = str(content_disposition_header(as_attachment=True, filename=name))
    return _guarded(answer, kept, _SANDBOX)


def _guarded(answer: HttpResponse, disposition: str, policy: str) -> HttpResponse:
    answer.headers["Content-Disposition"] = disposition
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
