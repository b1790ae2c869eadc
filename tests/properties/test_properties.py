"""What holds for every day and every person, whatever the dates."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from anzhu.rules import deadlines, identifiers, numbering
from anzhu.rules.calendar import add_months, add_years, state_council
from anzhu.rules.categories import Category
from anzhu.rules.education import education_for
from anzhu.rules.eligibility import ASSESSED_KINDS, assess, assess_all, is_in_force
from anzhu.rules.facts import Kind
from anzhu.rules.filing import Change, Employment, Filing, Qualification, Registration
from anzhu.rules.materials import materials_for
from tests.rules.samples import hours

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 3, 1), date(2045, 12, 31))
QUALIFIED = st.dates(date(2004, 1, 1), date(2030, 12, 31))
BORN = date(1990, 5, 5)

often = settings(max_examples=60, deadline=None, database=None)


@st.composite
def registrations(draw):
    """A registration of three or five years, perhaps ended early."""
    start = draw(DAYS)
    until = add_years(start, draw(st.sampled_from([3, 5]))) - ONE_DAY
    ended = draw(st.none() | st.dates(start, until))
    category = str(draw(st.sampled_from(Category)))
    return Registration(category=category, valid_from=start, valid_until=until, ended_on=ended)


@st.composite
def filings(draw):
    """Somebody in good standing, on any day, with as many hours as could be asked for."""
    on = draw(DAYS)
    return Filing(
        on=on,
        born=BORN,
        qualification=Qualification(obtained=draw(QUALIFIED), category=Category.CHEMICAL),
        registration=draw(st.none() | registrations()),
        education=tuple(
            hours(str(on - timedelta(days=200 * place)), 48, course=str(place))
            for place in range(2)
        ),
        change=Change(employer=True, renew=draw(st.booleans())),
    )


@often
@given(filings())
def test_there_is_no_day_on_which_a_person_in_good_standing_can_file_nothing(filing):
    may_start = {found.kind for found in assess_all(filing) if found.may_start}
    if filing.registration is None:
        assert may_start == {Kind.INITIAL}
    elif is_in_force(filing):
        assert {Kind.CHANGE, Kind.REISSUE, Kind.CANCELLATION} <= may_start
        assert Kind.RE_REGISTRATION not in may_start
    else:
        assert may_start == {Kind.RE_REGISTRATION}


@often
@given(filings(), st.sampled_from(ASSESSED_KINDS))
def test_what_may_be_submitted_may_be_started(filing, kind):
    found = assess(kind, filing)
    assert found.may_start or not found.may_submit
    assert found.may_submit is (found.objections == ())


@often
@given(registrations(), DAYS)
def test_a_renewal_never_shortens_a_registration(registration, on):
    renewed = deadlines.renewed(registration.valid_until)
    assert renewed.start == registration.valid_until + ONE_DAY
    assert renewed.until >= add_years(registration.valid_until, 5) - ONE_DAY
    window = deadlines.renewal_window(registration.valid_until, on)
    assert window.opens < window.advised_from < window.closes == registration.valid_until


@often
@given(DAYS, DAYS)
def test_a_later_day_never_brings_an_earlier_window(one, other):
    first, second = sorted([one, other])
    for answer in (
        lambda day: deadlines.validity_from(day).until,
        lambda day: deadlines.initial_last_day(day, day),
        lambda day: deadlines.renewal_window(day, day).opens,
        lambda day: deadlines.renewal_window(day, day).advised_from,
        lambda day: deadlines.accept_by(day, state_council()).day,
        lambda day: deadlines.first_review_by(day, state_council()).day,
        lambda day: deadlines.correct_by(day, state_council()),
    ):
        assert answer(first) <= answer(second)


@often
@given(DAYS)
def test_five_years_are_five_years_but_for_a_leap_day(start):
    until = deadlines.validity_from(start).until
    assert (until + ONE_DAY - start).days in (1826, 1827)


@often
@given(DAYS, st.integers(-200, 200))
def test_months_clamp_and_never_skip_one(start, months):
    moved = add_months(start, months)
    assert (moved.year * 12 + moved.month) - (start.year * 12 + start.month) == months
    assert moved.day == start.day or (moved.day < start.day and (moved + ONE_DAY).day == 1)


@often
@given(DAYS, st.integers(1, 30))
def test_working_days_are_counted_the_same_in_both_directions(start, days):
    calendar = state_council()
    due = calendar.after(start, days)
    assert calendar.is_working(due.day)
    assert calendar.used(start, due.day) == days


@often
@given(filings(), st.sampled_from(ASSESSED_KINDS))
def test_more_hours_never_hurt(filing, kind):
    more = replace(filing, education=(*filing.education, hours(str(filing.on), 8, course="more")))
    before, after = education_for(kind, filing), education_for(kind, more)
    assert (before is None) == (after is None)
    assert before is None or before.counted <= after.counted
    assert not assess(kind, filing).may_submit or assess(kind, more).may_submit


@often
@given(filings(), st.sampled_from(list(Kind)), st.booleans())
def test_no_material_is_asked_for_twice(filing, kind, former):
    employment = Employment(contract_bears_former_name=former)
    needs = materials_for(kind, replace(filing, employment=employment))
    names = [need.material for need in needs.all]
    assert names
    assert len(names) == len(set(names))


@often
@given(st.integers(0, 2**numbering.REF_BITS - 1))
def test_every_reference_is_well_formed_and_survives_cleaning(chance):
    ref = numbering.case_ref(2026, chance)
    assert numbering.cleaned_ref(ref.lower()) == ref
    assert not list(numbering.objections_to_ref(ref))


@often
@given(st.integers(0, 10**17 - 1), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_id_number_is_always_noticed(digits, place, by):
    first = f"{digits:017d}"
    right = first + identifiers.id_check_digit(first)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert identifiers.id_check_digit(wrong[:17]) != wrong[17]


@often
@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_numbers(text):
    on = date(2026, 11, 23)
    cleaned = identifiers.cleaned(text)
    assert list(identifiers.objections_to_id_number(cleaned, on))
    list(identifiers.objections_to_credit_code(cleaned))
    list(identifiers.objections_to_phone(cleaned))
    list(numbering.objections_to_holder_number(cleaned))
