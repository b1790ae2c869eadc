"""Checks of what the environment says: secrets, demo, address, e-mail."""

import smtplib
from collections.abc import Iterator
from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError

from anzhu import words
from anzhu.materials import checks
from anzhu.ops import keys
from anzhu.ops.findings import Finding, failed, ok, warning


def in_production() -> bool:
    return str(settings.SETTINGS_MODULE).endswith(".production")


def secrets() -> Iterator[Finding]:
    """Secrets that came with a copy of something, or that one can guess."""
    bad = keys.weak(
        settings.SECRET_KEY,
        settings.ANZHU_FIELD_KEYS,
        settings.ANZHU_INDEX_KEY,
        settings.ANZHU_PAPER_KEY,
    )
    if bad:
        yield failed("secrets", unsafe=True, names="、".join(bad))
    else:
        yield ok("secrets")


def demo_people() -> Iterator[Finding]:
    """Named people with known passwords must not exist where anybody can sign in."""
    try:
        there = settings.ANZHU_DEMO or get_user_model().objects.filter(is_demo=True).exists()
    except DatabaseError:
        there = settings.ANZHU_DEMO  # No tables yet: nobody is in them.
    if there and in_production():
        yield failed("demo", unsafe=True)
    elif there:
        yield warning("demo")
    else:
        yield ok("demo")


def debug() -> Iterator[Finding]:
    if settings.DEBUG and in_production():
        yield failed("debug", unsafe=True)
    elif settings.DEBUG:
        yield warning("debug")
    else:
        yield ok("debug")


def address() -> Iterator[Finding]:
    """The address stands in QR codes and messages; plain HTTP is for one's own machine."""
    if in_production() and not settings.ANZHU_PUBLIC_URL.startswith("https://"):
        yield warning("address", url=settings.ANZHU_PUBLIC_URL)
    else:
        yield ok("address", url=settings.ANZHU_PUBLIC_URL)


def page_checks() -> Iterator[Finding]:
    """Which checks look at pages; a name that is none, or a library that is not there."""
    known = {check.name for check in checks.ALL}
    unknown = sorted((settings.ANZHU_CHECKS or set()) - known)
    if unknown:
        yield failed("page_checks", unknown="、".join(unknown), known="、".join(sorted(known)))
        return
    looking = list(checks.switched_on())
    missing = sorted({name for one in looking for name in one.libraries if not find_spec(name)})
    if missing:
        yield warning("page_checks", names="、".join(missing))
    elif looking:
        yield ok(
            "page_checks", names="、".join(words.text(f"checks.{c.name}.name") for c in looking)
        )
    else:
        yield ok("page_checks", key="none")


def email() -> Iterator[Finding]:
    """Whether the mail server answers; nothing is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield warning("email")
        return
    host = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as why:
        yield failed("email", host=host, why=why)
    else:
        yield ok("email", host=host)
