"""The producer's pages as their templates get them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from anzhu import words
from anzhu.kernel.errors import Refused
from anzhu.production import printing
from anzhu.rules import numbering
from anzhu.rules.production import ItemStatus, ParcelStatus
from anzhu.web.shared.parcels import mismatch

if TYPE_CHECKING:
    from anzhu.production.models import Item, Parcel, PrintRun
    from anzhu.production.queries import Counted


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet in words; ``note`` is what stands against it, ``ticked`` whether it is chosen."""

    id: int
    serial: str
    number: str
    name: str
    kind: str
    category: str
    employer: str
    agency: str
    ref: str
    status: str
    status_text: str
    status_at: datetime
    matter: str
    valid_from: date
    valid_until: date
    void_reason: str
    ticked: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What is where, what waits by kind and agency, and the latest runs with their kinds."""

    states: Sequence[tuple[str, str, int]]
    waiting: "Sequence[tuple[str, str, Sequence[Counted]]]"
    runs: "Sequence[tuple[PrintRun, str]]"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Sheets to choose from, of one agency or of all; ``more`` is the key of the next part.

    ``kind`` is that of all of them, where only one kind goes together; ``kinds`` are both.
    """

    sheets: Sequence[Sheet]
    agencies: "Sequence[Counted]"
    agency: str
    agency_name: str
    more: int | None
    kind: str
    kind_name: str
    kinds: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Run:
    """A print run: its parts (PDF), its sheets, what it is made of."""

    run: "PrintRun"
    kind_name: str
    sheets: Sequence[Sheet]
    parts: Sequence[tuple[int, int, int]]

    @property
    def is_of_labels(self) -> bool:
        """Does it go on sheets of labels?"""
        return self.run.kind == numbering.Sheet.LABEL

    @property
    def is_open(self) -> bool:
        """Is it neither confirmed nor cancelled?"""
        return self.run.confirmed_at is None


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A parcel: what lies in it, what the agency found."""

    parcel: "Parcel"
    status_text: str
    sheets: Sequence[Sheet]
    mismatch: str

    @property
    def is_packed(self) -> bool:
        """Is it still here?"""
        return self.parcel.status == ParcelStatus.PACKED


def overview(
    states: Mapping[ItemStatus, int],
    waiting: "Mapping[numbering.Sheet, Sequence[Counted]]",
    runs: "Sequence[PrintRun]",
) -> Overview:
    """The landing page of production."""
    return Overview(
        states=[
            (str(status), words.status(f"item.{status}", "staff"), count)
            for status, count in states.items()
        ],
        waiting=[(kind.value, _kind_name(kind), counted) for kind, counted in waiting.items()],
        runs=[(run, _kind_name(run.kind)) for run in runs],
    )


def listed(
    items: "Iterable[Item]",
    agencies: "Sequence[Counted]",
    *,
    agency: str,
    more: int | None,
    ticked: Collection[int] = (),
    refused: Refused | None = None,
    kind: numbering.Sheet | None = None,
) -> Listed:
    """Sheets to choose from; those that an attempt failed for say why and are not ticked."""
    against: dict[str, str] = {}
    for found in refused.objections if refused else ():
        against.setdefault(str(found.params.get("serial", "")), words.objection(found))
    return Listed(
        sheets=[
            sheet(
                item,
                ticked=item.pk in ticked and item.serial not in against,
                note=against.get(item.serial, ""),
            )
            for item in items
        ],
        agencies=agencies,
        agency=agency,
        agency_name=next((row.name for row in agencies if row.code == agency), agency),
        more=more,
        kind=kind or "",
        kind_name=_kind_name(kind) if kind else "",
        kinds=[(one.value, _kind_name(one)) for one in numbering.Sheet],
    )


def _kind_name(kind: str) -> str:
    return words.text(f"kinds.sheet.{kind}")


def run(row: "PrintRun", items: "Sequence[Item]", *, per_part: int) -> Run:
    """A run; the void are not printed any more and do not count for its parts."""
    live = sum(1 for item in items if item.status != ItemStatus.VOID)
    return Run(
        run=row,
        kind_name=_kind_name(row.kind),
        sheets=[sheet(item) for item in items],
        parts=[
            (part + 1, part * per_part + 1, min(live, (part + 1) * per_part))
            for part in range(-(-live // per_part))
        ],
    )


def packed(row: "Parcel", items: "Iterable[Item]") -> Packed:
    """A parcel with what became of it."""
    return Packed(
        parcel=row,
        status_text=words.status(f"parcel.{row.status}", "staff"),
        sheets=[sheet(item, agency=row.agency.name) for item in items],
        mismatch=mismatch(row),
    )


def sheet(item: "Item", *, ticked: bool = False, note: str = "", agency: str = "") -> Sheet:
    """One sheet in words."""
    return Sheet(
        id=item.pk,
        serial=item.serial,
        number=item.number,
        name=item.name,
        kind=_kind_name(item.kind),
        category=words.text(f"categories.{item.category}"),
        employer=item.employer_name,
        agency=agency or item.agency.name,
        ref=item.case.ref,
        status=item.status,
        status_text=words.status(f"item.{item.status}", "staff"),
        status_at=item.status_at,
        matter=words.text(f"production.matter.{printing.matter_of(item)}"),
        valid_from=item.valid_from,
        valid_until=item.valid_until,
        void_reason=item.void_reason,
        ticked=ticked,
        note=note,
    )
