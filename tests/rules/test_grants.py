"""What a grant of each kind gives, from when to when (R3 to R6), on the days that matter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anzhu.rules.categories import Category
from anzhu.rules.deadlines import validity_from
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change
from anzhu.rules.grants import EndedAs, Held, Standing, Wanted, closes_on, standing_of, terms_of

ONE = timedelta(days=1)
OLD = Held(
    category="mine",
    employer_name="甲公司",
    employer_uscc="91370100MA3C1234XA",
    valid_from=date(2022, 1, 10),
    valid_until=date(2027, 1, 9),
    renewal_submitted_on=date(2021, 12, 1),
)
FILED = date(2026, 12, 1)


def wanted(kind: Kind, **change: object) -> Wanted:
    return Wanted(
        kind=kind,
        category="chemical",
        employer_name="乙公司",
        employer_uscc="91440300MA5D5678XB",
        filed_on=FILED,
        change=Change(**change),
    )


RENEWAL = wanted(Kind.RENEWAL)
CHANGE = wanted(Kind.CHANGE, employer=True)
BOTH = wanted(Kind.CHANGE, employer=True, renew=True)
AGAIN = wanted(Kind.RE_REGISTRATION)


@pytest.mark.parametrize(
    ("wanted", "held", "on", "start", "until"),
    [
        # R3: S and E of a registration that starts on the day of its approval
        (wanted(Kind.INITIAL), None, "2020-06-15", "2020-06-15", "2025-06-14"),
        (wanted(Kind.INITIAL), None, "2023-03-01", "2023-03-01", "2028-02-29"),
        (wanted(Kind.INITIAL), None, "2024-02-29", "2024-02-29", "2029-02-28"),
        (wanted(Kind.INITIAL), None, "2024-03-01", "2024-03-01", "2029-02-28"),
        (AGAIN, OLD, "2028-02-29", "2028-02-29", "2033-02-28"),
        # a renewal: from E + 1, whenever it was approved
        (RENEWAL, OLD, "2026-12-20", "2027-01-10", "2032-01-09"),
        (RENEWAL, OLD, "2027-01-09", "2027-01-10", "2032-01-09"),
        (RENEWAL, OLD, "2027-03-15", "2027-01-10", "2032-01-09"),
        (
            RENEWAL,
            replace(OLD, valid_until=date(2028, 2, 28)),
            "2028-02-01",
            "2028-02-29",
            "2033-02-28",
        ),
        (
            RENEWAL,
            replace(OLD, valid_until=date(2028, 2, 29)),
            "2028-02-01",
            "2028-03-01",
            "2033-02-28",
        ),
        (BOTH, OLD, "2027-03-15", "2027-01-10", "2032-01-09"),
        # a change alone keeps the period
        (CHANGE, OLD, "2026-12-20", "2022-01-10", "2027-01-09"),
        (CHANGE, OLD, "2027-01-09", "2022-01-10", "2027-01-09"),
    ],
)
def test_the_period_of_a_grant(wanted, held, on, start, until):
    found = terms_of(wanted, held, date.fromisoformat(on)).period
    assert (found.start.isoformat(), found.until.isoformat()) == (start, until)


@pytest.mark.parametrize(
    ("wanted", "category", "employer"),
    [
        (RENEWAL, "mine", "甲公司"),
        (CHANGE, "mine", "乙公司"),
        (wanted(Kind.CHANGE, renamed=True), "mine", "乙公司"),
        (wanted(Kind.CHANGE, category=Category.CHEMICAL), "chemical", "甲公司"),
        (wanted(Kind.CHANGE, employer=True, category=Category.CHEMICAL), "chemical", "乙公司"),
        (BOTH, "mine", "乙公司"),
        (AGAIN, "chemical", "乙公司"),
    ],
)
def test_a_change_changes_what_it_asks_for_and_nothing_else(wanted, category, employer):
    terms = terms_of(wanted, OLD, FILED)
    assert (terms.category, terms.employer_name) == (category, employer)
    assert terms.employer_uscc == (OLD if employer == "甲公司" else wanted).employer_uscc


def test_a_category_of_former_years_becomes_the_one_that_was_submitted():
    former = replace(OLD, category="hazardous_chemicals")
    assert terms_of(RENEWAL, former, FILED).category == "chemical"


def test_an_employer_without_a_code_gets_the_one_that_was_submitted():
    terms = terms_of(RENEWAL, replace(OLD, employer_uscc=""), FILED)
    assert (terms.employer_name, terms.employer_uscc) == ("甲公司", RENEWAL.employer_uscc)


@pytest.mark.parametrize(
    ("wanted", "submitted"),
    [
        (RENEWAL, FILED),
        (BOTH, FILED),
        (CHANGE, OLD.renewal_submitted_on),
        (AGAIN, None),
    ],
)
def test_the_day_the_renewal_was_submitted_goes_with_the_period(wanted, submitted):
    assert terms_of(wanted, OLD, FILED).renewal_submitted_on == submitted


@pytest.mark.parametrize(
    ("kind", "on", "closes"),
    [
        (Kind.RENEWAL, date(2026, 12, 20), date(2026, 12, 20)),
        (Kind.RENEWAL, date(2027, 3, 15), date(2027, 3, 15)),
        (Kind.CHANGE, date(2026, 12, 20), date(2026, 12, 20)),
        (Kind.RE_REGISTRATION, date(2027, 3, 15), date(2027, 1, 10)),
    ],
)
def test_the_day_on_which_the_one_before_stands_no_more(kind, on, closes):
    assert closes_on(OLD, on, kind=kind) == closes


@pytest.mark.parametrize(
    ("held", "on", "pending", "standing"),
    [
        (None, "2026-01-01", False, Standing.NONE),
        (OLD, "2027-01-09", False, Standing.IN_FORCE),
        (OLD, "2027-01-10", False, Standing.EXPIRED),
        (OLD, "2027-01-09", True, Standing.IN_FORCE),
        (OLD, "2027-01-10", True, Standing.RENEWAL_PENDING),
        (replace(OLD, ended_on=date(2026, 5, 1)), "2026-04-30", False, Standing.IN_FORCE),
        (replace(OLD, ended_on=date(2026, 5, 1)), "2026-05-01", False, Standing.CANCELLED),
        (
            replace(OLD, ended_on=date(2026, 5, 1), ended_as=EndedAs.REVOKED),
            "2026-05-01",
            True,
            Standing.REVOKED,
        ),
    ],
)
def test_how_a_registration_stands(held, on, pending, standing):
    found = standing_of(held, date.fromisoformat(on), renewal_pending=pending)
    assert found is standing


_DAYS = st.dates(date(2019, 3, 1), date(2060, 12, 31))


@given(start=_DAYS, decided=st.integers(-365, 200), kind=st.sampled_from([RENEWAL, BOTH]))
def test_a_renewal_never_shortens_validity_and_loses_no_day(start, decided, kind):
    period = validity_from(start)
    held = replace(OLD, valid_from=period.start, valid_until=period.until)
    terms = terms_of(kind, held, period.until + decided * ONE)
    assert terms.period.start == held.valid_until + ONE
    assert terms.period == validity_from(held.valid_until + ONE)
    assert terms.period.until > held.valid_until
