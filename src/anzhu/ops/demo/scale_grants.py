"""What an approval leaves behind: the registration, a number for life, a sheet and its parcel."""

import json
from datetime import date, datetime, timedelta
from uuid import UUID

from anzhu.cases.facts import change_of
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.kernel.counters import next_numbers
from anzhu.kernel.models import Counter
from anzhu.ops.demo.scale_tables import COLUMNS, Load
from anzhu.ops.demo.scale_walk import Filed, Staff, Walk
from anzhu.production import items
from anzhu.production.models import Collection, Item, Parcel
from anzhu.registrations.models import HolderNumber, Registration, Sheet
from anzhu.registrations.queries import digest, held_of
from anzhu.rules import grants, numbering
from anzhu.rules.facts import Kind
from anzhu.rules.grants import Wanted
from anzhu.rules.production import (
    CollectedBy,
    ItemStatus,
    ParcelStatus,
    brings_old_certificate,
)

_PER_PARCEL = 100
_MADE, _RECEIVED = timedelta(hours=1), timedelta(days=10)


class Numbers:
    """Gapless series, counted on from where the house stands and given back to it at the end."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def next(self, series: str) -> int:
        if series not in self._last:
            known = Counter.objects.filter(series=series).values_list("last", flat=True).first()
            self._first[series] = self._last[series] = known or 0
        self._last[series] += 1
        return self._last[series]

    def save(self) -> None:
        """Tell the house which numbers are taken."""
        for series, last in self._last.items():
            next_numbers(series=series, how_many=last - self._first[series])


class Grants:
    """Registrations and sheets, as they come out of approvals."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.numbers = Numbers()
        self._parcels: dict[int, tuple[int, int]] = {}

    def grant(
        self, walk: Walk, filed: Filed, at: datetime, held: Registration | None
    ) -> Registration:
        """Grant what was approved at this moment; ``held`` is the registration it replaces."""
        case, on = walk.case, clock.day(at)
        before = held_of(held) if held else None
        terms = grants.terms_of(_wanted(case, filed, on), before, on)
        row = Registration(
            id=self.load.key(Registration),
            person_id=case.person_id,
            number=held.number if held else self._holder_number(case.person_id, on),
            category=terms.category,
            employer_name=terms.employer_name,
            employer_uscc=terms.employer_uscc,
            granted_on=on,
            valid_from=terms.period.start,
            valid_until=terms.period.until,
            renewal_submitted_on=terms.renewal_submitted_on,
            case_ref=case.ref,
        )
        if held is not None and before is not None:
            held.closed_on = grants.closes_on(before, on, kind=Kind(case.kind))
            self._record("registration.replaced", walk, held, at)
        self._record("registration.granted", walk, row, at)
        return row

    def add(self, row: Registration) -> None:
        """Hand in a registration that does not change any more."""
        self.load.add(Registration, tuple(row.__dict__[name] for name in COLUMNS[Registration]))

    def make(self, walk: Walk, row: Registration, photo_id: UUID, at: datetime) -> Item:
        """The sheet for a grant, waiting to be made."""
        case, on = walk.case, clock.day(at)
        kind = items.sheet_for(case, on)
        count = self.numbers.next(f"serial.{kind}.{on.year}")
        item = Item(
            id=self.load.key(Item),
            case_id=case.pk,
            registration_id=row.pk,
            kind=kind.value,
            serial=numbering.serial(kind, on.year, count),
            status=ItemStatus.TO_MAKE.value,
            status_at=at,
            agency_id=case.agency_id or 0,
            number=row.number,
            name=case.applicant_name,
            category=row.category,
            employer_name=row.employer_name,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            approved_on=row.granted_on,
            photo_id=photo_id,
            old_certificate_due=brings_old_certificate(Kind(case.kind)),
        )
        self.load.add(Sheet, (row.pk, item.serial, at, None))
        self._record_item("item.made", walk, item, at)
        return item

    def collect(self, walk: Walk, item: Item, at: datetime) -> None:
        """The sheet travelled in a parcel and was handed to its holder."""
        staff = walk.staff
        item.parcel_id = self._parcel(walk.case, staff, at - _RECEIVED)
        item.status, item.status_at = ItemStatus.COLLECTED.value, at
        self.load.add(Collection, (
            item.pk, at, CollectedBy.SELF.value, "", "", "核验本人居民身份证",
            item.old_certificate_due, staff.reviewer.account_id,
        ))  # fmt: skip
        self._record_item("item.collect", walk, item, at)

    def add_item(self, item: Item) -> None:
        """Hand in a sheet as it stands."""
        self.load.add(Item, tuple(item.__dict__[name] for name in COLUMNS[Item]))

    def _holder_number(self, person_id: int, on: date) -> str:
        number = numbering.holder_number(on.year, self.numbers.next(f"holder.{on.year}"))
        self.load.add(HolderNumber, (person_id, number, on))
        return number

    def _parcel(self, case: Case, staff: Staff, at: datetime) -> int:
        agency_id = case.agency_id or 0
        key, room = self._parcels.get(agency_id, (0, 0))
        if not room:
            key, room = self.load.key(Parcel), _PER_PARCEL
            year = clock.day(at).year
            number = f"JS{year}-{self.numbers.next(f'parcel.{year}'):04d}"
            self.load.add(Parcel, (
                key, number, agency_id, ParcelStatus.RECEIVED.value, at,
                staff.compiler.account_id, "邮政特快（样例）", f"EX{key:09d}CN", at,
                at + timedelta(days=3), staff.reviewer.account_id, _PER_PARCEL,
                json.dumps([]), json.dumps([]),
            ))  # fmt: skip
        self._parcels[agency_id] = (key, room - 1)
        return key

    def _record(self, event: str, walk: Walk, row: Registration, at: datetime) -> None:
        walk.record(
            event,
            walk.staff.approver,
            at,
            subject=f"registrations.registration:{row.pk}",
            digest=digest(row),
            data={"number": row.number},
        )

    def _record_item(self, event: str, walk: Walk, item: Item, at: datetime) -> None:
        walk.record(
            event,
            walk.staff.approver if event == "item.made" else walk.staff.reviewer,
            at + _MADE,
            subject=f"production.item:{item.pk}",
            digest=items.digest(item),
            data={"serial": item.serial, "status": item.status},
        )


def _wanted(case: Case, filed: Filed, on: date) -> Wanted:
    return Wanted(
        kind=Kind(case.kind),
        category=case.category,
        employer_name=case.employer_name,
        employer_uscc=filed.answers["employer"]["uscc"],
        filed_on=case.filed_on or on,
        change=change_of(filed.answers),
    )
