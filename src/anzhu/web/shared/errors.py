"""Pages for everything that is not a page; root URLs name these as handlers.

The 404 is rendered without the request: what does not exist and what somebody may not know
must be the same bytes, whoever asks.
"""

import logging
import sys
from collections.abc import Mapping

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from anzhu import words
from anzhu.files.storage import Away
from anzhu.kernel.limits import TooMany
from anzhu.web.shared import kept
from anzhu.web.shared.request import Request
from anzhu.web.shared.shell import shell

logger = logging.getLogger(__name__)
#: Seconds after which a browser may ask again while a service is away.
RETRY = 30


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; a body beyond the limits is 413."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _plain("errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 does not exist in this house: what may not be opened is not there."""
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same bytes whatever the reason."""
    return _plain("errors/404.html", 404)


def wrong_method(answer: HttpResponseBase) -> HttpResponse:
    """405 with a page; the list of methods is kept."""
    page = _plain("errors/405.html", 405)
    page.headers["Allow"] = answer.headers.get("Allow", "")
    return page


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the whole request was larger than the server takes."""
    return _plain("errors/413.html", 413)


def too_many(request: HttpRequest, limit: TooMany) -> HttpResponse:
    """429: how long to wait, in words and as a header."""
    context = {"minutes": -(-limit.retry_after // 60), "seconds": limit.retry_after}
    answer = _plain("errors/429.html", 429, context)
    answer.headers["Retry-After"] = str(limit.retry_after)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with the request id as 参考号; 503 while database or store is away."""
    if isinstance(_raised(), OperationalError | Away):
        return unavailable(request)
    try:
        return _plain("errors/500.html", 500, {"reference": getattr(request, "id", "")})
    except Exception:
        # The page of last resort must not fail for the same reason as the page before.
        logger.exception("the error page failed, too")
        return HttpResponse(words.text("pages.last_resort"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: nothing was done, try again shortly."""
    answer = _plain("errors/503.html", 503)
    answer.headers["Retry-After"] = str(RETRY)
    return answer


def stale_form(request: Request, reason: str = "") -> HttpResponse:
    """A form whose token is not valid any more (CSRF): nothing was done.

    If the browser says that the form stood on this very site, what was typed is offered for a
    second try with a fresh token; a form of another site gets nothing back.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin" and request.method == "POST"
    context = {
        "shell": shell(request),
        "path": request.path,
        "fields": list(kept.fields(request.POST)) if ours else [],
        "typed": kept.shown(request.POST) if ours else [],
        "files": bool(ours and request.FILES),
    }
    return HttpResponse(render_to_string("errors/stale_form.html", context, request), status=403)


def _plain(template: str, status: int, context: Mapping[str, object] | None = None) -> HttpResponse:
    return HttpResponse(
        render_to_string(template, {"shell": shell(None), **(context or {})}), status=status
    )


def _raised() -> BaseException | None:
    return sys.exc_info()[1]
