"""What the centre, the ministry and the agencies look at while paper is being made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import MD5, Concat

from anzhu.cases.matters import Matter, matters_of
from anzhu.cases.models import Case
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible
from anzhu.papers.lists import list_pdf
from anzhu.production import items, lists
from anzhu.production.batches import digest as batch_digest
from anzhu.production.models import Batch, BatchCase, FrozenList, Item, Parcel, PrintRun
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Kind, Opinion, Role, Status
from anzhu.rules.numbering import Sheet
from anzhu.rules.production import BatchStatus, ItemStatus

PAGE = 50
#: Cases of a batch that the ministry reads, drawn by lot (5-screens 2.13).
SAMPLE = 10

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """A part of a list, and the key after which the next part begins; None at its end."""

    rows: Sequence[Row]
    next_after: int | None


@dataclass(frozen=True)
class Counted:
    """How many there are of one kind."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class BatchPage:
    """A batch as the ministry sees it before it decides."""

    batch: Batch
    total: int
    by_agency: Sequence[Counted]
    by_kind: Sequence[Counted]
    by_category: Sequence[Counted]
    by_opinion: Sequence[Counted]
    exceptions: Mapping[str, Sequence[Case]] = field(default_factory=dict)
    sample: Sequence[Case] = ()
    #: by case, for the exceptions and the sample: what the later kinds are about
    matters: Mapping[int, Matter] = field(default_factory=dict)


# --- batches -----------------------------------------------------------------------------------


def waiting_for_a_batch(
    actor: Actor, *, after: int = 0, agency_id: int | None = None, at_most: int = PAGE
) -> Slice[Case]:
    """Concluded cases that are in no undecided batch."""
    rows = _waiting(actor)
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return _slice(rows.select_related("agency"), after, at_most)


def ids_waiting_for_a_batch(actor: Actor, *, agency_id: int | None = None) -> list[int]:
    """The keys of all of them, for a batch of everything."""
    rows = _waiting(actor)
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _waiting(actor: Actor) -> QuerySet[Case]:
    if actor.role is not Role.CENTRE_REVIEWER:
        return Case.objects.none()
    listed = BatchCase.objects.filter(outcome="").values("case_id")
    return Case.objects.visible_to(actor).filter(status=Status.APPROVAL).exclude(pk__in=listed)


def batches(actor: Actor, *, before: int | None = None, at_most: int = PAGE) -> Slice[Batch]:
    """Every batch the actor may know of, newest first, each with its ``size``."""
    rows = Batch.objects.visible_to(actor).annotate(size=Count("members"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: at_most + 1])
    return Slice(found[:at_most], found[at_most - 1].pk if len(found) > at_most else None)


def pending_for_ministry(actor: Actor) -> Sequence[Batch]:
    """Frozen batches that wait for a decision, oldest first, each with its ``size``."""
    rows = Batch.objects.visible_to(actor).filter(status=BatchStatus.FROZEN)
    return list(rows.annotate(size=Count("members")).order_by("frozen_at", "pk"))


def batch(actor: Actor, number: str) -> Batch:
    """The batch with this number, if the actor may know of it; else ``NotVisible``."""
    row = (
        Batch.objects.visible_to(actor)
        .select_related("compiled_by", "frozen_by", "decided_by")
        .filter(number=number)
        .first()
    )
    if row is None:
        raise NotVisible
    return row


def batch_page(actor: Actor, number: str, *, on: date) -> BatchPage:
    """Counts, exceptions and a sample of a batch on this day; as many queries for any size."""
    row = batch(actor, number)
    inside = Case.objects.filter(listings__batch=row).order_by()
    exceptions, sample = _exceptions(inside, on), _sample(row, inside)
    shown = {case.pk: case for cases in (*exceptions.values(), sample) for case in cases}
    return BatchPage(
        batch=row,
        total=inside.count(),
        by_agency=_counts(inside, "agency__code", "agency__name"),
        by_kind=_counts(inside, "kind", "kind"),
        by_category=_counts(inside, "category", "category"),
        by_opinion=_counts(inside, "centre_opinion", "centre_opinion"),
        exceptions=exceptions,
        sample=sample,
        matters=matters_of(list(shown.values())),
    )


