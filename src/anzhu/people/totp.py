"""The second factor of staff: time-based codes (RFC 6238), each good once."""

import base64
import secrets as random
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
_DIGITS = 6


def fresh_secret() -> str:
    """A new secret in base32, as authenticator apps take it."""
    return base64.b32encode(random.token_bytes(20)).decode()


def address(secret: str, account: str) -> str:
    """The ``otpauth`` address for a QR code."""
    issuer = quote("安注")
    return f"otpauth://totp/{issuer}:{quote(account)}?secret={secret}&issuer={issuer}"


def code_at(secret: str, at: datetime) -> str:
    """The code an authenticator shows at an instant."""
    return _generator(secret).generate(int(at.timestamp())).decode()


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step a code belongs to, if it is this one or a neighbour; else None."""
    if len(code) != _DIGITS or not code.isascii() or not code.isdigit():
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        try:
            _generator(secret).verify(code.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def _generator(secret: str) -> TOTP:
    # Authenticator apps agree on SHA-1 here; its weakness does not touch HMAC.
    return TOTP(
        base64.b32decode(secret),
        _DIGITS,
        SHA1(),  # noqa: S303
        STEP_SECONDS,
        enforce_key_length=False,
    )
