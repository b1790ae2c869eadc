"""What the public may know: two things must be known to learn a third."""

from datetime import date

import pytest

from anzhu.papers import codes
from anzhu.registrations import actions as registrations
from anzhu.registrations.models import Registration
from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.filing import Change
from anzhu.rules.grants import EndedAs, Standing, Wanted
from anzhu.verification import queries
from anzhu.verification.queries import UNKNOWN, by_code, look_up, masked_name
from tests.domain import factories

pytestmark = pytest.mark.django_db
GRANTED = date(2026, 11, 23)
SERIAL = "ZS2600000018"


@pytest.fixture
def granted() -> Registration:
    row = registrations.grant(
        person_id=factories.person("欧阳慧芳").pk,
        category="chemical",
        employer_name="山东齐鲁精细化工有限公司",
        employer_uscc="91370100MA3C1234XA",
        case_ref="26AAAAAAAA",
        on=GRANTED,
    )
    registrations.add_sheets([(row.pk, SERIAL)], now=factories.clock.noon(GRANTED))
    return row


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张", "*"), ("张伟", "张*"), ("王小明", "王*明"), ("欧阳慧芳", "欧**芳"), ("", "*")],
)
def test_the_middle_of_a_name_is_masked(name, shown):
    assert masked_name(name) == shown


def test_number_and_name_together_show_what_stands_on_the_certificate(granted):
    answer = look_up(number=granted.number, name="欧阳慧芳", on=GRANTED)
    assert answer.standing is Standing.IN_FORCE
    assert answer.masked_name == "欧**芳"
    assert (answer.category, answer.employer) == ("chemical", "山东齐鲁精细化工有限公司")
    assert (answer.valid_from, answer.valid_until) == (GRANTED, date(2031, 11, 22))


def test_full_width_digits_and_blanks_do_not_count(granted):
    wide = granted.number.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    assert look_up(number=f" {wide} ", name="欧阳 慧芳", on=GRANTED).number == granted.number


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("20260000001", "欧阳慧"),
        ("20260000001", ""),
        ("20260000002", "欧阳慧芳"),
        ("", "欧阳慧芳"),
        ("", ""),
        ("20260000001'--", "x"),
        ("2026000000100", "x"),
    ],
)
def test_whatever_is_wrong_gets_the_same_answer_for_the_same_work(
    granted, django_assert_num_queries, number, name
):
    with django_assert_num_queries(1):
        assert look_up(number=number, name=name, on=GRANTED) is UNKNOWN


def test_what_is_right_takes_as_many_queries(granted, django_assert_num_queries):
    with django_assert_num_queries(1):
        look_up(number=granted.number, name="欧阳慧芳", on=GRANTED)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2031, 11, 22), Standing.IN_FORCE),
        (date(2031, 11, 23), Standing.EXPIRED),
    ],
)
def test_a_registration_stands_until_its_last_day(granted, on, standing):
    assert look_up(number=granted.number, name="欧阳慧芳", on=on).standing is standing


@pytest.mark.parametrize(
    ("how", "standing"),
    [(EndedAs.CANCELLED, Standing.CANCELLED), (EndedAs.REVOKED, Standing.REVOKED)],
)
def test_an_ended_registration_says_so_and_how(granted, how, standing):
    registrations.end(
        person_id=granted.person_id,
        how=how,
        chain="c",
        actor=factories.actor(Role.CENTRE_REVIEWER),
        now=factories.clock.noon(date(2027, 1, 1)),
    )
    for on, expected in [(date(2026, 12, 31), Standing.IN_FORCE), (date(2027, 1, 1), standing)]:
        assert look_up(number=granted.number, name="欧阳慧芳", on=on).standing is expected


