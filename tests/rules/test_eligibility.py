"""R2 to R8, R10: who may file what; every reason is named at once."""

from dataclasses import replace

import pytest

from anzhu.rules import eligibility
from anzhu.rules.categories import FORMER, Category
from anzhu.rules.deadlines import Period
from anzhu.rules.facts import REGISTRATION_KINDS, Kind
from anzhu.rules.filing import Change, Pending, Restriction
from tests.rules.samples import ENOUGH, LEAP, NEW, OLD, codes, day, filing, hours

NOBODY = "registration.none"


def objections(kind, on, **changed):
    return codes(eligibility.objections_to(kind, filing(on, **changed)))


@pytest.mark.parametrize(
    ("on", "education", "refused_for"),
    [
        ("2024-03-01", (), []),
        ("2024-03-02", (), ["education.hours_short"]),
        ("2026-11-23", ENOUGH, []),
    ],
)
def test_initial_on_time_needs_no_hours_and_overdue_does(on, education, refused_for):
    assert objections(Kind.INITIAL, on, education=education) == refused_for


@pytest.mark.parametrize(
    ("on", "many", "refused_for"),
    [
        ("2027-02-28", 48.0, []),  # the window opens: 29 February clamps
        ("2027-02-27", 48.0, ["renewal.too_early"]),
        ("2028-02-29", 48.0, []),  # expires today: open until midnight
        ("2028-03-01", 48.0, ["registration.expired"]),
        ("2027-02-27", 47.9, ["renewal.too_early", "education.hours_short"]),
    ],
)
def test_renewal_names_every_reason_it_is_refused_for(on, many, refused_for):
    education = (hours("2025-05-01", many),)
    assert objections(Kind.RENEWAL, on, registration=LEAP, education=education) == refused_for


def test_who_never_registered_starts_with_the_initial_registration():
    found = {kind: objections(kind, "2024-03-01") for kind in eligibility.ASSESSED_KINDS}
    assert found == {
        Kind.INITIAL: [],
        Kind.RENEWAL: [NOBODY],
        Kind.CHANGE: [NOBODY],
        Kind.RE_REGISTRATION: ["re_registration.never_registered", "education.hours_short"],
        Kind.REISSUE: [NOBODY],
        Kind.CANCELLATION: [NOBODY],
    }


def test_who_was_registered_once_never_files_an_initial_registration_again():
    found = objections(Kind.INITIAL, "2030-01-01", registration=LEAP, education=ENOUGH)
    assert found == ["initial.registered_before"]


@pytest.mark.parametrize(
    ("asked", "refused_for"),
    [
        (Change(employer=True), []),
        (Change(renamed=True), []),
        (Change(), ["change.nothing_asked"]),
        (Change(category=Category.CHEMICAL), ["change.category_is_present"]),
        (Change(category=Category.MINE), ["change.category_not_eligible"]),
        (Change(category=Category.OTHER), []),
        (
            Change(employer=True, renew=True),
            ["change.renew_too_early", "education.hours_short"],
        ),
        (
            Change(category=Category.MINE, renew=True),
            ["change.category_not_eligible", "change.renew_too_early", "education.hours_short"],
        ),
    ],
)
def test_a_change_asks_for_something_that_is_open_to_the_person(asked, refused_for):
    found = eligibility.assess(
        Kind.CHANGE,
        filing(
            "2026-06-01",
            registration=LEAP,
            change=asked,
            qualification=replace(NEW, extra_categories=(Category.OTHER,)),
        ),
    )
    assert codes(found.objections) == refused_for
    assert found.may_start
    assert found.may_submit is (refused_for == [])


def test_a_qualification_of_before_the_scheme_opens_every_category():
    asked = Change(category=Category.MINE)
    assert objections(Kind.CHANGE, "2026-06-01", registration=LEAP, change=asked) == []


@pytest.mark.parametrize(
    ("on", "offered"),
    [("2027-02-27", False), ("2027-02-28", True), ("2028-02-29", True), ("2028-03-01", False)],
)
def test_a_change_may_renew_in_the_last_year(on, offered):
    assert eligibility.may_renew_with_change(filing(on, registration=LEAP)) is offered
    assert not eligibility.may_renew_with_change(filing(on))


@pytest.mark.parametrize(
    ("on", "changed", "refused_for"),
    [
        ("2028-02-29", {}, ["re_registration.in_force"]),
        ("2028-03-01", {}, []),
        ("2026-06-01", {"registration": replace(LEAP, ended_on=day("2026-06-01"))}, []),
        (
            "2026-05-31",
            {"registration": replace(LEAP, ended_on=day("2026-06-01"))},
            ["re_registration.in_force"],
        ),
        (
            "2028-03-05",
            {"pending": Pending(kind=Kind.RENEWAL, submitted=day("2028-02-29"))},
            ["re_registration.in_force", "person.application_pending"],
        ),
        (
            "2028-03-05",
            {"pending": Pending(kind=Kind.RENEWAL, submitted=day("2028-03-01"))},
            ["person.application_pending"],
        ),
    ],
)
def test_re_registration_is_for_those_whose_registration_is_over(on, changed, refused_for):
    facts = {"registration": LEAP, "education": (hours("2026-01-05", 48.0),)} | changed
    assert objections(Kind.RE_REGISTRATION, on, **facts) == refused_for


