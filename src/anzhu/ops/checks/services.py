"""Checks of what stands beside the database: file stores and Redis."""

import uuid
from collections.abc import Iterator

import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from anzhu.ops.findings import Finding, failed, ok


def stores() -> Iterator[Finding]:
    """Write, read back and delete a small file in every store for uploads."""
    for name in ("quarantine", "clean"):
        try:
            difference = _trouble_with(storages[name])
        except Exception as why:
            difference = f"{type(why).__name__}: {why}"
        yield failed("store", store=name, why=difference) if difference else ok("store", store=name)


def _trouble_with(store: Storage) -> str:
    sent = uuid.uuid4().bytes
    name = store.save(f"doctor-{uuid.uuid4()}", ContentFile(sent))
    try:
        with store.open(name) as file:
            came_back = file.read()
    finally:
        store.delete(name)
    return "" if came_back == sent else "read back other bytes than were written"


def cache_server() -> Iterator[Finding]:
    if not settings.REDIS_URL:
        yield ok("redis", key="unused")
        return
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3).ping()
    except (redis.RedisError, OSError, ValueError) as why:
        yield failed("redis", why=why)
    else:
        yield ok("redis")
