"""What processes share through the database and keep in mind, looked at again now and then.

Looks are taken where work begins (a request, a job, a command), at most once in so many seconds
and never in the midst of it: one piece of work goes by one state of things.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import Error, ProgrammingError

from anzhu.kernel import clock

log = logging.getLogger(__name__)
_looks: list[Callable[[], None]] = []


class _Last:
    look = float("-inf")


def look_with(look: Callable[[], None]) -> None:
    """Have this called at every look; it reads little and changes nothing in the database."""
    if look not in _looks:
        _looks.append(look)


def look() -> None:
    """Look, if the last time is long enough ago; a database that is away is no reason to stop."""
    seconds = settings.ANZHU_LOOK_SECONDS
    if seconds is None or clock.ticks() - _Last.look < seconds:
        return
    _Last.look = clock.ticks()
    look_now()


def look_now() -> None:
    """Look in any case."""
    for one in _looks:
        try:
            one()
        except ProgrammingError:
            pass  # No tables yet: nothing has changed.
        except Error as why:
            # Whoever needs the database says so; what is in mind already is as good as ever.
            log.warning("looking for what has changed failed: %s", why)
