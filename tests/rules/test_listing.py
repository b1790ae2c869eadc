"""2.10: what is asked again of every case when a batch is frozen."""

import pytest

from anzhu.rules.facts import Kind
from anzhu.rules.filing import Restriction
from anzhu.rules.listing import ListedFacts, objections_to_listing
from tests.rules.samples import codes, day


@pytest.mark.parametrize(
    ("facts", "refused_for"),
    [
        ({"kind": Kind.INITIAL}, []),
        ({"kind": Kind.INITIAL, "holds_registration": True}, ["registration.already_held"]),
        ({"kind": Kind.RE_REGISTRATION, "holds_registration": True}, ["registration.already_held"]),
        ({"kind": Kind.RENEWAL, "holds_registration": True}, []),
        ({"kind": Kind.RENEWAL, "listed_twice": True}, ["batch.person_twice"]),
    ],
)
def test_duplicates_are_found_again(facts, refused_for):
    found = objections_to_listing(ListedFacts(**facts), day("2026-11-23"))
    assert codes(found) == refused_for


@pytest.mark.parametrize(
    ("start", "refused_for"),
    [
        ("2021-11-23", ["batch.restricted"]),  # the last day of five years
        ("2021-11-22", []),
        ("2026-11-24", []),
    ],
)
def test_a_ban_that_began_meanwhile_is_found(start, refused_for):
    listed = ListedFacts(kind=Kind.INITIAL, restrictions=(Restriction(start=day(start), years=5),))
    assert codes(objections_to_listing(listed, day("2026-11-23"))) == refused_for