@pytest.mark.parametrize(
    ("on", "changed", "refused_for"),
    [
        ("2028-02-29", {}, []),
        ("2028-03-01", {}, ["registration.expired"]),
        (
            "2026-06-01",
            {"registration": replace(LEAP, ended_on=day("2026-06-01"))},
            ["registration.ended"],
        ),
        ("2028-03-05", {"pending": Pending(kind=Kind.RENEWAL, submitted=day("2028-02-29"))}, []),
        ("2026-06-01", {"pending": Pending(kind=Kind.CHANGE, submitted=day("2026-05-01"))}, []),
        ("2026-06-01", {"born": day("1950-01-01")}, []),
    ],
)
@pytest.mark.parametrize("kind", [Kind.REISSUE, Kind.CANCELLATION])
def test_reissue_and_cancellation_only_ask_for_a_valid_registration(kind, on, changed, refused_for):
    assert objections(kind, on, **{"registration": LEAP} | changed) == refused_for


@pytest.mark.parametrize(
    ("on", "changed", "refused_for"),
    [
        ("2027-06-15", {"born": day("1957-06-15")}, []),  # the 70th birthday itself
        ("2027-06-16", {"born": day("1957-06-15")}, ["person.too_old"]),
        ("2027-06-15", {"restrictions": (Restriction(start=day("2027-06-16"), years=3),)}, []),
        (
            "2027-06-15",
            {"restrictions": (Restriction(start=day("2022-06-15"), years=5),)},
            ["person.restricted"],
        ),
        ("2027-06-15", {"restrictions": (Restriction(start=day("2022-06-14"), years=5),)}, []),
        (
            "2027-06-15",
            {"pending": Pending(kind=Kind.CHANGE, submitted=day("2027-06-01"))},
            ["person.application_pending"],
        ),
    ],
)
def test_age_bans_and_a_pending_application_close_the_four_kinds(on, changed, refused_for):
    facts = {"registration": LEAP, "education": ENOUGH} | changed
    assert objections(Kind.RENEWAL, on, **facts) == refused_for
    found = eligibility.assess(Kind.RENEWAL, filing(on, **facts))
    assert found.may_start is found.may_submit is (refused_for == [])


def test_nobody_holds_a_registration_before_the_first():
    assert not eligibility.is_in_force(filing("2026-06-01"))
    assert eligibility.is_in_force(filing("2026-06-01", registration=LEAP))


def test_other_matters_may_always_be_raised():
    found = eligibility.assess(Kind.OTHER_MATTERS, filing("2026-11-23", born=day("1930-01-01")))
    assert found.may_submit
    assert (found.validity, found.closes, found.opens) == (None, None, None)


@pytest.mark.parametrize(
    ("kind", "changed", "period"),
    [
        (Kind.INITIAL, {}, ("2027-08-20", "2032-08-19")),
        (Kind.RE_REGISTRATION, {}, ("2027-08-20", "2032-08-19")),
        (Kind.RENEWAL, {}, ("2028-03-01", "2033-02-28")),
        (Kind.CHANGE, {}, ("2023-03-01", "2028-02-29")),
        (Kind.CHANGE, {"change": Change(employer=True, renew=True)}, ("2028-03-01", "2033-02-28")),
        (Kind.REISSUE, {}, ("2023-03-01", "2028-02-29")),
        (Kind.CANCELLATION, {}, None),
    ],
)
def test_what_would_be_granted(kind, changed, period):
    facts = filing("2027-06-01", registration=LEAP, approved_on=day("2027-08-20"), **changed)
    expected = Period(*map(day, period)) if period else None
    assert eligibility.assess(kind, facts).validity == expected


def test_the_dates_of_a_renewal_and_of_a_re_registration():
    renewal = eligibility.assess(Kind.RENEWAL, filing("2027-03-01", registration=LEAP))
    assert (renewal.opens, renewal.advised_from, renewal.closes) == (
        day("2027-02-28"),
        day("2027-11-29"),
        day("2028-02-29"),
    )
    assert renewal.early
    again = eligibility.assess(Kind.RE_REGISTRATION, filing("2027-03-01", registration=LEAP))
    assert (again.opens, again.closes) == (day("2028-03-01"), None)


def test_overdue_is_said_only_of_those_who_never_registered():
    late = filing("2026-11-23")
    assert eligibility.assess(Kind.INITIAL, late).overdue
    assert not eligibility.assess(Kind.INITIAL, replace(late, registration=LEAP)).overdue
    assert not eligibility.assess(Kind.RENEWAL, late).overdue


def test_every_former_category_leads_somewhere():
    assert set().union(*FORMER.values()) == set(Category)


def test_all_kinds_are_answered_at_once():
    found = eligibility.assess_all(filing("2024-03-01", qualification=OLD))
    assert [one.kind for one in found] == [*REGISTRATION_KINDS, Kind.REISSUE, Kind.CANCELLATION]
    assert [one.kind for one in found if one.may_submit] == [Kind.INITIAL]
