"""One sentence about what was just done, carried over the redirect in a signed cookie."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from anzhu import words

COOKIE = "said"
_SALT = "anzhu.web.said"
#: A sentence is shown on the very next page; after this many seconds it is stale.
_SECONDS = 60


@dataclass(frozen=True)
class Said:
    """What the next page says first, and in which style: ``done``, ``note`` or ``warn``."""

    text: str
    tone: str


def say(answer: HttpResponse, key: str, tone: str, params: Mapping[str, object]) -> None:
    """Let the next page say ``words.text(key, **params)``; the key must exist now, not then."""
    sentence = words.text(key, **params)
    answer.set_cookie(
        COOKIE,
        signing.dumps([sentence, tone], salt=_SALT, compress=True),
        max_age=_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def heard(request: HttpRequest) -> Said | None:
    """What the page before wanted to say; the cookie goes once a page has shown it."""
    if COOKIE not in request.COOKIES:
        return None
    request.said_shown = True  # type: ignore[attr-defined]
    try:
        text, tone = signing.loads(request.COOKIES[COOKIE], salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    return Said(str(text), str(tone))


def forget(request: HttpRequest, answer: HttpResponse) -> None:
    """Take the cookie back after its sentence was shown, unless a new one is being said."""
    if getattr(request, "said_shown", False) and COOKIE not in answer.cookies:
        answer.delete_cookie(COOKIE, samesite="Lax")
