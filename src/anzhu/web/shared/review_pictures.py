"""Pictures of a case for its reviewers; whoever calls has asked whether they may see them."""

from typing import BinaryIO

from django.http import HttpResponse

#: A picture needs nothing from anywhere, whatever a browser takes it for.
_POLICY = "default-src 'none'; sandbox"


def picture(content: BinaryIO) -> HttpResponse:
    """A clean copy, shown in the page and kept nowhere."""
    with content:
        answer = HttpResponse(content.read(), content_type="image/jpeg")
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