def cases_of(
    actor: Actor, number: str, *, after: int = 0, at_most: int = PAGE
) -> tuple[Sequence[BatchCase], int | None]:
    """A part of the list in its order; ``after`` is the position of the last one seen."""
    rows = BatchCase.objects.filter(batch=batch(actor, number)).select_related("case__agency")
    found = list(rows.filter(position__gt=after).order_by("position", "pk")[: at_most + 1])
    return found[:at_most], found[at_most - 1].position if len(found) > at_most else None


def list_paper(actor: Actor, number: str, form: str) -> bytes | None:
    """The frozen list as ``pdf`` or ``xlsx``; None while it is being printed."""
    row = batch(actor, number)
    paper = FrozenList.objects.filter(batch=row).values_list("pdf", "xlsx").first()
    if paper is None or form not in ("pdf", "xlsx"):
        raise NotVisible
    content = paper[0] if form == "pdf" else paper[1]
    return bytes(content) if content is not None else None


def _counts(inside: QuerySet[Case], code: str, name: str) -> list[Counted]:
    rows = inside.values_list(code, name).annotate(count=Count("pk")).order_by(code)
    return [Counted(code or "", name or "", count) for code, name, count in rows]


def _exceptions(inside: QuerySet[Case], on: date) -> dict[str, list[Case]]:
    """What somebody should look at before approving, by the kind of reason."""
    over = Registration.objects.filter(
        person_id=OuterRef("person_id"), closed_on=None, valid_until__lt=on
    )
    held_until_now = Q(kind__in=[Kind.RENEWAL, Kind.CHANGE], overrun=True)
    against = Q(centre_opinion=Opinion.AGAINST)
    differs = ~Q(centre_opinion=F("agency_opinion"))
    returned = Q(returns__gte=2)
    rows = inside.annotate(overrun=Exists(over)).filter(
        against | differs | returned | ~Q(flags=[]) | held_until_now
    )
    found: dict[str, list[Case]] = {}
    for case in rows.select_related("agency").order_by("ref"):
        for reason in _reasons(case):
            found.setdefault(reason, []).append(case)
    return found


def _reasons(case: Case) -> Iterator[str]:
    if case.centre_opinion == Opinion.AGAINST:
        yield "against"
    if case.centre_opinion != case.agency_opinion:
        yield "differs"
    if case.returns > 1:
        yield "returned_twice"
    if case.kind in (Kind.RENEWAL, Kind.CHANGE) and getattr(case, "overrun", False):
        yield "renewal_overrun" if case.renews else "change_expired"
    yield from (f"flag.{flag}" for flag in case.flags)


def _sample(row: Batch, inside: QuerySet[Case]) -> list[Case]:
    # Drawn by the digest of the list: nobody can draw again until the sample pleases.
    lot = MD5(Concat(Value(row.digest or row.number), "ref"))
    return list(inside.select_related("agency").annotate(lot=lot).order_by("lot")[:SAMPLE])


# --- sheets ------------------------------------------------------------------------------------


def by_agency(actor: Actor, status: ItemStatus, *, kind: Sheet | None = None) -> Sequence[Counted]:
    """How many sheets of each agency are in this status and in no parcel or run yet."""
    rows = _lying(actor, status, kind)
    counts = (
        rows.values_list("agency__code", "agency__name")
        .annotate(count=Count("pk"))
        .order_by("agency__code")
    )
    return [Counted(*row) for row in counts]


def sheets(
    actor: Actor,
    status: ItemStatus,
    *,
    agency_code: str = "",
    kind: Sheet | None = None,
    after: int = 0,
    at_most: int = PAGE,
) -> Slice[Item]:
    """Sheets in this status that lie in no parcel and (to be made) in no run."""
    rows = _lying(actor, status, kind)
    if agency_code:
        rows = rows.filter(agency__code=agency_code)
    return _slice(rows.select_related("case", "agency"), after, at_most)


def _lying(actor: Actor, status: ItemStatus, kind: Sheet | None) -> QuerySet[Item]:
    rows = Item.objects.visible_to(actor).filter(status=status, parcel=None)
    if status is ItemStatus.TO_MAKE:
        rows = rows.filter(run=None)
    return rows.filter(kind=kind) if kind else rows


def item(actor: Actor, serial: str) -> Item:
    """The sheet with this serial, if the actor may know of it; else ``NotVisible``."""
    rows = Item.objects.visible_to(actor).select_related("case", "agency", "parcel", "run")
    row = rows.filter(serial=serial).first()
    if row is None:
        raise NotVisible
    return row


