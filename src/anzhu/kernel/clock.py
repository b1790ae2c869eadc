"""The only place that reads the time. Days are civil days in Asia/Shanghai (R: conventions)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


class _Demo:
    """How far the clock of a demo is put forward; nothing anywhere else."""

    ahead: timedelta = timedelta(0)


def now() -> datetime:
    """This instant, aware, in UTC; in a demo, as its clock was set."""
    return _frozen.get() or datetime.now(UTC) + _Demo.ahead


def machine() -> datetime:
    """This instant by the machine's clock, whatever a demo's says.

    For what guards the door (sessions, second factors and their limits) and for what other
    programs measure by (the queue of jobs): neither may jump because somebody plays a year.
    """
    return _frozen.get() or datetime.now(UTC)


def ahead() -> timedelta:
    """How far the clock of a demo is put forward (or back)."""
    return _Demo.ahead


def put_ahead(by: timedelta) -> None:
    """Put this process's clock forward; only ``kernel.demo_clock`` does."""
    _Demo.ahead = by


def ticks() -> float:
    """Seconds that only ever go on, for measuring how long ago something was."""
    return time.monotonic()


def day(at: datetime) -> date:
    """The civil day in Shanghai on which an instant falls."""
    return at.astimezone(SHANGHAI).date()


def today() -> date:
    """The civil day in Shanghai."""
    return day(now())


def noon(on: date) -> datetime:
    """Noon in Shanghai on a day: an instant that is on that day beyond doubt."""
    return datetime(on.year, on.month, on.day, 12, tzinfo=SHANGHAI).astimezone(UTC)


@contextmanager
def at(instant: datetime | date) -> Iterator[datetime]:
    """Hold the clock still at an instant (or at noon of a day); for stories and demo worlds."""
    moment = instant if isinstance(instant, datetime) else noon(instant)
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
