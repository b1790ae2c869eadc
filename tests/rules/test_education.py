"""R7: which hours are asked for, and which count."""

from dataclasses import replace
from decimal import Decimal

import pytest

from anzhu.rules.education import NOTHING_REQUIRED, education_for, objections_to_record
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change, Source
from tests.rules.samples import LEAP, codes, day, filing, hours

RENEWING = Change(employer=True, renew=True)


@pytest.mark.parametrize(
    ("kind", "changed", "window"),
    [
        (Kind.INITIAL, {}, ("2022-06-02", "2027-06-01")),
        (Kind.RENEWAL, {}, ("2023-03-01", "2027-06-01")),
        (Kind.CHANGE, {"change": RENEWING}, ("2023-03-01", "2027-06-01")),
        (Kind.RE_REGISTRATION, {}, ("2022-06-02", "2027-06-01")),
        (
            Kind.RENEWAL,
            {"registration": replace(LEAP, previous_renewal_submitted=day("2023-04-01"))},
            ("2023-04-02", "2027-06-01"),
        ),
        (
            Kind.RENEWAL,
            {"registration": replace(LEAP, previous_renewal_submitted=day("2022-04-01"))},
            ("2023-03-01", "2027-06-01"),
        ),
    ],
)
def test_the_days_in_which_hours_count(kind, changed, window):
    found = education_for(kind, filing("2027-06-01", **{"registration": LEAP} | changed))
    assert found.required == 48
    assert (found.start, found.until) == tuple(map(day, window))


@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.REISSUE, Kind.CANCELLATION, Kind.OTHER_MATTERS])
def test_nothing_is_asked_of_a_change_alone_and_beside(kind):
    assert education_for(kind, filing("2027-06-01", registration=LEAP)) == NOTHING_REQUIRED


def test_nothing_is_asked_of_an_initial_registration_on_time():
    assert education_for(Kind.INITIAL, filing("2024-03-01")) == NOTHING_REQUIRED


@pytest.mark.parametrize("kind", [Kind.RENEWAL, Kind.CHANGE])
def test_without_a_registration_there_is_no_window(kind):
    assert education_for(kind, filing("2027-06-01")) is None


@pytest.mark.parametrize(
    ("records", "counted"),
    [
        ((hours("2023-03-01", 8), hours("2027-06-01", 8)), 16),  # both ends included
        ((hours("2023-02-28", 8), hours("2027-06-02", 8)), 0),  # a day outside
        ((hours("2025-01-01", 12.5), hours("2025-01-01", 8)), Decimal("12.5")),  # the first counts
        ((hours("2025-01-01", 8), hours("2025-01-01", 8, provider="q")), 16),
        ((hours("2025-01-01", 8, used=True),), 0),
        ((hours("2025-01-01", 8, used=True), hours("2025-01-01", 8)), 0),
        (tuple(hours("2025-01-01", 0.1, course=str(n)) for n in range(480)), 48),  # exactly 48.0
    ],
)
def test_what_counts(records, counted):
    found = education_for(Kind.RENEWAL, filing("2027-06-01", registration=LEAP, education=records))
    assert found.counted == counted
    assert found.short == max(0, 48 - counted)


def test_own_entries_are_known():
    own = hours("2025-01-01", 8, source=Source.SELF)
    records = (own, hours("2025-01-02", 8), replace(own, completed=day("2020-01-01")))
    found = education_for(Kind.RENEWAL, filing("2027-06-01", registration=LEAP, education=records))
    assert found.own_entries == (own,)


@pytest.mark.parametrize(
    ("record", "refused_for"),
    [
        (hours("2026-11-23", 48), []),
        (hours("2026-11-23", 0.5), []),
        (hours("2026-11-24", 8), ["education.in_future"]),
        (hours("2026-01-01", 0.4), ["education.hours_out_of_range"]),
        (hours("2026-01-01", 48.5), ["education.hours_out_of_range"]),
        (hours("2026-01-01", 8.25), ["education.hours_out_of_range"]),
        (hours("2026-01-01", 8, provider=" "), ["education.incomplete"]),
    ],
)
def test_a_record_that_cannot_be_entered(record, refused_for):
    assert codes(objections_to_record(record, day("2026-11-23"))) == refused_for
