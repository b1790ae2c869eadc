"""The directories of agencies and employers, taken over from lists that somebody else keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from anzhu.audit.actions import HOUSE, record
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.organisations.importing import Imported, Sorted, sort_out
from anzhu.organisations.models import Agency, Employer, FormerName, Institution

_AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class AgencyRow:
    """One agency of a list; ``code`` tells which one, everything else may change."""

    code: str
    name: str
    kind: str
    province: str = ""
    categories: tuple[str, ...] = ()
    open_from: date
    open_until: date | None = None
    phone: str = ""
    address: str = ""
    pick_up: str = ""
    by_courier: bool = False


@dataclass(frozen=True, kw_only=True)
class InstitutionRow:
    """One training institution of a list, by its ``code``."""

    code: str
    name: str
    province: str = ""
    open_from: date
    open_until: date | None = None
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class EmployerRow:
    """One employer of a list, by its 统一社会信用代码; ``group`` is an agency's code or empty."""

    uscc: str
    name: str
    sort: str
    province: str
    address: str = ""
    group: str = ""
    former_name: str = ""


def compare_agencies(rows: Sequence[AgencyRow]) -> Imported:
    """What ``import_agencies`` would do; writes nothing."""
    return _agencies(rows).counts


@transaction.atomic
def import_agencies(
    rows: Sequence[AgencyRow], *, source: str, actor: Actor, now: datetime
) -> Imported:
    """Take over a list of agencies, whole; a changed name stays known as a former one.

    ``source`` is the SHA-256 of the list, for the record. Who is not on the list stays as it is.
    """
    names = dict(Agency.objects.values_list("pk", "name"))
    found = _agencies(rows)
    Agency.objects.bulk_create([Agency(**row) for row in found.new], batch_size=_AT_ONCE)
    Agency.objects.bulk_update(found.changed, _columns(AgencyRow), batch_size=_AT_ONCE)
    yesterday = clock.day(now) - timedelta(days=1)
    FormerName.objects.bulk_create(
        FormerName(agency=agency, name=names[agency.pk], until=yesterday)
        for agency in found.changed
        if names[agency.pk] != agency.name
    )
    _record("organisations.agencies_imported", found.counts, source, actor, now)
    return found.counts


def compare_employers(rows: Sequence[EmployerRow]) -> Imported:
    """What ``import_employers`` would do; writes nothing."""
    return _employers(rows).counts


@transaction.atomic
def import_employers(
    rows: Sequence[EmployerRow], *, source: str, actor: Actor, now: datetime
) -> Imported:
    """Take over a list of employers, whole; ``source`` is the SHA-256 of the list.

    Every ``group`` must be the code of an agency: KeyError otherwise.
    """
    found = _employers(rows)
    Employer.objects.bulk_create([Employer(**row) for row in found.new], batch_size=_AT_ONCE)
    columns = [name for name in _columns(EmployerRow) if name not in ("uscc", "group")]
    Employer.objects.bulk_update(found.changed, [*columns, "group"], batch_size=_AT_ONCE)
    _record("organisations.employers_imported", found.counts, source, actor, now)
    return found.counts


def compare_institutions(rows: Sequence[InstitutionRow]) -> Imported:
    """What ``import_institutions`` would do; writes nothing."""
    return _institutions(rows).counts


@transaction.atomic
def import_institutions(
    rows: Sequence[InstitutionRow], *, source: str, actor: Actor, now: datetime
) -> Imported:
    """Take over a list of training institutions, whole; ``source`` is the SHA-256 of the list."""
    found = _institutions(rows)
    Institution.objects.bulk_create([Institution(**row) for row in found.new], batch_size=_AT_ONCE)
    columns = _columns(InstitutionRow)
    Institution.objects.bulk_update(found.changed, columns, batch_size=_AT_ONCE)
    _record("organisations.institutions_imported", found.counts, source, actor, now)
    return found.counts


def _institutions(rows: Sequence[InstitutionRow]) -> Sorted[Institution]:
    there = {one.code: one for one in Institution.objects.all()}
    return sort_out([asdict(row) for row in rows], there, key="code")


def _agencies(rows: Sequence[AgencyRow]) -> Sorted[Agency]:
    wanted = [{**asdict(row), "categories": list(row.categories)} for row in rows]
    there = {agency.code: agency for agency in Agency.objects.all()}
    return sort_out(wanted, there, key="code")


def _employers(rows: Sequence[EmployerRow]) -> Sorted[Employer]:
    groups = {"": None, **dict(Agency.objects.values_list("code", "pk"))}
    wanted = [_with_group(asdict(row), groups) for row in rows]
    there = {}
    for start in range(0, len(rows), _AT_ONCE):
        codes = [row.uscc for row in rows[start : start + _AT_ONCE]]
        there.update({one.uscc: one for one in Employer.objects.filter(uscc__in=codes)})
    return sort_out(wanted, there, key="uscc")


def _with_group(row: dict[str, Any], groups: Mapping[str, int | None]) -> dict[str, Any]:
    row["group_id"] = groups[row.pop("group")]
    return row


def _columns(row: type[AgencyRow] | type[EmployerRow] | type[InstitutionRow]) -> list[str]:
    return list(row.__dataclass_fields__)


def _record(event: str, counts: Imported, source: str, actor: Actor, now: datetime) -> None:
    data = {**asdict(counts), "source": source, "by": actor.name}
    record(event, chain=HOUSE, actor=actor, now=now, data=data)
