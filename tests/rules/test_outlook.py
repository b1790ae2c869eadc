"""What time alone will change: when something opens, and which days lie ahead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anzhu.rules.eligibility import assess
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Pending, Restriction
from anzhu.rules.outlook import asks_about_renewing, days_ahead, ends_soon, opens_on
from tests.rules.samples import LEAP, NEW, day, filing

ENDED = replace(LEAP, ended_on=day("2026-05-20"))
BAN = Restriction(start=day("2024-06-01"), years=5)


@pytest.mark.parametrize(
    ("kind", "on", "changed", "opens"),
    [
        (Kind.RENEWAL, "2026-11-23", {"registration": LEAP}, "2027-02-28"),
        (Kind.RENEWAL, "2027-02-28", {"registration": LEAP}, None),
        (Kind.RENEWAL, "2028-03-01", {"registration": LEAP}, None),
        (Kind.RENEWAL, "2026-11-23", {}, None),
        (Kind.RE_REGISTRATION, "2026-11-23", {"registration": LEAP}, "2028-03-01"),
        (Kind.RE_REGISTRATION, "2026-05-19", {"registration": ENDED}, "2026-05-20"),
        (Kind.RE_REGISTRATION, "2026-05-20", {"registration": ENDED}, None),
        (Kind.INITIAL, "2026-11-23", {"registration": LEAP}, None),
        (Kind.INITIAL, "2026-11-23", {"restrictions": (BAN,)}, "2029-06-02"),
        (Kind.INITIAL, "2029-06-01", {"restrictions": (BAN,)}, "2029-06-02"),
        (Kind.INITIAL, "2029-06-02", {"restrictions": (BAN,)}, None),
        # the ban outlasts the registration: from renewing nothing comes any more
        (Kind.RENEWAL, "2027-06-01", {"registration": LEAP, "restrictions": (BAN,)}, None),
        (Kind.RE_REGISTRATION, "2027-06-01", {"registration": LEAP, "restrictions": (BAN,)},
         "2029-06-02"),
        (Kind.INITIAL, "2026-11-23", {"born": day("1950-01-01")}, None),
        (Kind.RE_REGISTRATION, "2028-03-05",
         {"registration": LEAP, "pending": Pending(kind=Kind.RENEWAL, submitted=day("2028-02-01"))},
         None),
    ],
)  # fmt: skip
def test_the_day_from_which_it_opens(kind, on, changed, opens):
    assert opens_on(kind, filing(on, **changed)) == (day(opens) if opens else None)


@pytest.mark.parametrize("kind", [Kind.RENEWAL, Kind.RE_REGISTRATION, Kind.INITIAL, Kind.CHANGE])
def test_it_is_shut_until_that_day_and_open_on_it(kind):
    """Day by day through six years: the promised day is the first open one."""
    held = filing("2026-06-01", registration=LEAP, restrictions=(BAN,))
    promised = opens_on(kind, held)
    days = (date(2026, 6, 2) + timedelta(days=n) for n in range(6 * 366))
    first = next((on for on in days if assess(kind, replace(held, on=on)).may_start), None)
    assert promised == first


@pytest.mark.parametrize(
    ("on", "changed", "ahead"),
    [
        ("2026-11-23", {"registration": LEAP}, [
            ("2027-02-28", "renewal_opens"), ("2027-11-29", "renewal_advised"),
            ("2028-02-29", "last_valid_day"), ("2028-03-01", "re_registration_opens"),
        ]),
        ("2027-12-01", {"registration": LEAP}, [
            ("2028-02-29", "last_valid_day"), ("2028-03-01", "re_registration_opens"),
        ]),
        ("2026-10-28", {}, [("2026-10-28", "initial_last_day")]),
        ("2026-10-29", {}, []),
        ("2026-05-20", {"registration": ENDED}, [("2026-05-20", "ended")]),
        # under a ban nothing opens before it is over
        ("2026-11-23", {"registration": LEAP, "restrictions": (BAN,)}, [
            ("2028-02-29", "last_valid_day"), ("2029-06-02", "ban_over"),
        ]),
        # a birthday counts once it is nearer than a registration would last
        ("2026-10-29", {"born": day("1961-10-29")}, [("2031-10-29", "last_birthday")]),
        ("2026-10-29", {"born": day("1961-10-30")}, []),
        ("2027-04-01",
         {"registration": LEAP, "pending": Pending(kind=Kind.RENEWAL, submitted=day("2027-03-01"))},
         []),
    ],
)  # fmt: skip
def test_the_days_ahead_in_their_order(on, changed, ahead):
    found = days_ahead(filing(on, **{"qualification": NEW, **changed}))
    assert [(one.day.isoformat(), one.code) for one in found] == ahead


@pytest.mark.parametrize(
    ("on", "asks"),
    [
        ("2027-02-27", False),
        ("2027-02-28", True),
        ("2028-02-29", True),
        ("2028-03-01", False),
    ],
)
def test_a_change_in_the_last_year_asks_whether_to_renew(on, asks):
    assert asks_about_renewing(filing(on, registration=LEAP)) is asks
    assert not asks_about_renewing(filing(on))


@pytest.mark.parametrize(
    ("on", "soon"),
    [("2027-11-28", False), ("2027-11-29", True), ("2028-02-29", True), ("2028-03-01", False)],
)
def test_a_registration_ends_soon_from_the_advised_day_through_its_last(on, soon):
    assert ends_soon(LEAP.valid_until, day(on)) is soon
