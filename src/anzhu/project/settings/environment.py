"""Reading the environment: the only place where configuration enters the house."""

import base64
import ipaddress
import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable without surrounding space; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    """The variable as a whole number; ``ImproperlyConfigured`` when it is none."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name} 必须是整数，现在是“{value}”。") from wrong


def flag(name: str) -> bool:
    return text(name).lower() in {"1", "true", "yes", "on"}


def listed(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def chosen(name: str) -> frozenset[str] | None:
    """The names listed, none of them for ``none``; None when the variable is not set."""
    found = listed(name)
    return (frozenset() if found == ["none"] else frozenset(found)) if found else None


def proxies(name: str) -> list[str]:
    """Addresses and networks of our proxies; ``1`` means one on this very machine."""
    if flag(name):
        return ["127.0.0.1", "::1"]
    found = listed(name)
    for one in found:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError as wrong:
            raise ImproperlyConfigured(f"{name} 应为 1，或代理的地址，现在是“{one}”。") from wrong
    return found


def key(name: str, encoded: str) -> bytes:
    """32 bytes from their base64 form, as printed by ``anzhu secrets``."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name} 不是有效的 base64。") from wrong
    if len(raw) != 32:
        raise ImproperlyConfigured(f"{name} 必须是 32 字节（base64），现在是 {len(raw)} 字节。")
    return raw


def keys(name: str, encoded: str) -> dict[int, bytes]:
    """Key versions: ``1:base64,2:base64``, or one bare key, which is version 1."""
    found = {}
    for part in encoded.split(","):
        version, _, value = part.strip().rpartition(":")
        if version and not (version.isdigit() and 1 <= int(version) <= 255):
            raise ImproperlyConfigured(f"{name} 的版本号必须在 1 到 255 之间。")
        found[int(version or 1)] = key(name, value)
    return found


def email(url: str) -> dict[str, str | int | bool]:
    """Django's e-mail settings from ``smtp://user:password@host:port?tls=1`` (``smtps``: TLS)."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL 应形如 smtp://用户:密码@主机:端口?tls=1。")
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if implicit else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": not implicit and parse_qs(parts.query).get("tls", ["1"]) != ["0"],
        "EMAIL_TIMEOUT": 10,
    }
