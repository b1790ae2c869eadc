"""What an approval leaves behind: registrations, each in the record, and sheets to make (2.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform, KeyTransform

from anzhu.audit.actions import ToRecord, record_all
from anzhu.cases import hours
from anzhu.cases.facts import change_of
from anzhu.cases.models import Case, Revision
from anzhu.kernel import clock
from anzhu.kernel.actor import Actor
from anzhu.production import items
from anzhu.production.models import Batch, Item
from anzhu.registrations import actions as registrations
from anzhu.registrations.actions import Grant, Granted
from anzhu.registrations.models import Registration
from anzhu.registrations.queries import digest
from anzhu.rules.facts import Kind
from anzhu.rules.grants import Wanted
from anzhu.rules.production import brings_old_certificate


@dataclass(frozen=True)
class _Submitted:
    """What a grant takes from the revision that was last submitted."""

    uscc: str
    change: Mapping[str, Any]
    photo_id: UUID


def grant(batch: Batch, cases: Sequence[Case], *, actor: Actor, now: datetime) -> None:
    """Registrations in the order of the list, each in the record, each with its sheet to make."""
    place = dict(batch.members.values_list("case_id", "position"))
    ordered = sorted(cases, key=lambda case: place[case.pk])
    submitted = _submitted(ordered)
    asked = [
        Grant(
            person_id=case.person_id,
            case_ref=case.ref,
            wanted=_wanted(case, submitted[case.pk]),
            rule_set=case.rule_set,
        )
        for case in ordered
    ]
    granted = registrations.grant_all(asked, on=clock.day(now))
    _record(granted, actor=actor, now=now)
    hours.spend(ordered)
    afresh = [
        one.row
        for case, one in zip(ordered, granted, strict=True)
        if case.kind == Kind.RE_REGISTRATION
    ]
    if afresh:
        # The certificate of a registration that is over must not pass for the new one's.
        registrations.void_earlier_sheets(afresh, now=now)
    made = [
        _item(case, one.row, submitted[case.pk].photo_id, now)
        for case, one in zip(ordered, granted, strict=True)
    ]
    items.make(made, actor=actor, now=now)


def _submitted(cases: Sequence[Case]) -> dict[int, _Submitted]:
    rows = (
        Revision.objects.filter(case__in=cases)
        .order_by("case_id", "-number")
        .distinct("case_id")
        .values_list(
            "case_id",
            KeyTextTransform("uscc", KeyTextTransform("employer", "answers")),
            KeyTransform("change", "answers"),
            "photo_id",
        )
    )
    return {case: _Submitted(uscc or "", change or {}, photo) for case, uscc, change, photo in rows}


def _wanted(case: Case, submitted: _Submitted) -> Wanted:
    """What was applied for, as it was frozen at the last submission."""
    return Wanted(
        kind=Kind(case.kind),
        category=case.category,
        employer_name=case.employer_name,
        employer_uscc=submitted.uscc,
        filed_on=case.filed_on or clock.day(case.created_at),
        change=change_of({"change": submitted.change, "category": {"category": case.category}}),
    )


def _record(granted: Sequence[Granted], *, actor: Actor, now: datetime) -> None:
    replaced = [
        _said(one.row.case_ref, one.replaced) for one in granted if one.replaced is not None
    ]
    if replaced:
        record_all("registration.replaced", replaced, actor=actor, now=now)
    said = [_said(one.row.case_ref, one.row) for one in granted]
    record_all("registration.granted", said, actor=actor, now=now)


def _said(chain: str, row: Registration) -> ToRecord:
    return ToRecord(
        chain=chain,
        subject=f"registrations.registration:{row.pk}",
        digest=digest(row),
        data={"number": row.number},
    )


def _item(case: Case, row: Registration, photo_id: UUID, now: datetime) -> Item:
    return Item(
        case=case,
        registration=row,
        kind=items.sheet_for(case, clock.day(now)),
        status_at=now,
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
