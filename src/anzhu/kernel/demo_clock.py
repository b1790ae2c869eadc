"""The clock of a demonstration: one row moves the day of every process, to play a year through.

Only a demo has it. Elsewhere the row is never read, and setting it is refused.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from anzhu.kernel import clock
from anzhu.kernel.errors import Refused
from anzhu.kernel.models import DemoClock

#: A demo may be led so many days from the machine's day at most.
FURTHEST = timedelta(days=20 * 366)


def allowed() -> bool:
    """May the clock of this installation be moved at all?"""
    return bool(settings.ANZHU_DEMO and settings.ANZHU_CLOCK_MAY_MOVE)


def look() -> None:
    """Go by the clock of the demo as it is set now; by the machine's outside a demo."""
    row = DemoClock.objects.filter(pk=1).first() if allowed() else None
    clock.put_ahead(timedelta(seconds=row.seconds if row else 0))


def lead_to(day: date) -> None:
    """Make it this day, at the present time of day; raises ``Refused`` outside a demo."""
    _put(timedelta(days=(day - clock.day(clock.machine())).days))


def advance(by: timedelta) -> None:
    """Put the clock forward by so much more; raises ``Refused`` outside a demo."""
    _refuse_outside()
    look()
    _put(clock.ahead() + by)


def reset() -> None:
    """Back to the machine's clock; raises ``Refused`` outside a demo."""
    _put(timedelta(0))


@transaction.atomic
def _put(ahead: timedelta) -> None:
    _refuse_outside()
    if abs(ahead) > FURTHEST:
        raise Refused.because("clock.too_far", "house", days=FURTHEST.days)
    seconds = int(ahead.total_seconds())
    if seconds:
        DemoClock.objects.update_or_create(pk=1, defaults={"seconds": seconds})
    else:
        DemoClock.objects.filter(pk=1).delete()
    clock.put_ahead(ahead)


def _refuse_outside() -> None:
    if not allowed():
        raise Refused.because("clock.not_a_demo", "house")


def shown_day(now: datetime) -> date | None:
    """The day of a demo whose clock was moved, for its mark; None while it keeps time."""
    return clock.day(now) if clock.ahead() else None