def items_of_case(actor: Actor, case_id: int) -> Sequence[Item]:
    """The sheets of a case, newest first: the first one is the one that counts."""
    rows = Item.objects.visible_to(actor).filter(case_id=case_id).select_related("parcel")
    return list(rows.order_by("-pk"))


def runs(actor: Actor, *, at_most: int = PAGE) -> Sequence[PrintRun]:
    """The newest print runs, each with its ``size``."""
    if actor.role is not Role.CENTRE_PRODUCER:
        return []
    return list(PrintRun.objects.annotate(size=Count("items")).order_by("-pk")[:at_most])


def run(actor: Actor, run_id: int) -> tuple[PrintRun, Sequence[Item]]:
    """A print run and its sheets in the order in which they are printed."""
    row = PrintRun.objects.filter(pk=run_id).first()
    if row is None or actor.role is not Role.CENTRE_PRODUCER:
        raise NotVisible
    inside = row.items.select_related("case", "agency").order_by("agency_id", "serial")
    return row, list(inside)


# --- parcels and the counter -------------------------------------------------------------------


def parcels(actor: Actor, *, before: int | None = None, at_most: int = PAGE) -> Slice[Parcel]:
    """Parcels the actor may know of, newest first."""
    rows = Parcel.objects.visible_to(actor).select_related("agency")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: at_most + 1])
    return Slice(found[:at_most], found[at_most - 1].pk if len(found) > at_most else None)


def parcel(actor: Actor, number: str) -> tuple[Parcel, Sequence[Item]]:
    """A parcel and the sheets that were put in it, by serial."""
    row = Parcel.objects.visible_to(actor).select_related("agency").filter(number=number).first()
    if row is None:
        raise NotVisible
    return row, list(row.items.select_related("case").order_by("serial"))


def packing_list(actor: Actor, number: str) -> bytes:
    """The packing list of a parcel, as a PDF."""
    row, _ = parcel(actor, number)
    return list_pdf(lists.packing_list(row))


def waiting_for_collection(
    actor: Actor, *, said: str = "", after: int = 0, at_most: int = PAGE
) -> Slice[Item]:
    """Sheets that lie at the agency; ``said`` is a beginning of a name, a reference or a number.

    ID numbers are sealed and cannot be searched.
    """
    rows = Item.objects.visible_to(actor).filter(status=ItemStatus.RECEIVED)
    said = said.strip()
    if said:
        rows = rows.filter(
            Q(name__startswith=said) | Q(case__ref=said.upper()) | Q(number=said) | Q(serial=said)
        )
    return _slice(rows.select_related("case", "agency", "parcel"), after, at_most)


#: Counts of what lies at an agency stop here.
CAP = 999


def count_waiting_for_collection(actor: Actor) -> int:
    """How many sheets lie at the agency, counted up to ``CAP`` + 1 at most."""
    rows = Item.objects.visible_to(actor).filter(status=ItemStatus.RECEIVED)
    return rows.order_by().values("pk")[: CAP + 1].count()


def missing_sheets(actor: Actor) -> Sequence[Item]:
    """Sheets that were not in the parcel they were listed in, and have not turned up since."""
    rows = Item.objects.visible_to(actor).filter(
        status=ItemStatus.SHIPPED, parcel__received_at__isnull=False
    )
    return list(rows.select_related("case", "agency", "parcel").order_by("pk"))


# --- for the audit -----------------------------------------------------------------------------


def item_digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every sheet, for the audit."""
    for row in Item.objects.order_by("pk").iterator(chunk_size=5000):
        yield str(row.pk), items.digest(row)


def batch_digests() -> Iterator[tuple[str, str]]:
    """Key and fingerprint of every batch, for the audit."""
    for row in Batch.objects.order_by("pk").iterator(chunk_size=2000):
        yield str(row.pk), batch_digest(row)


def _slice(rows: QuerySet[Row], after: int, at_most: int) -> Slice[Row]:
    found = list(rows.filter(pk__gt=after).order_by("pk")[: at_most + 1])
    return Slice(found[:at_most], found[at_most - 1].pk if len(found) > at_most else None)


def current_item(case_id: int) -> Item | None:
    """The sheet that a case led to, void ones aside; for whoever may see the case."""
    rows = Item.objects.filter(case_id=case_id).exclude(status=ItemStatus.VOID)
    return rows.order_by("-pk").first()
