from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.db.models import Count, F, Prefetch, Q

from anzhu import words
from anzhu.education import keeping
from anzhu.education.judging import Fate
from anzhu.education.models import (
    Batch,
    BatchState,
    Dispute,
    DisputeState,
    Proof,
    ProofState,
    Record,
    RecordState,
)
from anzhu.files.actions import open_clean
from anzhu.files.models import Variant
from anzhu.kernel import secrets
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.people import queries as people
from anzhu.people.models import Person
from anzhu.rules import education, identifiers
from anzhu.rules.filing import EducationRecord, Source
from anzhu.rules.objections import objection

SELF, INSTITUTION = Source.SELF, Source.INSTITUTION
_IMPORTED_FIRST = {Source.INSTITUTION: 0, Source.SELF: 1}


def of_person(person: Person) -> Sequence[Record]:
    """Every standing record of a person: used ones, then imported ones, then own ones.

    Of records that say the same the first one stands for all (R7): a used one, else the imported.
    """
    return _of_all([person])[person.pk]


def _of_all(persons: Sequence[Person]) -> Mapping[int, Sequence[Record]]:
    """``of_person`` by person, in one query."""
    unclaimed = {(person.id_index, person.name): person.pk for person in persons}
    rows = Record.objects.standing().filter(
        Q(person__in=persons) | Q(person=None, id_index__in=[index for index, _ in unclaimed])
    )
    found: dict[int, list[Record]] = {person.pk: [] for person in persons}
    for row in rows.order_by("completed", "pk"):
        owner = row.person_id or unclaimed.get((row.id_index, row.name))
        if owner is not None:
            found[owner].append(row)
    return {key: sorted(theirs, key=_place) for key, theirs in found.items()}


def in_order(rows: Sequence[Record]) -> list[EducationRecord]:
    """The standing ones of these records, in the order in which the law counts them."""
    standing = [row for row in rows if row.state == RecordState.STANDS]
    dated = sorted(standing, key=lambda row: (row.completed, row.pk))
    return [as_fact(row) for row in sorted(dated, key=_place)]


def _place(row: Record) -> tuple[bool, int]:
    # Used hours first: the same course imported later must not bring them back.
    return not row.used_for, _IMPORTED_FIRST[Source(row.source)]


def proof_refusals(row: Proof) -> list[str]:
    """Why a page of a certificate cannot be used, in words."""
    return _sentences(row.refusals)


def for_the_law(person: Person) -> tuple[EducationRecord, ...]:
    """What the rules look at; the order is that of ``of_person``."""
    return for_the_law_of_all([person])[person.pk]


def for_the_law_of_all(persons: Sequence[Person]) -> Mapping[int, tuple[EducationRecord, ...]]:
    """``for_the_law`` by person, in one query."""
    return {key: tuple(as_fact(row) for row in rows) for key, rows in _of_all(persons).items()}


def as_fact(row: Record) -> EducationRecord:
    """One record as the rules see it."""
    return EducationRecord(
        provider=row.provider,
        course=row.course,
        completed=row.completed,
        hours=row.hours,
        source=Source(row.source),
        used=bool(row.used_for),
        key=row.pk,
    )


def standing_among(keys: Collection[int]) -> frozenset[int]:
    """Which of these records are still there."""
    return frozenset(Record.objects.standing().filter(pk__in=keys).values_list("pk", flat=True))


def accepted_among(keys: Collection[int], case_ref: str) -> frozenset[int]:
    """Which of these own entries were accepted in this application already."""
    rows = Record.objects.standing().filter(pk__in=keys, accepted_for=case_ref)
    return frozenset(rows.values_list("pk", flat=True))


def mine(actor: Actor) -> Sequence[Record]:
    """All records of the actor, also those that are gone, with proofs and objections."""
    return list(
        Record.objects.visible_to(actor)
        .exclude(state="replaced")
        .prefetch_related(
            Prefetch("proofs", Proof.objects.filter(removed_at=None).order_by("position")),
            Prefetch("disputes", Dispute.objects.order_by("-id")),
        )
        .order_by(F("completed").desc(), "-pk")
    )


def my_record(actor: Actor, record_id: int, source: Source) -> Record:
    """One of the actor's own records from this source; else ``NotVisible``."""
    rows = Record.objects.visible_to(actor).exclude(state="replaced")
    found = rows.filter(pk=record_id, source=source).first()
    if found is None:
        raise NotVisible
    return found


def proofs_among(keys: Collection[int], *, record_id: int) -> list[Proof]:
    """Those of these pages that lie beside a record, in order."""
    rows = Proof.objects.filter(pk__in=keys, record_id=record_id, removed_at=None)
    return list(rows.order_by("pk"))


def proofs_of(keys: Collection[int]) -> dict[int, list[Proof]]:
    """The pages that lie beside these records and can be looked at, by record."""
    found: dict[int, list[Proof]] = {}
    rows = Proof.objects.filter(record__in=keys, removed_at=None, state=ProofState.READY)
    for proof in rows.select_related("stored").order_by("record", "position", "pk"):
        found.setdefault(proof.record_id, []).append(proof)
    return found


