"""The only place where printing looks at the settings; every function takes these as arguments."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

_CHECKOUT = Path(__file__).resolve().parents[3]


def fonts() -> Path:
    """The folder of the fonts: ``ANZHU_FONTS`` (settings, then environment), else build/fonts."""
    named = getattr(settings, "ANZHU_FONTS", None) or os.environ.get("ANZHU_FONTS")
    return Path(named) if named else _CHECKOUT / "build" / "fonts"


def font_file(family: str, weight: str, folder: Path | None = None) -> Path:
    """The file of one font, e.g. ``NotoSerifSC`` in ``Bold``; ``FileNotFoundError`` without it."""
    where = folder or fonts()
    for path in sorted(where.glob(f"{family}*{weight}.ttf")):
        return path
    raise FileNotFoundError(f"{family} {weight} in {where}")


def mac_key() -> bytes:
    """The key of the codes: ``ANZHU_PAPER_KEY`` (bytes), else derived from ``SECRET_KEY``.

    It must outlive a rotation of ``SECRET_KEY`` in production, because it is on paper.
    """
    named = getattr(settings, "ANZHU_PAPER_KEY", None)
    if named:
        return bytes(named)
    return hashlib.sha256(b"anzhu paper codes:" + settings.SECRET_KEY.encode()).digest()


def public_url() -> str:
    """Where the public reaches the site, without a slash at its end (``ANZHU_PUBLIC_URL``)."""
    return str(getattr(settings, "ANZHU_PUBLIC_URL", None) or "http://localhost:8000").rstrip("/")
