"""Public verification says how a registration stands, whatever has become of it since."""

from datetime import date, timedelta

import pytest
from django.test import Client

from anzhu.kernel import clock
from anzhu.ops.demo import cast, short_tracks
from anzhu.papers import codes
from anzhu.production.models import Item
from anzhu.registrations import actions as registrations
from anzhu.registrations.models import FormerNumber, Registration, Sheet
from anzhu.rules.facts import Kind, Role, Status
from anzhu.rules.grants import EndedAs
from anzhu.rules.requests import Corrected
from tests import short
from tests.domain import factories
from tests.short import DAY, LATER
from tests.world import Story

pytestmark = pytest.mark.django_db
THEN = LATER + 3 * DAY
NEW = cast.id_number(date(1990, 3, 18), 321, woman=True)


@pytest.fixture
def story() -> Story:
    """林岚 holds her certificate."""
    told = Story()
    short.registered(told)
    return told


@pytest.fixture
def held(story: Story) -> Registration:
    return Registration.objects.get()


def asked(number: str, name: str, on: date) -> str:
    with clock.at(clock.noon(on)):
        return Client().post("/verify", {"number": number, "name": name}).content.decode()


def opened(number: str, serial: str, on: date) -> str:
    with clock.at(clock.noon(on)):
        return Client().get(f"/v/{codes.certificate_code(number, serial)}").content.decode()


def both(held: Registration, on: date, name: str = "林岚") -> list[str]:
    """The answer to number and name, and the one behind the code of her first sheet."""
    serial = Sheet.objects.filter(registration__person=held.person).earliest("pk").serial
    return [asked(held.number, name, on), opened(held.number, serial, on)]


@pytest.mark.parametrize(
    ("status", "filed", "said"),
    [
        (Status.FIRST_REVIEW, 0, "审查期间注册继续有效"),
        (Status.APPROVAL, -90, "审查期间注册继续有效"),
        (Status.FINAL_REVIEW, -30, "审查期间注册继续有效"),
        (Status.FIRST_REVIEW, 1, "不能作为执业凭证"),
        (Status.REFUSED, -90, "不能作为执业凭证"),
        (Status.WITHDRAWN, -90, "不能作为执业凭证"),
        (Status.LAPSED, -90, "不能作为执业凭证"),
    ],
)
def test_only_a_timely_renewal_that_is_still_reviewed_keeps_it_in_force(held, status, filed, said):
    """R4: submitted until the last valid day, and not decided yet."""
    last = held.valid_until
    filed_on = last + timedelta(days=filed)
    factories.case(status, of=held.person, kind=Kind.RENEWAL, filed_on=filed_on)
    for page in both(held, last + timedelta(days=1)):
        assert said in page
        assert f"{last.year}年{last.month}月{last.day}日" in page


@pytest.mark.parametrize(
    ("how", "said"),
    [(EndedAs.CANCELLED, "该注册已经注销"), (EndedAs.REVOKED, "该注册已被撤销")],
)
def test_an_ended_registration_says_so_from_that_very_day_on(held, how, said):
    centre = factories.actor(Role.CENTRE_REVIEWER)
    registrations.end(person_id=held.person_id, how=how, chain="c", actor=centre, now=THEN)
    for page in both(held, clock.day(THEN)):
        assert said in page
    for page in both(held, clock.day(THEN) - timedelta(days=1)):
        assert "该注册在有效期内" in page


def test_after_a_reissue_the_old_sheet_is_void_and_the_new_one_speaks(story, held):
    """R10: the old serial is void the moment the reissue is confirmed."""
    old = Item.objects.get().serial
    case = short.forwarded(story, short.online(story, Kind.REISSUE))
    short_tracks.confirmed(case, story.chen, THEN)
    on = clock.day(THEN)
    void = opened(held.number, old, on)
    assert "该证件已作废" in void and "该注册在有效期内" in void
    assert "该注册在有效期内" in asked(held.number, "林岚", on)
    for serial in Sheet.objects.filter(void_at=None).values_list("serial", flat=True):
        assert "该证件已作废" not in opened(held.number, serial, on)


def test_a_cancellation_that_was_asked_for_is_public_at_once(story, held):
    case = short.forwarded(story, short.online(story, Kind.CANCELLATION))
    for page in both(held, clock.day(THEN)):
        assert "该注册在有效期内" in page
    short_tracks.confirmed(case, story.chen, THEN)
    for page in both(held, clock.day(THEN)):
        assert "该注册已经注销" in page


@pytest.mark.parametrize(
    ("subject", "what", "value", "name"),
    [
        ("id_number", Corrected.ID_NUMBER, NEW, "林岚"),
        ("name", Corrected.NAME, "林岚清", "林岚清"),
    ],
)
def test_after_a_correction_the_right_name_is_asked_for(story, held, subject, what, value, name):
    ask = {"subject": subject, "wanted": value}
    case = short.online(story, Kind.OTHER_MATTERS, **ask)
    short_tracks.proposed(case, story.chen, what, value, LATER + DAY)
    assert "该注册在有效期内" in asked(held.number, "林岚", clock.day(THEN))
    short_tracks.corrected(case, story.sun, value, THEN)

    page = asked(held.number, name, clock.day(THEN))
    assert "该注册在有效期内" in page
    assert value not in page and name not in page  # masked, and no number of anybody
    if what is Corrected.NAME:
        assert "未查到有效注册" in asked(held.number, "林岚", clock.day(THEN))


def test_a_number_of_the_time_before_leads_to_the_present_registration(held):
    FormerNumber.objects.create(person=held.person, number="AQ12370915")
    page = asked("AQ12-370915", "林岚", clock.day(THEN))
    assert "该注册在有效期内" in page and held.number in page
