"""What several views read from a request: keys of uploads, and names of things in an address."""

import hashlib
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from anzhu.kernel.errors import NotVisible
from anzhu.web.shared.asked import key_of
from anzhu.web.shared.request import Request


def key_of_file(request: Request, upload: "UploadedFile[bytes]", place: int) -> str:
    """The one-time key of one file of a form.

    The file is part of it: after an upload that broke off, the same form sends another file, and
    that must not pass for a repetition.
    """
    said = f"{key_of(request)}|{place}|{upload.name}|{upload.size}"
    return hashlib.sha256(said.encode()).hexdigest()[:48]


def uuid_of(text: str | None) -> UUID | None:
    """The identifier in a query; None where there is none; NotVisible if it is none of ours."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None
