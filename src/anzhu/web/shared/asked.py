"""What several desks read from a request: one-time keys, and where a list goes on."""

import hashlib
import secrets

from django.core.files.uploadedfile import UploadedFile

from anzhu.web.shared.request import Request


def key_of(request: Request) -> str:
    """The one-time key of the form that was sent; a form without one is always a first one."""
    return request.POST.get("once") or secrets.token_urlsafe(18)


def key_of_file(request: Request, upload: "UploadedFile[bytes]", place: int) -> str:
    """The one-time key of one file of a form.

    The file is part of it: after an upload that broke off, the same form sends another file, and
    that must not pass for a repetition.
    """
    said = f"{key_of(request)}|{place}|{upload.name}|{upload.size}"
    return hashlib.sha256(said.encode()).hexdigest()[:48]


def number_of(request: Request, name: str, otherwise: int = 0) -> int:
    """A whole number in the query of an address; an unreadable one begins from the start."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else otherwise


def keys_chosen(request: Request, name: str) -> list[int]:
    """The keys that were ticked in a form; what is none is left out."""
    chosen = (text for text in request.POST.getlist(name) if text.isascii() and text.isdigit())
    return list(dict.fromkeys(int(text) for text in chosen if len(text) < 19))