@pytest.mark.parametrize(
    ("status", "filed_on", "standing"),
    [
        (Status.FIRST_REVIEW, date(2031, 11, 22), Standing.RENEWAL_PENDING),
        (Status.APPROVAL, date(2031, 1, 1), Standing.RENEWAL_PENDING),
        (Status.FIRST_REVIEW, date(2031, 11, 23), Standing.EXPIRED),
        (Status.REFUSED, date(2031, 1, 1), Standing.EXPIRED),
        (Status.WITHDRAWN, date(2031, 1, 1), Standing.EXPIRED),
    ],
)
def test_a_renewal_submitted_in_time_keeps_it_in_force_while_it_is_reviewed(
    granted, django_assert_num_queries, status, filed_on, standing
):
    factories.case(status, of=granted.person, kind=Kind.RENEWAL, filed_on=filed_on)
    with django_assert_num_queries(1):
        answer = look_up(number=granted.number, name="欧阳慧芳", on=date(2031, 11, 23))
    assert (answer.standing, answer.valid_until) == (standing, date(2031, 11, 22))
    code = codes.certificate_code(granted.number, SERIAL)
    assert by_code(code, on=date(2031, 11, 23)).standing is standing


def _granted_again(granted: Registration, on: date, *, renews: bool) -> Registration:
    """Another employer, from this day on; with the next period if it ``renews``."""
    wanted = Wanted(
        kind=Kind.CHANGE,
        category="chemical",
        employer_name="胶州湾新材料有限公司",
        employer_uscc="91370200MA3D1234XB",
        filed_on=on,
        change=Change(employer=True, renew=renews),
    )
    asked = registrations.Grant(person_id=granted.person_id, case_ref="31BBBBBBBB", wanted=wanted)
    return registrations.grant_all([asked], on=on)[0].row


def test_after_a_change_the_new_employer_is_shown_at_once(granted):
    on = date(2028, 5, 6)
    _granted_again(granted, on, renews=False)
    answer = look_up(number=granted.number, name="欧阳慧芳", on=on)
    assert (answer.standing, answer.employer) == (Standing.IN_FORCE, "胶州湾新材料有限公司")
    assert (answer.valid_from, answer.valid_until) == (GRANTED, date(2031, 11, 22))
    assert answer.running_until is None
    # The certificate that was made before tells of the same registration.
    assert by_code(codes.certificate_code(granted.number, SERIAL), on=on) == answer


@pytest.mark.parametrize(
    ("on", "running"),
    [
        (date(2031, 6, 1), date(2031, 11, 22)),
        (date(2031, 11, 22), date(2031, 11, 22)),
        (date(2031, 11, 23), None),
    ],
)
def test_a_period_that_has_not_begun_is_told_beside_the_one_that_runs(granted, on, running):
    _granted_again(granted, date(2031, 6, 1), renews=True)
    answer = look_up(number=granted.number, name="欧阳慧芳", on=on)
    assert (answer.standing, answer.running_until) == (Standing.IN_FORCE, running)
    assert (answer.valid_from, answer.valid_until) == (date(2031, 11, 23), date(2036, 11, 22))


def test_the_code_of_a_sheet_opens_its_registration(granted):
    url = codes.certificate_url(granted.number, SERIAL)
    answer = by_code(url, on=GRANTED)
    assert (answer.standing, answer.sheet_void) == (Standing.IN_FORCE, False)
    assert answer == by_code(url.rsplit("/", 1)[1], on=GRANTED)


def test_a_void_sheet_says_so_while_the_registration_stands(granted):
    registrations.void_sheet(SERIAL, now=factories.clock.noon(GRANTED))
    answer = by_code(codes.certificate_code(granted.number, SERIAL), on=GRANTED)
    assert (answer.standing, answer.sheet_void) == (Standing.IN_FORCE, True)


def test_a_made_up_code_is_unknown(granted):
    right = codes.certificate_code(granted.number, SERIAL)
    for wrong in (
        right[:-1] + ("A" if right[-1] != "A" else "B"),
        codes.certificate_code(granted.number, "ZS2600000026"),
        codes.certificate_code("20260000009", SERIAL),
        codes.certificate_code(granted.number, SERIAL, key=b"another key"),
        "",
        f"{granted.number}-{SERIAL}",
    ):
        assert by_code(wrong, on=GRANTED) is UNKNOWN


def test_a_question_counts_by_address_by_number_and_by_its_neighbours():
    counted = {
        limit.bucket: key
        for limit, key in queries.limits_for(address="203.0.113.7", number=" 20260000123")
    }
    assert counted == {
        "verify.address": "203.0.113.7",
        "verify.address.day": "203.0.113.7",
        "verify.number": "20260000123",
        "verify.prefix": "20260000",
    }
