"""Fingerprints of bans, for the record and its verifier."""

from collections.abc import Iterator

from anzhu.audit.chain import row_digest
from anzhu.registrations.models import Restriction


def of_restriction(row: Restriction) -> str:
    """The fingerprint of a ban's business columns."""
    return row_digest(
        {
            "person": row.person_id,
            "term": [row.starts_on, row.years],
            "basis": [row.basis, row.provision],
            "instrument": row.instrument,
            "lifted_on": row.lifted_on,
        }
    )


def restrictions() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every ban."""
    for row in Restriction.objects.order_by("pk").iterator(chunk_size=5000):
        yield str(row.pk), of_restriction(row)
