"""What is asked again of every case when a batch for the ministry is frozen and decided (2.10).

Between the review and the decision a ban may have begun, and a registration may have been granted,
cancelled, or have expired.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anzhu.rules.calendar import add_years
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Restriction
from anzhu.rules.grants import FROM_THE_APPROVAL, Held
from anzhu.rules.objections import Objection, objection


@dataclass(frozen=True, kw_only=True)
class ListedFacts:
    """A case on the list, with what may have changed since it was reviewed.

    ``renews``: a renewal, or a change that renews at the same time; ``held`` is the latest
    registration of its person, None if there never was one.
    """

    ref: str
    kind: Kind
    filed_on: date
    renews: bool = False
    restrictions: tuple[Restriction, ...] = ()
    held: Held | None = None
    #: another case of the same human stands on the same list
    listed_twice: bool = False


def objections_to_listing(listed: ListedFacts, on: date) -> Iterator[Objection]:
    """Every reason against granting this case on this day: bans, the registration, duplicates."""
    for ban in listed.restrictions:
        until = add_years(ban.start, ban.years)
        if ban.start <= on <= until:
            yield objection("batch.restricted", "R8", ref=listed.ref, until=until)
    if listed.kind in FROM_THE_APPROVAL:
        yield from _against_a_first(listed, on)
    else:
        yield from _against_a_later(listed, on)
    if listed.listed_twice:
        yield objection("batch.person_twice", "2.10", ref=listed.ref)


def ends_undecided(listed: ListedFacts, on: date) -> bool:
    """Has the registration expired under a change that does not renew it (R5)?"""
    held = listed.held
    alone = listed.kind is Kind.CHANGE and not listed.renews
    return alone and held is not None and not held.has_ended(on) and on > held.valid_until


def _against_a_first(listed: ListedFacts, on: date) -> Iterator[Objection]:
    """An initial registration is the first of all; a re-registration comes after another one."""
    held = listed.held
    if held is not None and not held.is_over(on):
        yield objection("registration.already_held", "1.1", ref=listed.ref)
    elif held is not None and listed.kind is Kind.INITIAL:
        yield objection("batch.registered_before", "1.1", ref=listed.ref)
    elif held is None and listed.kind is Kind.RE_REGISTRATION:
        yield objection("batch.never_registered", "1.5", ref=listed.ref)


def _against_a_later(listed: ListedFacts, on: date) -> Iterator[Objection]:
    """What renews or changes a registration needs one that still stands, or did when it was filed.

    A renewal submitted in time keeps it in force until it is decided (R4); a change alone does not.
    """
    held = listed.held
    if held is None:
        yield objection("batch.never_registered", "1.3", ref=listed.ref)
    elif held.has_ended(on):
        yield objection("batch.registration_ended", "1.5", ref=listed.ref, ended=held.ended_on)
    elif ends_undecided(listed, on):
        yield objection("batch.change_expired", "R5", ref=listed.ref, until=held.valid_until)
    elif on > held.valid_until < listed.filed_on:
        yield objection("batch.filed_too_late", "R4", ref=listed.ref, until=held.valid_until)
