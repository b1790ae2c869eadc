"""Is the record whole, and do the rows still say what it committed to?

``settings.ANZHU_AUDITED`` names the models whose rows are compared with their last entry, each
with the function that yields their fingerprints.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db.models import Max
from django.utils.module_loading import import_string

from anzhu.audit import chain as chains
from anzhu.audit.models import Entry, Head

#: yields key and digest of every row of a model as it stands
Digests = Callable[[], Iterator[tuple[str, str]]]


@dataclass(frozen=True)
class Fault:
    """What does not agree: the row by name, and how."""

    row: str
    what: str

    def __str__(self) -> str:
        return f"{self.row}: {self.what}"


def faults() -> Iterator[Fault]:
    """Every disagreement in the whole record, in the order of the chains."""
    yield from _broken_chains()
    yield from _missing_heads()
    for model, path in settings.ANZHU_AUDITED.items():
        yield from _changed_rows(model, import_string(path))


def _broken_chains() -> Iterator[Fault]:
    heads = {head.chain: head for head in Head.objects.iterator()}
    entries = Entry.objects.order_by("chain", "seq").iterator(chunk_size=5000)
    for chain, run in groupby(entries, key=attrgetter("chain")):
        yield from _walk(chain, run, heads.get(chain))


def _walk(chain: str, run: Iterator[Entry], head: Head | None) -> Iterator[Fault]:
    before, seq = "", 0
    for entry in run:
        name = f"audit.entry:{entry.pk} ({entry})"
        if entry.seq != seq + 1:
            yield Fault(name, f"expected entry {seq + 1} of the chain, found {entry.seq}")
        if entry.before != before:
            yield Fault(name, "does not follow the entry before it")
        if entry.hash != _hash_of(entry):
            yield Fault(name, "was changed after it was written")
        before, seq = entry.hash, entry.seq
    if head is None or (head.seq, head.hash) != (seq, before):
        yield Fault(f"audit.head:{chain}", "the chain does not end where its head says")


def _hash_of(entry: Entry) -> str:
    return chains.entry_hash(
        before=entry.before,
        chain=entry.chain,
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        account_id=entry.account_id,
        role=entry.role,
        subject=entry.subject,
        digest=entry.digest,
        data=entry.data,
    )


def _missing_heads() -> Iterator[Fault]:
    known = Entry.objects.order_by().values("chain").distinct()
    for head in Head.objects.exclude(seq=0).exclude(chain__in=known):
        yield Fault(f"audit.head:{head.chain}", "the whole chain is missing")


def _changed_rows(model: str, digests: Digests) -> Iterator[Fault]:
    """Rows whose columns are not those of their last entry, rows without one, and lost rows."""
    last = (
        Entry.objects.filter(subject__startswith=f"{model}:")
        .order_by()
        .values("subject")
        .annotate(last=Max("id"))
        .values("last")
    )
    committed = dict(Entry.objects.filter(id__in=last).values_list("subject", "digest").iterator())
    for key, digest in digests():
        row = f"{model}:{key}"
        expected = committed.pop(row, None)
        if expected is None:
            yield Fault(row, "has no entry in the record")
        elif expected != digest:
            yield Fault(row, "was changed without an entry in the record")
    for row in committed:
        yield Fault(row, "is in the record but no longer in its table")
