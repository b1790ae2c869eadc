"""Around every request: headers, who asks and when, and no door that nobody declared."""

import logging
import secrets
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from anzhu.kernel import clock, fresh
from anzhu.kernel.actor import PUBLIC
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.kernel.limits import TooMany
from anzhu.web.shared import answers, errors, said, session
from anzhu.web.shared.doors import roles_of
from anzhu.web.shared.request import Request

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: On every answer, whoever made it: views, errors, redirects, static files.
HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": (
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
            "microphone=(), midi=(), payment=(), usb=()"
        ),
    }
)


#: Must answer at once, also when the database is away.
_HEALTH = "/healthz/"


class HeadersMiddleware:
    """Outermost: a request id, and the headers that protect the browser on every answer.

    A view may set a stricter policy of its own (a served file has ``sandbox``); it stays.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.id = secrets.token_hex(8)  # type: ignore[attr-defined]
        answer = self.get_response(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        # What somebody has just typed may be in the answer to it, signed in or not.
        if getattr(request, "private", False) or request.method == "POST":
            answer.headers["Cache-Control"] = "no-store"
        return answer


class ActorMiddleware:
    """Sets ``request.actor`` and ``request.now``; the session decides, the account is read anew.

    So a suspended account, a removed role or a reset second factor ends at the next request.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        if not request.path.startswith(_HEALTH):
            fresh.look()
        request.now, request.machine_now = clock.now(), clock.machine()
        request.actor, request.half_signed_in, request.ended = session.who(
            request, request.machine_now
        )
        request.private = (  # type: ignore[attr-defined]
            request.actor is not PUBLIC or request.half_signed_in is not None
        )
        answer = self.get_response(request)
        if isinstance(answer, HttpResponse):
            said.forget(request, answer)
        return answer


class DoorMiddleware:
    """Innermost: views without declared roles stay shut, and every no becomes its page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code == 405 and not getattr(answer, "content", b""):
            return errors.wrong_method(answer)
        return answer

    def process_view(
        self, request: Request, view: object, args: tuple[object, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Deny by default: a forgotten decorator is a closed door, not an open one."""
        if roles_of(view) is None:
            logger.error("view %r declares no roles and stays shut", view)
            return errors.not_found(request)
        return errors.bad_request(request) if _has_nul(request) else None

    def process_exception(self, request: Request, problem: Exception) -> HttpResponse | None:
        """Turn what the house raises into answers; anything else is a 500."""
        match problem:
            case NotVisible() | Http404() | PermissionDenied():
                return errors.not_found(request)
            case TooMany():
                return errors.too_many(request, problem)
            case Refused():
                return answers.conflict(request, problem)
            case RequestDataTooBig():
                return errors.too_large(request)
            case _:
                return None


def _has_nul(request: Request) -> bool:
    """Is there a NUL anywhere in what was sent? Nobody types one, and no column can hold it."""
    pairs = (*request.GET.lists(), *request.POST.lists())
    return "\x00" in request.path or any("\x00" in text for _, said in pairs for text in said)
