"""Limits per account and per address: counted in PostgreSQL, atomic on any number of nodes.

They fail closed: where the count cannot be kept, the act does not happen.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection


class TooMany(Exception):
    """The limit of a bucket is reached; ``retry_after`` is in seconds."""

    def __init__(self, bucket: str, retry_after: int) -> None:
        self.bucket = bucket
        self.retry_after = retry_after
        super().__init__(bucket)


_COUNT = """
INSERT INTO kernel_count (bucket, key, "window", hits, expires_at)
VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (bucket, key, "window") DO UPDATE SET hits = kernel_count.hits + 1
RETURNING hits
"""


def hit(bucket: str, key: str, *, at_most: int, per_seconds: int, now: datetime) -> int:
    """Count one act and return the count in this window; raise ``TooMany`` beyond ``at_most``.

    ``key`` may be an address or an identifier: only its digest is stored.
    """
    seconds = int(now.timestamp())
    window = seconds // per_seconds
    ends = (window + 1) * per_seconds
    digest = hashlib.sha256(key.encode()).hexdigest()
    expires = datetime.fromtimestamp(ends, tz=UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [bucket, digest, window, expires])
        hits: int = cursor.fetchone()[0]
    if hits > at_most:
        raise TooMany(bucket, retry_after=max(1, ends - seconds))
    return hits


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most so many acts in so many seconds; what is counted is named by the bucket."""

    bucket: str
    at_most: int
    per_seconds: int

    def count(self, key: str, now: datetime) -> int:
        """Count one act of this key, as ``hit`` does; raise ``TooMany`` beyond the limit."""
        return hit(self.bucket, key, at_most=self.at_most, per_seconds=self.per_seconds, now=now)


def forget(bucket: str, key: str) -> None:
    """Start the count of this key anew, for instance after a correct password."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_count WHERE bucket = %s AND key = %s", [bucket, digest])
