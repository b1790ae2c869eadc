"""What several desks read from a request: one-time keys, and where a list goes on."""

import secrets

from anzhu.web.shared.request import Request


def key_of(request: Request) -> str:
    """The one-time key of the form that was sent; a form without one is always a first one."""
    return request.POST.get("once") or secrets.token_urlsafe(18)


def number_of(request: Request, name: str, otherwise: int = 0) -> int:
    """A whole number in the query of an address; an unreadable one begins from the start."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else otherwise


def keys_chosen(request: Request, name: str) -> list[int]:
    """The keys that were ticked in a form; what is none is left out."""
    chosen = (text for text in request.POST.getlist(name) if text.isascii() and text.isdigit())
    return list(dict.fromkeys(int(text) for text in chosen if len(text) < 19))
