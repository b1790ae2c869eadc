"""The only place that reads the time. Days are civil days in Asia/Shanghai (R: conventions)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


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