def certificates_of(person_id: int) -> int:
    """How many pages of certificates lie beside the standing entries of a person."""
    standing = Record.objects.standing().filter(person=person_id, source=Source.SELF)
    rows = Proof.objects.filter(record__in=standing, removed_at=None, state=ProofState.READY)
    return rows.count()


def my_proof(actor: Actor, proof_id: int, variant: str) -> BinaryIO:
    """A page of the actor's own certificate as JPEG; else ``NotVisible``."""
    mine = Record.objects.visible_to(actor)
    found = Proof.objects.filter(pk=proof_id, record__in=mine).select_related("stored").first()
    return opened(found, variant)


def proof(proof_id: int) -> Proof | None:
    """A page of a certificate, for whoever has shown that they may know of it."""
    return Proof.objects.filter(pk=proof_id).select_related("stored").first()


def opened(found: Proof | None, variant: str) -> BinaryIO:
    """The bytes of a clean copy; ``NotVisible`` where there is none."""
    if found is None or found.stored is None or variant not in set(Variant):
        raise NotVisible
    return open_clean(found.stored, Variant(variant))


# --- institutions ------------------------------------------------------------------------------

_PAGE = 20


def batches(actor: Actor, *, before: int = 0, at_most: int = _PAGE) -> Sequence[Batch]:
    """The institution's lists, newest first, from a key on; one more than fits on a page."""
    rows = Batch.objects.visible_to(actor).select_related("uploaded_by__person")
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.defer("rows_sealed").order_by("-pk")[: at_most + 1])


@dataclass(frozen=True, kw_only=True)
class BatchReading:
    """One list with the first rows that cannot come in, and how many of its records stand."""

    batch: Batch
    faults: Sequence[keeping.Told] = field(default_factory=tuple)
    repeats: Sequence[keeping.Told] = field(default_factory=tuple)
    rows_are_kept: bool = False
    standing: int = 0
    used: int = 0


def batch(actor: Actor, number: str) -> Batch:
    """A list of the actor's institution; else ``NotVisible``."""
    rows = Batch.objects.visible_to(actor).select_related("institution", "uploaded_by__person")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotVisible
    return found


def read_batch(actor: Actor, number: str, *, at_most: int = 50) -> BatchReading:
    """One list for its page: the first faults, in the order of the rows."""
    found = batch(actor, number)
    rows = keeping.kept(found)
    counted = {"standing": 0, "used": 0}
    if found.state in (BatchState.COMMITTED, BatchState.REVOKED):
        standing = Record.objects.standing().filter(batch=found)
        counted = standing.aggregate(standing=Count("pk"), used=Count("pk", ~Q(used_for="")))
    return BatchReading(
        batch=found,
        faults=rows.told(Fate.FAULTY, at_most) if rows else (),
        repeats=rows.told(Fate.REPEATED, at_most) if rows else (),
        rows_are_kept=rows is not None,
        **counted,
    )


def refusals(found: Batch) -> list[str]:
    """Why a list could not be read, in words."""
    return _sentences(found.refusals)


def _sentences(refusals: Sequence[dict[str, Any]]) -> list[str]:
    return [
        words.objection(objection(one["code"], one["clause"], **one["params"])) for one in refusals
    ]


def kept_rows(actor: Actor, number: str) -> keeping.Kept:
    """The rows of a list to be given back; ``NotVisible`` once they were forgotten."""
    rows = keeping.kept(batch(actor, number))
    if rows is None:
        raise NotVisible
    return rows


def open_disputes(actor: Actor, *, at_most: int = 100) -> Sequence[Dispute]:
    """Objections that wait for the institution, the most urgent first."""
    rows = Dispute.objects.visible_to(actor).filter(state=DisputeState.OPEN)
    return list(rows.select_related("record").order_by("due_on", "pk")[:at_most])


def answered_disputes(actor: Actor, *, at_most: int = 20) -> Sequence[Dispute]:
    """The latest objections that were answered."""
    rows = Dispute.objects.visible_to(actor).exclude(state=DisputeState.OPEN)
    return list(rows.select_related("record").order_by("-answered_at")[:at_most])


def dispute(actor: Actor, dispute_id: int) -> Dispute:
    """An objection about the actor's records or institution; else ``NotVisible``."""
    rows = Dispute.objects.visible_to(actor).select_related("record__batch")
    found = rows.filter(pk=dispute_id).first()
    if found is None:
        raise NotVisible
    return found


def trainee(actor: Actor, *, name: str, id_number: str) -> Sequence[Record]:
    """What the institution imported for exactly this person; by whole number and name only."""
    index, named = secrets.blind_index(identifiers.cleaned(id_number)), education.tidy(name)
    known = people.known_as([index]).get(index)
    theirs = Q(id_index=index, name=named)
    if known is not None and known.person_id is not None and named in known.names:
        # Also what came under a number or a name that was corrected since.
        theirs |= Q(person=known.person_id)
    rows = Record.objects.visible_to(actor).filter(theirs)
    return list(rows.select_related("batch").order_by("-completed", "-pk")[:200])
