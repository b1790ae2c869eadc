"""The lists that go with batches and parcels: their content, their digest, their papers."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from anzhu import words
from anzhu.audit.chain import row_digest
from anzhu.cases import matters
from anzhu.cases.models import Case
from anzhu.kernel import clock, jobs
from anzhu.organisations.models import Agency
from anzhu.papers.lists import Column, PaperList, list_pdf, list_xlsx
from anzhu.production.models import FrozenList, Item, Parcel
from anzhu.rules.production import ItemStatus

#: The columns of the approval list, with their share of the width.
_APPROVAL = (
    ("ref", 1.3),
    ("name", 0.9),
    ("kind", 0.9),
    ("category", 1.5),
    ("employer", 2.2),
    ("matter", 3.0),
    ("agency", 1.9),
    ("filed_on", 1.1),
    ("agency_opinion", 0.9),
    ("centre_opinion", 0.9),
)
_PACKING = (("serial", 1.3), ("number", 1.2), ("name", 0.9), ("kind", 0.7), ("ref", 1.3))


def rows(cases: Sequence[Case]) -> list[dict[str, str]]:
    """What the list says of each case, in its order: by agency, filing day, reference.

    The kinds that renew, change or revive a registration also say from what to what.
    """
    codes = dict(Agency.objects.values_list("pk", "code"))
    known = matters.matters_of(cases)
    found = [
        {
            "ref": case.ref,
            "name": case.applicant_name,
            "kind": case.kind,
            "category": case.category,
            "employer": case.employer_name,
            "agency": codes[case.agency_id] if case.agency_id else "",
            "filed_on": case.filed_on.isoformat() if case.filed_on else "",
            "agency_opinion": case.agency_opinion,
            "centre_opinion": case.centre_opinion,
            **(matters.frozen(known[case.pk]) if case.pk in known else {}),
        }
        for case in cases
    ]
    return sorted(found, key=lambda row: (row["agency"], row["filed_on"], row["ref"]))


def digest(number: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The fingerprint of a list: its number and all its rows in their order."""
    return row_digest({"number": number, "rows": list(rows)})


@jobs.task(name="production.print_list", queue="papers", retry=2)
def print_list(batch_id: int) -> None:
    """Print the frozen list of a batch; a second run, or one after a thaw, finds nothing to do."""
    frozen = FrozenList.objects.select_related("batch").filter(pk=batch_id, printed_at=None).first()
    if frozen is None:
        return
    paper = _approval_list(frozen)
    pdf, xlsx = list_pdf(paper), list_xlsx(paper)
    with transaction.atomic():
        # Thawed and frozen anew meanwhile? Then these papers belong to a list that is no more.
        still = FrozenList.objects.filter(pk=batch_id, batch__digest=frozen.batch.digest)
        still.update(pdf=pdf, xlsx=xlsx, printed_at=clock.now())


def _approval_list(frozen: FrozenList) -> PaperList:
    batch = frozen.batch
    agencies = dict(Agency.objects.values_list("code", "name"))
    frozen_on = clock.day(batch.frozen_at or batch.opened_at)
    return PaperList(
        title=words.text("production.approval_list.title"),
        number=batch.number,
        made_on=frozen_on,
        facts=(
            (words.text("production.approval_list.number"), batch.number),
            (words.text("production.approval_list.count"), str(len(frozen.rows))),
            (words.text("production.approval_list.frozen_on"), frozen_on.isoformat()),
        ),
        columns=_columns("approval_list", _APPROVAL),
        rows=tuple(_approval_row(row, agencies) for row in frozen.rows),
        digest=batch.digest,
        signatures=(
            words.text("production.approval_list.centre"),
            words.text("production.approval_list.ministry"),
        ),
    )


def _approval_row(row: Mapping[str, str], agencies: Mapping[str, str]) -> tuple[str, ...]:
    matter = matters.thawed(row["kind"], row)
    said = {**row, "matter": matters.summary(matter) if matter else ""}
    said["kind"] = _word("kinds", row["kind"])
    said["category"] = _word("categories", row["category"])
    said["agency"] = agencies.get(row["agency"], row["agency"])
    for tier in ("agency_opinion", "centre_opinion"):
        said[tier] = _word("production.opinion", row[tier])
    return tuple(said[name] for name, _ in _APPROVAL)


def packing_list(parcel: Parcel) -> PaperList:
    """What lies in a parcel, to be signed by the agency that opens it."""
    inside = parcel.items.exclude(status=ItemStatus.VOID).select_related("case").order_by("serial")
    return PaperList(
        title=words.text("production.packing_list.title"),
        number=parcel.number,
        made_on=clock.day(parcel.packed_at),
        facts=(
            (words.text("production.packing_list.agency"), parcel.agency.name),
            (words.text("production.packing_list.address"), parcel.agency.address),
            (words.text("production.packing_list.courier"), parcel.courier_number),
        ),
        columns=_columns("packing_list", _PACKING),
        rows=tuple(_packing_row(item) for item in inside),
        signatures=(
            words.text("production.packing_list.packed"),
            words.text("production.packing_list.received"),
        ),
    )


def _packing_row(item: Item) -> tuple[str, ...]:
    kind = words.text(f"production.sheet.{item.kind}")
    return (item.serial, item.number, item.name, kind, item.case.ref)


def _columns(area: str, columns: Sequence[tuple[str, float]]) -> tuple[Column, ...]:
    return tuple(
        Column(words.text(f"production.{area}.column.{name}"), share) for name, share in columns
    )


def _word(area: str, code: str) -> str:
    key = f"{area}.{code}"
    return words.text(key) if words.exists(key) else code
