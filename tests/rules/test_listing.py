"""What is asked again of every case when a batch for the ministry is frozen (2.10)."""

from datetime import date

import pytest

from anzhu.rules.facts import Kind
from anzhu.rules.filing import Restriction
from anzhu.rules.listing import ListedFacts, objections_to_listing

REF = "26K7M3Q9X2"
TODAY = date(2026, 11, 23)
BAN = Restriction(start=date(2023, 11, 23), years=3)
OVER = Restriction(start=date(2023, 11, 22), years=3)
COMING = Restriction(start=date(2026, 11, 24), years=3)


@pytest.mark.parametrize(
    ("listed", "reasons"),
    [
        (ListedFacts(ref=REF, kind=Kind.INITIAL), []),
        (ListedFacts(ref=REF, kind=Kind.INITIAL, restrictions=(BAN,)), ["batch.restricted"]),
        (ListedFacts(ref=REF, kind=Kind.INITIAL, restrictions=(OVER, COMING)), []),
        (
            ListedFacts(ref=REF, kind=Kind.INITIAL, holds_registration=True),
            ["registration.already_held"],
        ),
        (
            ListedFacts(ref=REF, kind=Kind.RE_REGISTRATION, holds_registration=True),
            ["registration.already_held"],
        ),
        (ListedFacts(ref=REF, kind=Kind.RENEWAL, holds_registration=True), []),
        (ListedFacts(ref=REF, kind=Kind.CHANGE, listed_twice=True), ["batch.person_twice"]),
        (
            ListedFacts(
                ref=REF,
                kind=Kind.INITIAL,
                restrictions=(BAN,),
                holds_registration=True,
                listed_twice=True,
            ),
            ["batch.restricted", "registration.already_held", "batch.person_twice"],
        ),
    ],
)
def test_bans_registrations_and_doubles_are_looked_for_once_more(listed, reasons):
    assert [found.code for found in objections_to_listing(listed, TODAY)] == reasons
