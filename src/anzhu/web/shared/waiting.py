"""How often a slot asks for news while a worker is at its pages, and when it gives up."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from anzhu.materials.queries import CHECKING, can_be_turned

if TYPE_CHECKING:
    from anzhu.materials.models import Page

#: After so long a slot asks rarely about an upload, and says that one need not wait.
PATIENCE = timedelta(minutes=2)
#: So long it asks about a page that lies there: a check may still speak of it, or it is turned.
_A_MOMENT = timedelta(minutes=1)
#: Seconds from one question to the next.
SOON, CALMLY, _LATER = 2, 4, 20


def seconds(lying: "Sequence[Page]", now: datetime) -> int:
    """In how many seconds to ask again; 0 for not at all."""
    return min(_each(lying, now), default=0)


def _each(lying: "Sequence[Page]", now: datetime) -> Iterator[int]:
    for row in lying:
        if row.state == CHECKING:
            yield _LATER if now - row.uploaded_at > PATIENCE else SOON
        elif is_being_turned(row, now):
            yield SOON
        elif is_looked_at(row.looking_since, now):
            yield CALMLY


def is_looked_at(since: datetime | None, now: datetime) -> bool:
    """May a check that was queued a moment ago still ask the applicant something?"""
    return since is not None and now - since <= _A_MOMENT


def is_being_turned(row: "Page", now: datetime) -> bool:
    """Was it queued to be turned a moment ago? Later it counts as forgotten, and is asked about."""
    return is_looked_at(row.turning_since, now) and can_be_turned(row)
