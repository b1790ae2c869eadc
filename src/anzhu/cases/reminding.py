"""Reminders to applicants and holders: each is sent once, late rather than never, never thrice."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from anzhu.cases.models import Case
from anzhu.cases.rule_sets import by_its_rules
from anzhu.kernel import clock
from anzhu.notices.actions import put
from anzhu.people import queries as people
from anzhu.people.models import Account
from anzhu.registrations.models import Registration
from anzhu.rules import deadlines, parameters
from anzhu.rules.calendar import days_after
from anzhu.rules.facts import IN_FLIGHT, Kind, Status


@transaction.atomic
def remind(*, case_id: int, now: datetime) -> Case | None:
    """Remind the applicant of a correction that is due (R12); nobody can opt out of this one."""
    case = Case.objects.select_for_update().get(pk=case_id)
    today = clock.day(now)
    if case.status != Status.CORRECTION or case.correct_by is None or _due(case, today) is None:
        return None
    Case.objects.filter(pk=case.pk).update(reminded_on=today)
    account = people.applicant_account_of(case.person_id)
    if account:
        params = {
            "ref": case.ref,
            "kind": case.kind,
            "until": case.correct_by,
            "count": (case.correct_by - today).days,
        }
        put(
            "case.reminded",
            account_id=account.pk,
            now=now,
            params=params,
            chain=case.ref,
            email=account.email,
        )
    return case


@by_its_rules
def _due(case: Case, today: date) -> date | None:
    if case.correct_by is None or today > case.correct_by:
        return None
    returned = clock.day(case.waits_since)
    days = [day for day in deadlines.correction_reminders(case.correct_by) if day > returned]
    return deadlines.reminder_due(days, case.reminded_on, today)


def corrections_to_remind_of(today: date, at_most: int) -> list[int]:
    """Cases whose applicant is to be reminded today; under the rules of each."""
    rows = Case.objects.filter(status=Status.CORRECTION, correct_by__gte=today)
    rows = rows.only("correct_by", "reminded_on", "waits_since", "rule_set").order_by("due_on")
    due = (case.pk for case in rows.iterator() if _due(case, today) is not None)
    return [key for key, _ in zip(due, range(at_most), strict=False)]


# --- the end of a registration -----------------------------------------------------------------


@transaction.atomic
def remind_of_expiry(*, registration_id: int, now: datetime) -> Registration | None:
    """Tell the holder that the registration ends, or has ended yesterday.

    On the site always; by e-mail unless the account has asked for none.
    """
    row = Registration.objects.select_for_update().get(pk=registration_id)
    today = clock.day(now)
    if row.closed_on is not None or _renewal_of(row.person_id).exists():
        return None
    # Nobody is told on the day of the grant that it will end.
    days = [day for day in deadlines.expiry_reminders(row.valid_until) if day > row.granted_on]
    if deadlines.reminder_due(days, row.reminded_on, today) is None:
        return None
    Registration.objects.filter(pk=row.pk).update(reminded_on=today)
    account = people.applicant_account_of(row.person_id)
    if account:
        ended = today > row.valid_until
        window = deadlines.renewal_window(row.valid_until, today)
        put(
            "registration.expired" if ended else "registration.expiring",
            account_id=account.pk,
            now=now,
            params={
                "until": row.valid_until,
                "opens": window.opens,
                "count": (row.valid_until - today).days,
            },
            email=account.email if account.wants_reminders else "",
        )
    return row


def _renewal_of(person: int | OuterRef) -> QuerySet[Case]:
    """Submitted and undecided renewals, alone or together with a change (R4, R5)."""
    renews = Q(kind=Kind.RENEWAL) | Q(kind=Kind.CHANGE, renews=True)
    flying = Case.objects.filter(status__in=sorted(IN_FLIGHT)).exclude(filed_on=None)
    return flying.filter(renews, person_id=person)


def registrations_to_remind_of(today: date, at_most: int) -> list[int]:
    """Registrations whose holder is to be told today, the ones that end first at the top."""
    late = parameters.REMINDERS_LATE_DAYS.on(today)
    any_of = Q()
    for before in {n for _, days in parameters.EXPIRY_REMINDER_DAYS.history() for n in days}:
        last = days_after(today, before)
        told = F("valid_until") - timedelta(days=before)
        any_of |= Q(valid_until__range=(days_after(last, -late), last)) & (
            Q(reminded_on=None) | Q(reminded_on__lt=told)
        )
    rows = Registration.objects.filter(any_of, closed_on=None)
    rows = rows.filter(~Exists(_renewal_of(OuterRef("person_id"))))
    # Who has no account reads no notice: nothing to look at again every ten minutes.
    rows = rows.filter(Exists(Account.objects.filter(person_id=OuterRef("person_id"))))
    return list(rows.order_by("valid_until", "id").values_list("pk", flat=True)[:at_most])
