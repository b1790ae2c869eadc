"""What was typed survives an ended session, a stale form and a lost race.

The fields of the refused form are sealed into the answering page itself: nothing is stored on
the server, and nobody else can read or change them. Secrets and files are never kept.
"""

import json
from collections.abc import Iterable, Iterator

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string

from anzhu import words
from anzhu.kernel import secrets
from anzhu.web.shared.coded import in_words
from anzhu.web.shared.request import Request
from anzhu.web.shared.shell import shell

#: Never sent back to a page: secrets, and what a fresh form brings itself.
_NEVER = frozenset({"password", "password_again", "code", "csrfmiddlewaretoken"})
#: Kept, but of no interest to a reader.
_UNREAD = frozenset({"once", "next", "envelope", "seen", "advised", "version", "field"})
_AT_MOST = 200_000


def fields(data: QueryDict) -> Iterator[tuple[str, str]]:
    """The typed fields of a form in their order, without secrets and tokens."""
    for name, values in data.lists():
        if name not in _NEVER:
            yield from ((name, str(value)) for value in values)


def shown(data: QueryDict, labels: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What was typed, for reading: label (or nothing) and text; empty fields are left out."""
    return readable(fields(data), labels)


def readable(
    typed: Iterable[tuple[str, str]], labels: dict[str, str] | None = None
) -> list[tuple[str, str]]:
    """Typed fields for reading: label (or nothing) and text, codes in words."""
    known = labels or {}
    return [
        (known.get(name, ""), in_words(name, value))
        for name, value in typed
        if value.strip() and name not in _UNREAD
    ]


def after_sign_in(request: Request, target: str) -> HttpResponse:
    """A form arrived without a session: say so, and carry its fields through the sign-in."""
    context = {
        "shell": shell(request),
        "target": target,
        "typed": shown(request.POST),
        "title": words.text("pages.kept.signed_out"),
        "envelope": seal(request.path, fields(request.POST)),
    }
    return HttpResponse(render_to_string("errors/signed_out.html", context, request), status=401)


def seal(path: str, typed: Iterable[tuple[str, str]]) -> str:
    """An envelope of fields for one address, opaque to the browser; empty if it is too large."""
    content = json.dumps([path, list(typed)], ensure_ascii=False)
    if len(content) > _AT_MOST:
        return ""
    return secrets.seal(content, "web.kept").hex()


def unseal(envelope: str) -> tuple[str, list[tuple[str, str]]] | None:
    """The address and fields of an envelope; None if it is not one of ours."""
    try:
        path, typed = json.loads(secrets.unseal(bytes.fromhex(envelope), "web.kept"))
    except (ValueError, secrets.SealBroken):
        return None
    return path, [(name, value) for name, value in typed]
