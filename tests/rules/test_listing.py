"""What is asked again of every case when a batch for the ministry is frozen and decided (2.10)."""

from datetime import date

import pytest

from anzhu.rules.facts import Kind
from anzhu.rules.filing import Restriction
from anzhu.rules.grants import Held
from anzhu.rules.listing import ListedFacts, ends_undecided, objections_to_listing

REF = "26K7M3Q9X2"
TODAY = date(2026, 11, 23)
FILED = date(2026, 11, 2)
BAN = Restriction(start=date(2023, 11, 23), years=3)
OVER = Restriction(start=date(2023, 11, 22), years=3)
COMING = Restriction(start=date(2026, 11, 24), years=3)


def held(until: str, *, ended_on: date | None = None) -> Held:
    last = date.fromisoformat(until)
    return Held(
        category="mine",
        employer_name="甲公司",
        employer_uscc="91370100MA3C1234XA",
        valid_from=date(last.year - 5, 1, 1),
        valid_until=last,
        ended_on=ended_on,
    )


VALID, LAST_DAY, EXPIRED = held("2027-03-31"), held("2026-11-23"), held("2026-11-22")
LONG_GONE = held("2026-11-01")
CANCELLED = held("2027-03-31", ended_on=TODAY)
CANCELLED_TOMORROW = held("2027-03-31", ended_on=date(2026, 11, 24))


def listed(kind: Kind, held: Held | None = None, **more: object) -> ListedFacts:
    return ListedFacts(ref=REF, kind=kind, filed_on=FILED, held=held, **more)


@pytest.mark.parametrize(
    ("listed", "reasons"),
    [
        (listed(Kind.INITIAL), []),
        (listed(Kind.INITIAL, restrictions=(BAN,)), ["batch.restricted"]),
        (listed(Kind.INITIAL, restrictions=(OVER, COMING)), []),
        (listed(Kind.INITIAL, VALID), ["registration.already_held"]),
        (listed(Kind.INITIAL, LAST_DAY), ["registration.already_held"]),
        (listed(Kind.INITIAL, EXPIRED), ["batch.registered_before"]),
        (listed(Kind.INITIAL, CANCELLED), ["batch.registered_before"]),
        (listed(Kind.RE_REGISTRATION), ["batch.never_registered"]),
        (listed(Kind.RE_REGISTRATION, VALID), ["registration.already_held"]),
        (listed(Kind.RE_REGISTRATION, LAST_DAY), ["registration.already_held"]),
        (listed(Kind.RE_REGISTRATION, EXPIRED), []),
        (listed(Kind.RE_REGISTRATION, CANCELLED), []),
        (listed(Kind.RENEWAL, renews=True), ["batch.never_registered"]),
        (listed(Kind.RENEWAL, VALID, renews=True), []),
        (listed(Kind.RENEWAL, EXPIRED, renews=True), []),
        (listed(Kind.RENEWAL, LONG_GONE, renews=True), ["batch.filed_too_late"]),
        (listed(Kind.RENEWAL, CANCELLED, renews=True), ["batch.registration_ended"]),
        (listed(Kind.RENEWAL, CANCELLED_TOMORROW, renews=True), []),
        (listed(Kind.RENEWAL, VALID, renews=True, restrictions=(BAN,)), ["batch.restricted"]),
        (listed(Kind.CHANGE), ["batch.never_registered"]),
        (listed(Kind.CHANGE, VALID), []),
        (listed(Kind.CHANGE, LAST_DAY), []),
        (listed(Kind.CHANGE, EXPIRED), ["batch.change_expired"]),
        (listed(Kind.CHANGE, EXPIRED, renews=True), []),
        (listed(Kind.CHANGE, CANCELLED), ["batch.registration_ended"]),
        (listed(Kind.CHANGE, VALID, listed_twice=True), ["batch.person_twice"]),
        (
            listed(Kind.INITIAL, VALID, restrictions=(BAN,), listed_twice=True),
            ["batch.restricted", "registration.already_held", "batch.person_twice"],
        ),
    ],
)
def test_bans_registrations_and_doubles_are_looked_for_once_more(listed, reasons):
    assert [found.code for found in objections_to_listing(listed, TODAY)] == reasons


@pytest.mark.parametrize(
    ("listed", "ends"),
    [
        (listed(Kind.CHANGE, LAST_DAY), False),
        (listed(Kind.CHANGE, EXPIRED), True),
        (listed(Kind.CHANGE, EXPIRED, renews=True), False),
        (listed(Kind.CHANGE, CANCELLED), False),
        (listed(Kind.CHANGE), False),
        (listed(Kind.RENEWAL, EXPIRED, renews=True), False),
        (listed(Kind.RE_REGISTRATION, EXPIRED), False),
    ],
)
def test_only_a_change_that_does_not_renew_ends_with_its_registration(listed, ends):
    assert ends_undecided(listed, TODAY) is ends
