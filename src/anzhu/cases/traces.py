"""What every step leaves behind besides the case: the history, the record, the notices."""

from collections.abc import Sequence
from datetime import datetime

from anzhu.audit.actions import ToRecord, record_all
from anzhu.cases import queries
from anzhu.cases.models import Act, Case
from anzhu.kernel.actor import Actor
from anzhu.notices.actions import ToTell, put_all
from anzhu.organisations.models import Agency
from anzhu.people import queries as people
from anzhu.rules.facts import TIER_OF, Asked
from anzhu.rules.steps import Step


def note_down(
    name: str, *, cases: Sequence[Case], actor: Actor, now: datetime, asked: Asked
) -> None:
    """The history that people read, and the chained record behind it."""
    reasons = [{"code": r.code, "item": r.item, "note": r.note} for r in asked.reasons]
    Act.objects.bulk_create(
        Act(
            case=case,
            step=name,
            tier=TIER_OF.get(actor.role, ""),
            person_id=actor.person_id,
            account_id=actor.account_id,
            role=actor.role,
            at=now,
            status_after=case.status,
            reasons=reasons,
            note=asked.note or asked.override,
            agency_id=case.agency_id,
        )
        for case in cases
    )
    codes = [reason["code"] for reason in reasons]
    entries = [
        ToRecord(
            chain=case.ref,
            subject=f"cases.case:{case.pk}",
            digest=queries.digest(case),
            data={"status": case.status, "reasons": codes},
        )
        for case in cases
    ]
    record_all(f"case.{name}", entries, actor=actor, now=now)


def tell(step: Step, *, cases: Sequence[Case], now: datetime, asked: Asked) -> None:
    """The notices of the step, to whoever applied; people without an account hear by letter."""
    if not step.tells:
        return
    accounts = people.applicant_accounts_of([case.person_id for case in cases])
    agencies = Agency.objects.in_bulk({case.agency_id for case in cases if case.agency_id})
    told = []
    for case in cases:
        account, agency = accounts.get(case.person_id), agencies.get(case.agency_id or 0)
        if account is None:
            continue
        params = {
            "ref": case.ref,
            "kind": case.kind,
            "count": len(asked.reasons),
            "until": case.correct_by or case.due_on,
            "agency": agency.name if agency else "",
        }
        told.append(
            ToTell(account_id=account.pk, params=params, chain=case.ref, email=account.email)
        )
    for event in step.tells:
        put_all(event, told, now=now)
