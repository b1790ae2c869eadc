"""Field encryption and blind indexes for what must not be read from a stolen database.

``settings.ANZHU_FIELD_KEYS`` maps a key version (1 to 255) to 32 bytes, the highest one seals;
``settings.ANZHU_INDEX_KEY`` is a separate key for blind indexes. The place of a field
(``"people.person.id_number:<uuid>"``) is authenticated, so a sealed value cannot be moved to
another row or column.
"""

import hashlib
import hmac
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class SealBroken(Exception):
    """The sealed value was changed, moved, or its key is not here."""


def seal(text: str, where: str) -> bytes:
    """Encrypt ``text`` for the place ``where``: key version, nonce, ciphertext with tag."""
    version = max(settings.ANZHU_FIELD_KEYS)
    nonce = os.urandom(_NONCE)
    body = AESGCM(settings.ANZHU_FIELD_KEYS[version]).encrypt(nonce, text.encode(), where.encode())
    return bytes([version]) + nonce + body


def unseal(blob: bytes | memoryview, where: str) -> str:
    """The text sealed for this very place; ``SealBroken`` if it is not."""
    blob = bytes(blob)
    key = settings.ANZHU_FIELD_KEYS.get(blob[0]) if blob else None
    if key is None:
        raise SealBroken(where)
    nonce, body = blob[1 : 1 + _NONCE], blob[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, where.encode()).decode()
    except InvalidTag as broken:
        raise SealBroken(where) from broken


def blind_index(text: str) -> str:
    """A keyed digest that finds equal values without revealing them (64 hex characters)."""
    return hmac.new(settings.ANZHU_INDEX_KEY, text.encode(), hashlib.sha256).hexdigest()


def code(digits: int = 6) -> str:
    """A one-time code for people to type."""
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def token() -> str:
    """An unguessable reference for addresses and forms (22 characters)."""
    return secrets.token_urlsafe(16)


def bits(how_many: int) -> int:
    """So many random bits, as a number."""
    return secrets.randbits(how_many)
