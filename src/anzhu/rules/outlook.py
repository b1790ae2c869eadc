"""What time alone will change: the day on which a kind opens, and the days that lie ahead."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from anzhu.rules import parameters
from anzhu.rules.calendar import ONE_DAY, add_years
from anzhu.rules.deadlines import initial_last_day, renewal_window
from anzhu.rules.eligibility import assess, is_in_force, may_renew_with_change, renewal_is_pending
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Filing


@dataclass(frozen=True, order=True)
class Ahead:
    """A day that matters to this person: ``code`` names what happens on it (``outlook.ahead``)."""

    day: date
    code: str
    clause: str


def ends_soon(valid_until: date, on: date) -> bool:
    """Is it time to renew, by the notice's advice (1.3)?"""
    return renewal_window(valid_until, on).advised_from <= on <= valid_until


def opens_on(kind: Kind, filing: Filing) -> date | None:
    """The first day after ``on`` from which it may be started if nobody does anything.

    None where it is open already, or where no passing of time opens it: a first registration
    of somebody who held one, an application in flight, an age.
    """
    if filing.pending is not None or assess(kind, filing).may_start:
        return None
    later = sorted(day for day in _turns(filing) if day > filing.on)
    return next((day for day in later if assess(kind, replace(filing, on=day)).may_start), None)


def days_ahead(filing: Filing) -> tuple[Ahead, ...]:
    """The dated events from ``on`` forward, in their order."""
    found = (one for one in _all_days(filing) if one.day >= filing.on)
    return tuple(sorted(found))


def asks_about_renewing(filing: Filing) -> bool:
    """In the last year a change may renew at the same time (4.3.4): ask, never force."""
    return is_in_force(filing) and may_renew_with_change(filing)


def _turns(filing: Filing) -> Iterator[date]:
    """Every day on which an answer of the rules can turn from no to yes."""
    registration = filing.registration
    if registration is not None:
        yield renewal_window(registration.valid_until, filing.on).opens
        yield registration.valid_until + ONE_DAY
        if registration.ended_on is not None:
            yield registration.ended_on
    for ban in filing.restrictions:
        yield add_years(ban.start, ban.years) + ONE_DAY


def _all_days(filing: Filing) -> Iterator[Ahead]:
    for ban in filing.restrictions:
        yield Ahead(add_years(ban.start, ban.years) + ONE_DAY, "ban_over", "R8")
    last = add_years(filing.born, parameters.AGE_LIMIT_YEARS.on(filing.on))
    # Not before it is nearer than a registration would last: nobody plans for 2060.
    if last <= add_years(filing.on, parameters.VALIDITY_YEARS.on(filing.on)):
        yield Ahead(last, "last_birthday", "R8")
    registration = filing.registration
    if registration is None:
        last = initial_last_day(filing.qualification.obtained, filing.on)
        yield Ahead(last, "initial_last_day", "1.2")
    elif registration.ended_on is not None:
        yield Ahead(registration.ended_on, "ended", "6.0")
    elif not renewal_is_pending(filing):
        yield Ahead(registration.valid_until, "last_valid_day", "R3")
        yield from _openings(registration.valid_until, filing)


def _openings(until: date, filing: Filing) -> Iterator[Ahead]:
    """Days on which something opens, if it does: a ban may still stand in the way then."""
    window = renewal_window(until, filing.on)
    for kind, one in (
        (Kind.RENEWAL, Ahead(window.opens, "renewal_opens", "1.3")),
        (Kind.RENEWAL, Ahead(window.advised_from, "renewal_advised", "1.3")),
        (Kind.RE_REGISTRATION, Ahead(until + ONE_DAY, "re_registration_opens", "1.5")),
    ):
        if assess(kind, replace(filing, on=one.day, pending=None)).may_start:
            yield one
