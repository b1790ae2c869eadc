"""Fingerprints of lists for the audit: what a list brought in cannot be changed unnoticed."""

from collections.abc import Iterator

from anzhu.audit.chain import row_digest
from anzhu.education.models import Batch, BatchState, Record


def of_batch(batch: Batch) -> str:
    """The fingerprint of a list that came in, with what each of its records says."""
    rows = Record.objects.filter(batch=batch).order_by("pk")
    return row_digest(
        {
            "number": batch.number,
            "institution": batch.institution_id,
            "state": batch.state,
            "source": batch.source,
            "counts": [batch.importable, batch.repeated, batch.faulty],
            "reason": batch.reason,
            "records": list(
                rows.values_list("pk", "id_index", "name", "course", "completed", "hours")
            ),
        }
    )


def batches() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every list that ever came in."""
    rows = Batch.objects.filter(state__in=[BatchState.COMMITTED, BatchState.REVOKED])
    for batch in rows.order_by("pk").iterator(chunk_size=500):
        yield str(batch.pk), of_batch(batch)
