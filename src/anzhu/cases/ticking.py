"""What the clock alone does to applications: acceptance, reminders, lapse (R12), expiry (R5).

Every act looks again under the lock of its row and does nothing twice; a run that was cut off,
or that comes days late, is made good by the next one.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from anzhu.cases import queries, reminding
from anzhu.cases.actions import accept_by_clock, expire, lapse
from anzhu.cases.models import Case
from anzhu.kernel import clock, jobs
from anzhu.rules.facts import Status

log = logging.getLogger(__name__)
#: How many rows one run looks at for each act; the others are there in ten minutes.
AT_MOST = 2000


def tick(now: datetime, at_most: int = AT_MOST) -> Mapping[str, int]:
    """Do everything that is due at this moment; how often each act was done."""
    today = clock.day(now)
    unheard = Case.objects.filter(
        status=Status.FIRST_REVIEW, accepted_on=None, due_on__lt=today
    ).order_by("due_on", "id")
    over = Case.objects.filter(status=Status.CORRECTION, correct_by__lt=today).order_by("due_on")
    return {
        "accepted": _each(accept_by_clock, "case_id", _keys(unheard, at_most), now),
        "expired": _each(expire, "case_id", queries.expired_changes(today)[:at_most], now),
        "lapsed": _each(lapse, "case_id", _keys(over, at_most), now),
        "reminded": _each(
            reminding.remind,
            "case_id",
            reminding.corrections_to_remind_of(today, at_most),
            now,
        ),
        "expiring": _each(
            reminding.remind_of_expiry,
            "registration_id",
            reminding.registrations_to_remind_of(today, at_most),
            now,
        ),
    }


def _keys(rows: Any, at_most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:at_most])


def _each(act: Callable[..., object], name: str, keys: Iterable[int], now: datetime) -> int:
    """Each in its own transaction: one that fails stops no other."""
    done = 0
    for key in keys:
        try:
            done += act(**{name: key}, now=now) is not None
        except Exception:
            log.exception("%s of %s failed", act.__name__, key)
    return done


@jobs.every("*/10 * * * *", name="cases.run_clocks")
def run_clocks() -> None:
    """What is due now."""
    tick(clock.now())
