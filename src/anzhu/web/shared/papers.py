"""Papers of the house that a desk downloads; whoever calls has asked whether they may be seen."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
}


def download(content: bytes, name: str) -> HttpResponse:
    """A file to keep; its kind is the end of its name."""
    answer = HttpResponse(content, content_type=_KINDS[name.rpartition(".")[2]])
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))  # noqa: FBT003
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
